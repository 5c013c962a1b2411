"""A rehearsal that is asked for in a chat: shown in both, and nothing outside has changed."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rehearsal import world
from bot.rehearsal.operator_file import ANNOUNCED
from tests.journeys.served import Twins, eventually
from tests.journeys.test_both_chats import Run

ENABLED = "enabled = true"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Everything but the bot, whose project is not enabled yet."""
    started = Run(tmp_path)
    text = started.file.read_text(encoding="utf-8")
    assert ENABLED in text
    started.file.write_text(text.replace(ENABLED, "enabled = false"), encoding="utf-8")
    yield started
    started.close()


def _ask(run: Run) -> None:
    """Alice types it at Slack, as soon as the bot is connected."""
    where = {"line": "/release rehearse minor", "channel": run.channel}
    eventually(lambda: run.slack.act("alice", "types", **where)["acknowledged"])


def _effects(run: Run) -> list[dict[str, str]]:
    return world.effects(world.start_world(run.file.parent / "world"))


def _left(run: Run) -> set[str]:
    return {path.name for path in (run.file.parent / "data" / "rehearsals").glob("*/*")}


def _leftovers(folder: Path) -> list[str]:
    """The processes in whose command this folder is named."""
    commands = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commands.append(path.read_bytes().decode(errors="replace").replace("\0", " "))
        except OSError:
            continue
    return [command for command in commands if f"{folder}/data/rehearsals" in command]


def test_a_rehearsal_is_followed_in_both_chats_and_changes_nothing(run: Run) -> None:
    """Asked for at Slack for a project that is not enabled; a second one is told of the first."""
    run.serve()
    before = _effects(run)
    _ask(run)
    run.told_at_slack("alice", "Nothing leaves this machine")
    running = run.slack.card("steps done", run.channel)
    _ask(run)
    assert "rehearsed already" in run.told_at_slack("alice", "rehearsal_running")
    run.discord.card("Is rehearsed")
    done = run.slack.card("would have been released", run.channel)
    shown = json.dumps(run.discord.card("would have been released"))

    assert done["ts"] == running["ts"], "it was not edited"
    assert len(run.slack.act("bob", "sees", channel=run.channel)) == 1
    assert "Rehearsal of Acme Greeter 1.2.0" in json.dumps(done)
    assert "Rehearsal of Acme Greeter 1.2.0" in shown
    assert "PyPI" in shown
    assert "tokens and rights" in shown
    assert _effects(run) == before
    assert (run.slack.act("bob", "sees", channel=ANNOUNCED), run.announced()) == ([], (0, 0))
    assert "work" not in _left(run)
    audit = Twins(run.file).read("audit")["rows"]
    assert [(row["actor"], row["action"], row["data"]["state"]) for row in audit] == [
        ("alice", "rehearses", "running"),
        ("releasebot", "rehearsed", "done"),
    ]
    assert Twins(run.file).read("list")["releases"] == []


def test_a_bot_that_is_killed_tells_that_it_was_interrupted(run: Run) -> None:
    """In the same message; of the rehearsal nothing is left, and the next one works."""
    bot = run.serve()
    _ask(run)
    running = run.slack.card("steps done", run.channel)
    bot.end(signal.SIGKILL)
    bot = run.serve()
    told = run.slack.card("Interrupted, because the bot ended meanwhile", run.channel)
    run.discord.card("Start it again: rehearse minor")
    assert told["ts"] == running["ts"]
    assert "work" not in _left(run)
    eventually(lambda: not _leftovers(run.file.parent))

    said = Twins(run.file).type("rehearse", "minor")
    assert said.returncode == 0, said.stderr
    assert re.search(r"Rehearsal of Acme Greeter 1\.2\.0: Done after", said.stdout)
    assert bot.end(signal.SIGTERM) == 0
