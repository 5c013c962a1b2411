"""The doctor's hostile build: it gets nothing out of the real sandbox, and finds every hole."""

import os
import time
from pathlib import Path

import pytest

from bot.adapters.builder import hostile_build
from bot.adapters.builder.sandbox.bubblewrap import Sandbox
from bot.doctor.machine import sandbox
from tests.fakes.examined import make_machine
from tests.fakes.leaky_bubblewrap import make_leaky

SECONDS = 10.0
ALONE = ("--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup")
VARIABLES = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "BOT_TOKEN": "canary"}


async def test_nothing_gets_out_of_the_real_sandbox(tmp_path: Path) -> None:
    """Within ten seconds; it leaves no file, and says who it would be outside."""
    started = time.monotonic()
    found = await sandbox.look(make_machine(tmp_path, Sandbox()))

    assert [each.severity for each in found] == ["ok", "note"]
    assert f"is {os.getuid()} outside" in [*found][1].evidence
    assert time.monotonic() - started < SECONDS
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240  # a folder of the test's own


@pytest.mark.parametrize(
    ("leak", "old", "new"),
    [
        ("network", "--unshare-all", [*ALONE, "--unshare-pid"]),
        ("processes", "--unshare-all", [*ALONE, "--unshare-net"]),
        ("environment", "--clearenv", ["--clearenv", "--setenv", "BOT_TOKEN", "canary"]),
        ("file", "--clearenv", ["--clearenv", "--ro-bind", "/etc/passwd", "/etc/passwd"]),
        ("writing", "--clearenv", ["--clearenv"]),
    ],
)
async def test_each_hole_is_found(tmp_path: Path, leak: str, old: str, new: list[str]) -> None:
    """One hole at a time, in the real sandbox."""
    benches = tmp_path / "benches"
    benches.mkdir()
    if leak == "writing":  # what lies before it must not cover it
        old, new = "--chdir", ["--bind", str(benches), str(benches), "--chdir"]
    leaky = Sandbox(make_leaky(tmp_path / "bwrap", old, *new))

    told = await hostile_build.run(leaky, VARIABLES, benches)

    assert told[leak].startswith("!"), told
    assert "canary" not in told["environment"]
    (found,) = sandbox.judge(told)
    assert (found.severity, sandbox.ATTEMPTS[leak] in found.sentence) == ("error", True)
    assert not any(benches.iterdir())


async def test_without_a_sandbox_nearly_everything_gets_out(tmp_path: Path) -> None:
    """As in a build of a repository that somebody trusts."""
    told = await hostile_build.run(make_machine(tmp_path).runner, VARIABLES, tmp_path)

    (found,) = sandbox.judge(told)
    assert "reach the network, read a file outside" in found.sentence
    assert "write outside" in found.sentence
