"""The child of a rehearsal: how it is called, and that nothing of it outlives the bot."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.adapters.builder.sandbox import cgroups
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.rehearsals import child, folders
from tests.fakes.rehearsing_machine import is_gone

BOT = """
import asyncio, sys
from pathlib import Path
from bot.adapters.rehearsals import child

SLEEPS = 'import os, time; print(os.getpid(), flush=True); time.sleep(600)'

async def main():
    argv = [sys.executable, "-c", SLEEPS]
    async for pid in child.told(argv, Path(sys.argv[1]), {}, child.LIMITS, lambda _: None):
        print(pid, flush=True)

asyncio.run(main())
"""


def test_the_command_is_the_rehearsal_of_the_terminal() -> None:
    """In a module of its own, with no secret in its words."""
    argv = child.command(Path("/x/greeter.git"), "minor", "fast-forward", trusted=False)

    assert argv[1:] == ["-P", "-m", child.MODULE, "/x/greeter.git", "minor", "fast-forward"]
    assert child.command(Path("/x"), "1.2.0", "pull-request", trusted=True)[-1] == "trusted"


def test_groups_within_a_group_end_with_it() -> None:
    """As those of the builds in a rehearsal that was killed: one left behind slows every build."""
    group = cgroups.make_group(Limits())
    for folder in group.folders:
        (folder / "releasebot-1-2-inner").mkdir()
    group.end()

    assert [folder for folder in group.folders if folder.exists()] == []


async def test_a_bot_that_is_killed_takes_its_child_along(tmp_path: Path) -> None:
    """At once, whenever the next bot starts."""
    (tmp_path / folders.WORK).mkdir()
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", BOT, str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(child.__file__).parents[3],
    )
    assert bot.stdout
    pid = int(await asyncio.wait_for(bot.stdout.readline(), 30))
    os.kill(pid, 0)
    bot.kill()
    await bot.wait()

    await is_gone(pid)


async def test_a_child_that_cannot_be_started_leaves_no_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where its folder is gone: the error is told, and the group that was made is ended."""
    group = cgroups.ControlGroup((tmp_path / "group",))
    monkeypatch.setattr(cgroups, "make_group", lambda _: group)
    ends: list[cgroups.ControlGroup] = []

    def end(ended: cgroups.ControlGroup) -> None:
        ends.append(ended)

    monkeypatch.setattr(cgroups.ControlGroup, "end", end)

    with pytest.raises(FileNotFoundError):
        await anext(child.told(["true"], tmp_path, {}, Limits(), lambda _: None))

    assert ends == [group]
