"""The machine: what is judged of its user, programs, limits, leftovers and sandbox."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.doctor.machine import interpreters, leftovers, limits, programs, sandbox, user
from bot.domain.records.ledger import LeftOut
from tests.fakes.examined import make_machine
from tests.fakes.missing_runner import MissingRunner

HELD = dict.fromkeys(sandbox.ATTEMPTS, "refused")


@pytest.mark.parametrize(("number", "severity"), [(0, "warning"), (998, "ok")])
def test_root_is_too_much(tmp_path: Path, number: int, severity: str) -> None:
    """A user of its own is enough."""
    (found,) = user.look(make_machine(tmp_path, user=number))

    assert found.severity == severity


@pytest.mark.parametrize(
    ("name", "said", "severity"),
    [
        ("git", "git version 2.39.5", "ok"),
        ("git", "git version 2.20.1", "error"),
        ("bubblewrap", "bubblewrap 0.8.0", "ok"),
        ("bubblewrap", "bubblewrap 0.4.1", "error"),
        ("bubblewrap", "no number", "error"),
        ("uv", "", "ok"),
        ("git", None, "error"),
    ],
)
def test_a_program_is_there_and_new_enough(name: str, said: str | None, severity: str) -> None:
    """By the number in what it says of itself."""
    assert programs.judge(name, Path("/usr/bin/x"), said).severity == severity


def test_a_missing_tool_is_installed_by_its_package() -> None:
    """Which has another name than the tool."""
    tool = Path("/usr/bin/prlimit")

    assert programs.judge("prlimit", tool, None).remedy == "apt-get install util-linux"
    assert programs.judge("git", None, None).remedy == "apt-get install git"


def test_an_interpreter_that_is_gone_is_an_error(tmp_path: Path) -> None:
    """As after an upgrade of the system."""
    there = tmp_path / "python3.12"
    there.touch()

    assert interpreters.judge({"3.12": there}).severity == "ok"
    assert interpreters.judge({"3.12": there, "3.11": tmp_path / "gone"}).severity == "error"


@pytest.mark.parametrize(("folders", "severity"), [((Path("/g"),), "ok"), ((), "warning")])
def test_without_groups_a_build_is_limited_less(folders: tuple[Path, ...], severity: str) -> None:
    """Which stops no release."""
    assert limits.judge(folders).severity == severity


def test_only_old_folders_of_ours_are_left_over(tmp_path: Path) -> None:
    """Not those of work that goes on, of others, or of somebody who set a link there."""
    for name in ("releasebot-old", "releasebot-new", "other"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (0, 0) if name != "releasebot-new" else None)
    (tmp_path / "releasebot-link").symlink_to("/", target_is_directory=True)
    mine, before = os.getuid(), 1000.0

    found = leftovers.old_folders(tmp_path, mine, before)

    assert found == (tmp_path / "releasebot-old",)
    assert leftovers.old_folders(tmp_path, mine + 1, before) == ()
    assert leftovers.judge(found).remedy == f"rm -r {tmp_path / 'releasebot-old'}"
    assert leftovers.judge(()).severity == "ok"


@pytest.mark.parametrize(
    ("told", "severities"),
    [
        (HELD, ["ok"]),
        ({**HELD, "user": "65534 is 998"}, ["ok", "note"]),
        ({**HELD, "file": "!read /etc/passwd"}, ["error"]),
        ({"network": "refused"}, ["unknown"]),
        ({"network": "!reached it"}, ["error"]),
    ],
)
def test_the_sandbox_is_judged_by_what_got_out(
    told: Mapping[str, str], severities: list[str]
) -> None:
    """One leak is enough, and silence is no proof."""
    assert [found.severity for found in sandbox.judge(told)] == severities


async def test_a_sandbox_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """With the command that brings it."""
    missing = LeftOut(target="sandbox", why="It is not there.", remedy="apt-get install it")
    (found,) = await sandbox.look(make_machine(tmp_path, MissingRunner(missing)))

    assert (found.severity, found.remedy) == ("error", "apt-get install it")
