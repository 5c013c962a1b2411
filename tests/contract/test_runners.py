"""Both runners keep the same promises about a foreign command's end."""

import ast
import asyncio
import stat
from pathlib import Path

import pytest

from bot import errors
from bot.adapters.builder.interpreters import own_interpreter
from bot.adapters.builder.sandbox.bubblewrap import Sandbox
from bot.adapters.builder.sandbox.commands import Command, Mount, Runner, mounts_of
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.sandbox.supervision import Outcome
from bot.adapters.builder.sandbox.trusted import TrustedRunner

PYTHON = own_interpreter()


@pytest.fixture(params=["sandbox", "trusted"])
def runner(request: pytest.FixtureRequest) -> Runner:
    """Each runner in turn."""
    if request.param == "sandbox":
        return Sandbox()
    return TrustedRunner(trust_this_repository=True)


async def run(runner: Runner, folder: Path, program: str, limits: Limits | None = None) -> Outcome:
    """Run a Python program that may write to the folder."""
    place = Mount(folder, runner.place(folder, "/work"), writable=True)
    command = Command(
        argv=(str(PYTHON), "-c", program),
        folder=place.inside,
        mounts=(*mounts_of(PYTHON), place),
        environment={"GIVEN": "to it"},
    )
    return await runner.run(command, limits or Limits(seconds=20))


async def test_it_tells_the_code_and_the_end_of_the_output(runner: Runner, tmp_path: Path) -> None:
    """Both streams in their order, and the command's own exit code."""
    program = "import sys; print('out', flush=True); sys.exit('err')"
    outcome = await run(runner, tmp_path, program)
    assert (outcome.code, outcome.tail, outcome.limit) == (1, "out\nerr", "")
    assert (await run(runner, tmp_path, "")).succeeded


async def test_only_the_given_variables_are_there(
    runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of our own environment is inherited."""
    monkeypatch.setenv("PYPI_TOKEN", "canary")
    outcome = await run(runner, tmp_path, "import os; print(sorted(os.environ))")
    assert "GIVEN" in outcome.tail
    assert "PYPI_TOKEN" not in outcome.tail


async def test_what_it_writes_to_a_writable_mount_stays(runner: Runner, tmp_path: Path) -> None:
    """This is how a build hands over its files."""
    outcome = await run(runner, tmp_path, "open('made', 'w').write('by the command')")
    assert outcome.succeeded, outcome.tail
    assert (tmp_path / "made").read_text() == "by the command"


@pytest.mark.parametrize(
    ("program", "limits", "limit"),
    [
        ("while True: pass", Limits(seconds=0.3), "time"),
        ("while True: print('x' * 1000)", Limits(output_bytes=10_000), "output"),
        (
            "n = 0\nwhile True:\n n += 1\n open(str(n), 'wb').write(bytes(100_000))",
            Limits(disk_bytes=1_000_000),
            "disk",
        ),
    ],
)
async def test_it_is_stopped_at_a_limit(
    runner: Runner, tmp_path: Path, program: str, limits: Limits, limit: str
) -> None:
    """The outcome names the limit, also where the command was in no hurry to end."""
    outcome = await run(runner, tmp_path, program, limits)
    assert outcome.limit == limit
    assert not outcome.succeeded
    assert limits.sentence(outcome.limit)


async def test_nothing_of_it_is_left_behind(runner: Runner, tmp_path: Path) -> None:
    """A child in a session of its own, without any pipe to us, ends with the command."""
    program = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        " os.setsid(); os.close(0); os.close(1); os.close(2)\n"
        " while True:\n"
        "  os.utime('beat'); time.sleep(0.01)\n"
        "open('beat', 'w').close()\n"
    )
    (tmp_path / "beat").touch()
    await run(runner, tmp_path, program)
    last = (tmp_path / "beat").stat().st_mtime_ns
    await asyncio.sleep(0.1)
    assert (tmp_path / "beat").stat().st_mtime_ns == last


async def test_a_cancelled_run_ends_the_command(runner: Runner, tmp_path: Path) -> None:
    """At whatever moment the caller goes away."""
    for milliseconds in (0, 1, 3, 10, 30, 100):
        task = asyncio.create_task(run(runner, tmp_path, "import time; time.sleep(60)"))
        await asyncio.sleep(milliseconds / 1000)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not [line for line in _command_lines() if str(tmp_path) in line]


def _command_lines() -> list[str]:
    lines = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(place.read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    return lines


async def test_the_sandbox_has_no_network_and_no_other_files(tmp_path: Path) -> None:
    """What only the sandbox promises."""
    program = (
        "import os, socket\n"
        "print(os.listdir('/etc'), os.path.exists('/home'), os.getuid())\n"
        "try: open('/usr/made', 'w')\n"
        "except OSError as error: print(error.errno)\n"
        "try: socket.create_connection(('192.0.2.1', 9), 1)\n"
        "except OSError as error: print(error.errno)\n"
    )
    outcome = await run(Sandbox(), tmp_path, program)
    first, *rest = outcome.tail.splitlines()
    assert first.endswith("False 65534")
    assert set(ast.literal_eval(first.split("]")[0] + "]")) <= {"alternatives", "ld.so.cache"}
    assert rest == ["30", "101"]


async def test_the_probe_says_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    """No program, or one that cannot make a sandbox."""
    missing = await Sandbox(tmp_path / "bwrap").probe(PYTHON)
    assert missing is not None
    assert missing.remedy == "apt-get install bubblewrap"
    refusing = tmp_path / "refusing"
    refusing.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied'\nexit 1\n")
    refusing.chmod(refusing.stat().st_mode | stat.S_IXUSR)
    missing = await Sandbox(refusing).probe(PYTHON)
    assert missing is not None
    assert "setting up uid map" in missing.why
    assert await Sandbox().probe(PYTHON) is None


def test_trust_must_be_said_in_so_many_words() -> None:
    """Nobody gets the runner without a sandbox by accident."""
    with pytest.raises(errors.Refused) as caught:
        TrustedRunner()
    assert "--trust-this-repository" in caught.value.next_step


def test_a_python_beside_home_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder would show all of the home folder to the build."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(errors.Failed, match="home folder"):
        mounts_of(tmp_path / "bin/python3.11")
