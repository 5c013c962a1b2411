"""Rehearsals as child processes: no secrets, bounded, and nothing of them stays but the logs."""

import asyncio
import json
import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from bot import errors
from bot.adapters.rehearsals import folders
from bot.adapters.rehearsals.live_files import LiveFiles
from bot.domain.rehearsals.rehearsal import Rehearsal
from bot.ports import LiveMessage
from bot.settings import secrets
from tests.fakes.rehearsing_machine import (
    DONE,
    FAILS,
    LOOKS,
    SECRET,
    SLEEPS,
    TELLS_ALL,
    Machine,
    asked,
    ended,
    is_gone,
    until,
)
from tests.fakes.slack_office import Memory


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which nothing was rehearsed yet."""
    return Machine(tmp_path)


async def test_it_comes_to_a_good_end_and_keeps_its_logs_alone(machine: Machine) -> None:
    """The copy has the branch and its tags; the folders are the bot's own, and private."""
    machine.program = LOOKS
    async with machine.processes() as rehearsals:
        shown = await ended(rehearsals)

    assert (shown.state, shown.error, shown.status["title"]) == ("done", None, "700")
    assert shown.status["branch"] == ["refs/heads/main"]
    assert "refs/heads/main" in shown.status["tag"]
    assert any(name.startswith("refs/tags/") for name in shown.status["tag"])
    assert not [n for n in shown.status["tag"] if "topic" in n]
    assert [words[1:] for words in machine.given] == [("minor", "fast-forward", False)]
    assert machine.left() == {folders.RECORD, folders.LOG, folders.OWN_LOG}
    assert (machine.folder / "r-1" / folders.LOG).read_text() == "said"
    assert stat.S_IMODE((machine.folder / "r-1").stat().st_mode) == 0o700


async def test_the_child_knows_no_secret(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the bot's: neither by a variable nor by an open file. What the index needs it knows."""
    secrets.remember(SECRET)
    monkeypatch.setenv("RELEASEBOT_PROBE", SECRET)
    monkeypatch.setenv("UV_PUBLISH_TOKEN", "pypi-something")
    monkeypatch.setenv("UV_INDEX", f"https://x:{SECRET}@index.example/simple")
    monkeypatch.setenv("UV_INDEX_COMPANY_PASSWORD", "wheels")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    machine.program = TELLS_ALL
    try:
        async with machine.processes() as rehearsals:
            shown = await ended(rehearsals)
    finally:
        secrets.forget(SECRET)

    told = shown.status["title"]
    assert told["UV_DEFAULT_INDEX"] == "https://index.example/simple"
    assert ("UV_INDEX_COMPANY_PASSWORD", "wheels") in told.items()
    assert not {"RELEASEBOT_PROBE", "UV_PUBLISH_TOKEN", "UV_INDEX"} & told.keys()
    assert SECRET not in json.dumps(told)
    assert Path(told["TMPDIR"]).is_relative_to(machine.folder)
    assert len(shown.status["tag"]) == 4  # three streams, and the look itself


async def test_a_failure_tells_the_end_of_its_log_without_secrets(machine: Machine) -> None:
    """As it told it; and where it ended without a word, what it said besides."""
    machine.program = FAILS
    async with machine.processes() as rehearsals:
        red = await ended(rehearsals)
        machine.program = 'raise SystemExit("no space left")'
        silent = await ended(rehearsals, asked(number=2))

    assert red.error is not None
    assert (red.state, red.error["sentence"]) == ("failed", "Red.")
    assert SECRET not in red.error["log"]
    assert "\x1b" not in red.error["log"]
    assert silent.error is not None
    assert "ended without a word" in silent.error["sentence"]
    assert silent.error["log"] == "no space left"


@pytest.mark.parametrize(
    ("program", "limits", "said"),
    [
        (SLEEPS, {"seconds": 1.0}, "longer than 1 seconds"),
        ("while True: print('x' * 1000)", {"output_bytes": 100_000}, "printed more"),
        ("print('x' * 9_000_000)", {}, "printed more"),
        (
            "import time; open('big', 'wb').write(bytes(9_000_000)); time.sleep(60)",
            {"disk_bytes": 3_000_000},
            "wrote more",
        ),
    ],
)
async def test_a_limit_stops_it(
    machine: Machine, program: str, limits: dict[str, float], said: str
) -> None:
    """And says which."""
    machine.program = program
    async with machine.processes(**limits) as rehearsals:
        shown = await ended(rehearsals)

    assert shown.error is not None
    assert shown.error["code"] == "rehearsal_limit"
    assert said in shown.error["sentence"]
    assert folders.WORK not in machine.left()


async def test_a_second_one_is_told_of_the_first(machine: Machine) -> None:
    """One for each project, two in all; a repeat of the same request is the same one."""
    machine.program = SLEEPS
    async with machine.processes() as rehearsals:
        first = await rehearsals.start(asked())
        assert (await rehearsals.start(asked())).asked == first.asked
        with pytest.raises(errors.Refused, match="minor, asked for by alice") as same:
            await rehearsals.start(asked(number=2))
        await rehearsals.start(asked("other", 3))
        with pytest.raises(errors.Refused, match="2 rehearsals are running") as full:
            await rehearsals.start(asked("third", 4))
        with pytest.raises(errors.BadInput, match="no project nobody"):
            await rehearsals.start(asked("nobody", 5))

    assert {same.value.reason, full.value.reason} == {"rehearsal_running"}


async def test_a_bot_that_stops_takes_it_along_and_the_next_one_tells(machine: Machine) -> None:
    """Nothing of it runs on; it is told once, and can be started again."""
    machine.program = SLEEPS
    async with machine.processes() as rehearsals:
        changes = rehearsals.changes()
        await rehearsals.start(asked())
        shown = await until(changes, lambda each: each.status)
    assert machine.left() == {folders.RECORD, folders.LOG}
    await is_gone(int(shown.status["version"]))

    async with machine.processes() as rehearsals:
        (left,) = await rehearsals.take_interrupted()
        assert (left.state, left.asked) == ("interrupted", asked())
        assert await rehearsals.take_interrupted() == ()
        machine.program = DONE
        assert (await ended(rehearsals, asked(number=2))).state == "done"
    async with machine.processes() as rehearsals:
        assert await rehearsals.take_interrupted() == ()


async def test_what_a_killed_bot_left_is_ended_at_the_next_start(machine: Machine) -> None:
    """The child by its number, if it still is that one; its folder is cleared."""
    made = folders.Folders(machine.folder)
    folder = made.make(Rehearsal(asked=asked(), begun="2026-03-04T12:00:00.000Z"))
    left = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "import time; time.sleep(600)", str(folder)),
        start_new_session=True,
        env={},
    )
    made.started("r-1", left.pid)
    other = made.make(Rehearsal(asked=asked(number=2), begun="2026-03-04T12:00:00.000Z"))
    (other / folders.PID).write_text(str(os.getpid()))  # a number that is somebody else's by now
    waiting = asyncio.create_task(left.wait())
    async with machine.processes() as rehearsals:
        assert len(await rehearsals.take_interrupted()) == 2

    assert await waiting == -signal.SIGKILL
    assert machine.left() == {folders.RECORD}


