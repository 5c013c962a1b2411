"""The demo with a local Slack: a whole release by a command and two clicks, in real processes."""

import json
import re
import signal
import urllib.request
from pathlib import Path
from typing import Any

from tests.journeys.demonstrated import Demo
from tests.journeys.served import SECONDS, eventually

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


class SlackDemo(Demo):
    """A demo whose people are at Slack."""

    def __init__(self, folder: Path, *words: str) -> None:
        """Start it."""
        super().__init__(folder, "--slack", *words)
        self.people = Workspace(self.page)

    def type(self, line: str) -> None:
        """Let alice type it, as soon as the bot is connected."""
        where = {"line": line, "channel": CHANNEL}
        eventually(lambda: self.people.act("alice", "types", **where)["acknowledged"])


def test_a_release_by_command_and_clicks(tmp_path: Path) -> None:
    """Shown in its channel, announced in the other, each once; Ctrl-C ends it in order."""
    demo = SlackDemo(tmp_path)
    people = demo.people
    demo.type("/release minor")
    people.approve("bob")
    people.card("1 of 2")
    people.approve("carol")
    people.card("Released and announced")

    announced = people.act("bob", "sees", channel="releases")
    assert len(people.act("bob", "sees", channel=CHANNEL)) == 1
    assert len(announced) == 1
    assert "1.2.0" in announced[0]["text"]
    assert demo.end(signal.SIGINT) == 0


def test_a_bot_that_is_killed_after_a_click_goes_on(tmp_path: Path) -> None:
    """The vote counts, the same message goes on, and nothing is told twice."""
    killed = SlackDemo(tmp_path)
    killed.type("/release minor")
    killed.people.approve("bob")
    killed.end(signal.SIGKILL)
    demo = SlackDemo(tmp_path, "--resume")
    people = demo.people
    people.card("1 of 2")
    people.approve("carol")
    card = people.card("Released and announced")

    def lines() -> list[str]:
        thread = people.act("bob", "sees_thread", channel=CHANNEL, ts=card["ts"])[1:]
        return [json.dumps(part) for m in thread for b in m["blocks"] for part in b["elements"]]

    eventually(lambda: "is released" in "".join(lines()))
    assert len(set(lines())) == len(lines())
    assert len(people.act("bob", "sees", channel=CHANNEL)) == 1
    assert len(people.act("bob", "sees", channel="releases")) == 1
    assert demo.end(signal.SIGINT) == 0
