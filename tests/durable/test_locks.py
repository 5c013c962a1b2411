"""Locks: one release for each branch, one release for each version, one bot for each folder."""

import subprocess
import sys

import pytest

from bot import errors
from tests.durable.driving import Bench, Driver

HOLD = (
    "import fcntl, sys\n"
    "file = open(sys.argv[1], 'w')\n"
    "fcntl.flock(file, fcntl.LOCK_EX)\n"
    "print('held', flush=True)\n"
    "sys.stdin.read()\n"
)


async def test_the_same_branch_waits_for_its_release(bench: Bench, driver: Driver) -> None:
    """The second is refused with the version that is under way, and leaves the first alone."""
    first = await driver.start()
    await driver.until_asked(first)
    second = await driver.start("patch", delivery="2")
    status = await driver.until_ended(second)

    assert status["error"]["code"] == "release_running"
    assert "greeter 1.2.0 is already being released from main" in status["error"]["sentence"]
    assert bench.rows("SELECT release FROM locks") == [(first,)]
    assert await driver.releases.unfinished() == (first,)
    with pytest.raises(
        errors.Refused, match=r"This release failed and has ended, so there is nothing to retry\."
    ):
        await driver.releases.retry(second, "alice")


async def test_another_branch_may_release_another_version(bench: Bench, driver: Driver) -> None:
    """Locks are for each branch, so an older line can be released meanwhile."""
    bench.world.history.branches["1.x"] = bench.world.history.branches["main"]
    first = await driver.start()
    await driver.until_asked(first)
    second = await driver.start("patch", delivery="2", branch="1.x")
    await driver.approve(second)
    status = await driver.until_ended(second)

    assert (status["state"], status["version"], status["branch"]) == ("done", "1.1.1", "1.x")
    await driver.approve(first)
    assert (await driver.until_ended(first))["state"] == "done"


async def test_a_version_belongs_to_one_release(bench: Bench, driver: Driver) -> None:
    """Another branch cannot take the number while the first release is under way or done."""
    bench.world.history.branches["1.x"] = bench.world.history.branches["main"]
    first = await driver.start()
    await driver.until_asked(first)
    second = await driver.start(delivery="2", branch="1.x")
    status = await driver.until_ended(second)

    assert (status["state"], status["error"]["code"]) == ("failed", "version_taken")
    assert first in status["error"]["sentence"]
    assert bench.rows("SELECT branch FROM locks") == [("main",)]


async def test_the_locks_outlive_the_process(bench: Bench) -> None:
    """After a restart the branch is still taken, and free when the release is done."""
    async with bench.running() as driver:
        first = await driver.start()
        await driver.until_asked(first)
    async with bench.running() as driver:
        second = await driver.start("patch", delivery="2")
        assert (await driver.until_ended(second))["error"]["code"] == "release_running"
        await driver.approve(first)
        assert (await driver.until_ended(first))["state"] == "done"

    assert bench.rows("SELECT * FROM locks") == []
    assert bench.rows("SELECT version, release FROM versions") == [("1.2.0", first)]


async def test_a_failed_release_keeps_its_branch(bench: Bench, driver: Driver) -> None:
    """Half a release is not overtaken; a person decides."""
    bench.world.builder.smoke_state = "failed"
    first = await driver.start()
    assert (await driver.until_ended(first))["error"]["code"] == "smoke_test_failed"
    second = await driver.start("patch", delivery="2")

    assert (await driver.until_ended(second))["error"]["code"] == "release_running"


async def test_a_second_process_in_the_folder_is_refused(bench: Bench) -> None:
    """Two engines on one file would run the same step twice; ended, the other leaves no trace."""
    bench.folder.mkdir()
    command = [sys.executable, "-I", "-S", "-c", HOLD, str(bench.folder / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: ASYNC220  # it answers at once
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(errors.Refused, match="Another releasebot already works in") as caught:
            await bench.releases().__aenter__()
        other.kill()
    async with bench.running() as driver:
        assert await driver.releases.unfinished() == ()

    assert caught.value.reason == "folder_in_use"


async def test_the_same_process_cannot_open_the_folder_twice(bench: Bench, driver: Driver) -> None:
    """The lock belongs to an opened engine, not to a process."""
    with pytest.raises(errors.Refused, match="Another releasebot"):
        await bench.releases().__aenter__()

    assert (await driver.released())["state"] == "done"