async def test_only_the_newest_are_kept(machine: Machine) -> None:
    """And a folder in which there is no record is nobody's."""
    (machine.folder / "junk" / "deep").mkdir(parents=True)
    async with machine.processes() as rehearsals:
        for number in range(folders.KEPT + 3):
            await ended(rehearsals, asked(number=number))

    kept = sorted(path.name for path in machine.folder.iterdir())
    assert kept == [f"r-{number}" for number in range(2, folders.KEPT + 3)]


async def test_a_request_that_comes_again_after_a_restart_begins_nothing(machine: Machine) -> None:
    """It is told how that one ended, or that it was interrupted; its record stays as it is."""
    async with machine.processes() as rehearsals:
        done = await ended(rehearsals)
        machine.program = SLEEPS
        changes = rehearsals.changes()
        await rehearsals.start(asked(number=2))
        await until(changes, lambda each: each.status)

    async with machine.processes() as rehearsals:
        assert [each.asked.id for each in rehearsals.recent("greeter")] == ["r-1", "r-2"]
        assert await rehearsals.start(asked()) == done
        assert (await rehearsals.start(asked(number=2))).state == "interrupted"
        assert len(machine.given) == 2
    assert done in folders.Folders(machine.folder).over()


async def test_two_that_begin_at_once_leave_each_other_alone(tmp_path: Path) -> None:
    """The one that looks for old folders never meets the other's without its record."""
    made = folders.Folders(tmp_path / "rehearsals")
    begun = [
        Rehearsal(asked=asked(number=number), begun="2026-03-04T12:00:00.000Z")
        for number in range(60)
    ]

    await asyncio.gather(*(asyncio.to_thread(made.make, each) for each in begun))

    assert {each.asked.id for each in made.interrupted()} == {each.asked.id for each in begun}


async def test_a_branch_that_is_not_there_is_told(machine: Machine) -> None:
    """Before anything is run."""
    async with machine.processes() as rehearsals:
        shown = await ended(rehearsals, asked(branch="nowhere"))

    assert shown.error is not None
    assert shown.error["sentence"] == "There is no branch nowhere."
    assert machine.given == []


async def test_it_is_told_first_when_its_messages_can_be_remembered(machine: Machine) -> None:
    """A message that is posted before there is a folder would be forgotten, and posted again."""
    live = LiveFiles(machine.folder, Memory)
    posted = LiveMessage(platform="slack", channel="c", release="r-1", message="7", shown=2)
    machine.program = SLEEPS
    async with machine.processes() as rehearsals:
        changes = rehearsals.changes()
        await rehearsals.start(asked())
        shown = await anext(changes)
        await live.remember(posted)

        assert (shown.state, shown.status) == ("running", {})
        assert await live.recall("slack", "c", "r-1") == posted


async def test_its_messages_are_remembered_as_long_as_its_logs(tmp_path: Path) -> None:
    """Beside them; what is about a release is somebody else's."""
    memory = Memory()
    (tmp_path / "r-1").mkdir()
    live = LiveFiles(tmp_path, lambda: memory)
    messages = [
        LiveMessage(platform=platform, channel="c", release=release, message="7", shown=2)
        for platform in ("slack", "discord")
        for release in ("r-1", "r-2", "0a1b2c3d4e5f")
    ]
    for message in messages:
        await live.remember(message)

    found = [await live.recall(m.platform, m.channel, m.release) for m in messages]
    assert found == [None if m.release == "r-2" else m for m in messages]
    assert {key[2] for key in memory.known} == {"0a1b2c3d4e5f"}
    (tmp_path / "r-1" / "live.json").write_text("[{}]")
    assert await live.recall("slack", "c", "r-1") is None
