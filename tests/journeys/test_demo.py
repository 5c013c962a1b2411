"""The demo: a whole release by one command, and the same one finished after a kill."""

import json
import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import settings
from bot.cli.rehearsals import demonstrating, run_folders
from tests.journeys.served import RELEASEBOT, SECONDS, Twins, eventually

COMMAND = (*RELEASEBOT, "demo", "--auto", "minor", "--json")


@pytest.fixture
def demo(tmp_path: Path) -> "subprocess.Popen[str]":
    """A demo that has just started."""
    return subprocess.Popen(
        COMMAND, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_the_demo_releases_the_sample(demo: "subprocess.Popen[str]") -> None:
    """One JSON object on stdout, every ledger row done, exit code 0."""
    out, told = demo.communicate(timeout=SECONDS)

    assert demo.returncode == 0, told
    status = json.loads(out)
    assert status["state"] == "done"
    assert status["version"] == "1.2.0"
    assert {row["state"] for row in status["ledger"]} == {"done"}
    assert 0 <= status["seconds"]["overhead"] < status["seconds"]["total"] / 4
    assert "Approve" not in told


def test_a_killed_demo_is_resumed(demo: "subprocess.Popen[str]", tmp_path: Path) -> None:
    """Killed while it builds, it ends as if nothing had happened."""
    assert demo.stderr is not None
    for line in demo.stderr:
        if "Commit version" in line:
            break
    demo.send_signal(signal.SIGKILL)
    demo.communicate(timeout=SECONDS)
    resumed = subprocess.run(
        [*COMMAND[:4], "--resume", "--auto", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout)["state"] == "done"


def test_resuming_nothing_is_refused(tmp_path: Path) -> None:
    """One sentence and what to do; no traceback."""
    refused = subprocess.run(
        [*COMMAND[:4], "--resume"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )

    assert refused.returncode == 3
    assert refused.stderr.startswith("There is no unfinished run to resume.")
    assert "Traceback" not in refused.stderr


def test_json_without_an_end_is_refused(tmp_path: Path) -> None:
    """A demo for people ends when they say so."""
    refused = subprocess.run(
        [*RELEASEBOT, "demo", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (refused.returncode, refused.stdout) == (2, "")
    assert not (tmp_path / ".releasebot").exists()


class Shown:
    """A demo for people, as its terminal shows it."""

    def __init__(self, folder: Path, *words: str) -> None:
        """Start it where there is no display."""
        displays = ("DISPLAY", "WAYLAND_DISPLAY")
        self.lines: list[str] = []
        self._process = subprocess.Popen(
            [*RELEASEBOT, "demo", *words],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name not in displays},
            stdout=subprocess.PIPE,
            text=True,
        )

    def until(self, text: str) -> str:
        """The first line from now on that has this text."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line)
            if text in line:
                return line.strip()
        raise AssertionError("".join(self.lines))

    def close(self) -> None:
        """Leave no process behind, however the test ended; the world ends with its folder."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate(timeout=SECONDS)

    def end(self, number: int) -> str:
        """The rest of what is shown after this signal."""
        self._process.send_signal(number)
        rest, _ = self._process.communicate(timeout=SECONDS)
        assert self._process.returncode == 0, rest
        return rest


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Callable[..., Shown]]:
    """Starts demos for people, and ends them."""
    started: list[Shown] = []

    def start(*words: str) -> Shown:
        started.append(Shown(tmp_path, *words))
        return started[-1]

    yield start
    for demo in started:
        demo.close()


def test_the_demo_for_people_goes_on_where_it_was_left(shown: Callable[..., Shown]) -> None:
    """It tells where the console is and how to speak to the bot; Ctrl-C loses nothing."""
    demo = shown("minor")
    address = demo.until("/console?key=")
    config = demo.until("export RELEASEBOT_CONFIG=").partition("=")[2]
    demo.until("Waits for bob and carol: 0 of 2 approvals")
    twins = Twins(Path(config))
    edited = twins.type("notes", "--edit", stdin="### Added\n\n- Nothing but joy.\n")
    assert edited.returncode == 0, edited.stderr
    demo.until("Waits for bob and carol: 0 of 2 approvals")
    rest = demo.end(signal.SIGINT)

    resumed = shown("--resume")
    assert resumed.until("/console?key=") == address
    status = eventually(lambda: twins.read("status"))
    assert "nothing is lost" in rest
    assert (status["state"], status["version"]) == ("waiting", "1.2.0")
    assert "Nothing but joy" in status["notes"]
    assert len([q for q in status["questions"] if q["state"] == "open"]) == 1
    resumed.end(signal.SIGTERM)


def test_the_sample_takes_a_change(shown: Callable[..., Shown], tmp_path: Path) -> None:
    """By the words that the demo says to whoever asks for a release of nothing.

    A terminal that is closed ends a demo like Ctrl-C, so there is nothing to resume.
    """
    demo = shown()
    config = Path(demo.until("export RELEASEBOT_CONFIG=").partition("=")[2])
    demo.until("says how to make a change")
    how = demonstrating.something_new(config.parent, settings.read_settings(config))
    before = Twins(config).read("next")
    folder = tmp_path
    for line in filter(None, map(str.strip, how.splitlines()[2:])):
        words = shlex.split(line)
        if words[0] == "cd":
            folder /= words[1]
        else:
            subprocess.run(words, cwd=folder, check=True, timeout=SECONDS)
    after = Twins(config).read("next")
    demo.end(signal.SIGHUP)

    assert len(after["changes"]) == len(before["changes"]) + 1
    assert "greet in Spanish" in str(after["changes"])
    assert run_folders.unfinished_run(tmp_path / ".releasebot/demo") is None


def test_a_demo_of_a_bad_word_has_ended(tmp_path: Path) -> None:
    """It would be refused again, so the next demo does not offer to go on with it."""
    refused = subprocess.run(
        [*RELEASEBOT, "demo", "--auto", "minro"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (refused.returncode, "Did you mean minor?" in refused.stderr) == (2, True)
    assert run_folders.unfinished_run(tmp_path / ".releasebot/demo") is None
