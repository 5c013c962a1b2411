"""The demo with a local Slack: a whole release by a command and two clicks, in real processes."""

import json
import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.served import RELEASEBOT, SECONDS, eventually

Json = dict[str, Any]

CHANNEL = "greeter"


class Workspace:
    """The people of the demo's Slack, by requests to its page."""

    def __init__(self, url: str) -> None:
        """At this address."""
        self._url = url

    def act(self, name: str, act: str, **arguments: object) -> Any:  # noqa: ANN401  # any JSON
        """Let somebody do something or look."""
        request = urllib.request.Request(  # noqa: S310  # of this machine
            f"{self._url}_slack/people/{name}/{act}", data=json.dumps(arguments).encode()
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # the same
            return json.load(answer)

    def card(self, words: str, channel: str = CHANNEL) -> Json:
        """The channel's message, as soon as it says these words."""
        found: Json = eventually(
            lambda: next(
                (m for m in self.act("bob", "sees", channel=channel) if words in json.dumps(m)),
                None,
            )
        )
        return found

    def approve(self, name: str) -> None:
        """Click the button that approves."""
        pattern = r'"(releasebot:approve:[^"]*)"'
        card = self.card("releasebot:approve")
        action = re.findall(pattern, json.dumps(card))[0]
        assert self.act(name, "clicks", wanted=action, on=card)["acknowledged"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A demo with Slack, ended like by Ctrl-C."""
    process = subprocess.Popen(
        [*RELEASEBOT, "demo", "--slack"],
        cwd=tmp_path,
        env=os.environ | {"NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0


def test_a_release_by_command_and_clicks(demo: "subprocess.Popen[str]") -> None:
    """Shown in its channel, announced in the other, each once."""
    assert demo.stdout is not None
    address = r"http://127\.0\.0\.1:\d+/$"
    page = next(line.strip() for line in demo.stdout if re.match(address, line.strip()))
    people = Workspace(page)
    eventually(
        lambda: people.act("alice", "types", line="/release minor", channel=CHANNEL)["acknowledged"]
    )
    people.approve("bob")
    people.card("1 of 2")
    people.approve("carol")
    people.card("Released and announced")

    announced = people.act("bob", "sees", channel="releases")
    assert len(people.act("bob", "sees", channel=CHANNEL)) == 1
    assert len(announced) == 1
    assert "1.2.0" in announced[0]["text"]
