"""Backups: taken while releases work, and what comes out of them is what was there."""

import asyncio
import json
import stat
from pathlib import Path

import pytest

from bot.cli.backups import backing_up, restoring
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver
from tests.durable.interruptions import Pause

FILE = "config_version = 1\nbot = { data_dir = 'data' }\nretention.newest = 1\n"


@pytest.fixture
def config(bench: Bench) -> Path:
    """An operator's file, beside which the artifacts are where the bot keeps them."""
    path = bench.folder.parent / "releasebot.toml"
    path.write_text(FILE)
    bench.folder.mkdir(mode=0o700)
    (bench.folder / "artifacts").symlink_to(bench.folder.parent / "artifacts")
    (bench.folder / "web.key").write_text("canary-of-a-secret")
    return path


async def backed_up(config: Path, target: Path) -> int:
    """Write a backup as another process would; the exit code."""
    return await asyncio.to_thread(backing_up.run, target, config, as_json=True)


def moved(bench: Bench, folder: Path) -> Bench:
    """A bot with the same outside world that works in a restored folder."""
    store = bench.world.artifacts
    store._folder = folder / "artifacts"
    return Bench(folder=folder, world=bench.world, clock=bench.clock)


def only_private_file(archive: Path) -> bool:
    """Whether nobody else may read it, and nothing half-done lies beside it."""
    hidden = [path for path in archive.parent.iterdir() if path.name.startswith(".")]
    return stat.S_IMODE(archive.stat().st_mode) == 0o600 and not hidden


async def test_a_release_goes_on_from_a_backup_that_was_taken_while_it_worked(
    bench: Bench, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its status and the audit are those of that moment, and it ends as if nothing had been."""
    archive = tmp_path / "backup.tar.gz"
    async with bench.running() as driver:
        release = await driver.start()
        await driver.until_asked(release)
        before = await driver.releases.status(release)
        rows = await driver.releases.audit()
        assert await backed_up(config, archive) == 0
        assert await driver.releases.status(release) == before
    told = json.loads(capsys.readouterr().out)

    assert (told["releases"], told["open"], told["artifacts"], told["lacking"]) == (1, 1, 4, [])
    assert told["audit"] == {
        "number": rows[-1]["number"],
        "hash": rows[-1]["hash"],
        "first_altered": None,
    }
    assert only_private_file(archive)
    assert restoring.run(archive, tmp_path / "new", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["audit"] == told["audit"]
    assert (tmp_path / "new/releasebot.toml").read_text() == FILE
    assert not (tmp_path / "new/data/web.key").exists()
    async with moved(bench, tmp_path / "new/data").running() as driver:
        assert await driver.releases.status(release) == before
        assert await driver.releases.audit() == rows
        assert await driver.releases.first_altered_audit_row() is None
        await driver.approve(release)
        assert (await driver.until_ended(release))["state"] == "done"
    assert bench.effects() == WHOLE_RELEASE


async def test_backups_in_the_middle_of_stages_are_whole(
    bench: Bench, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other while a release runs; nothing of it is disturbed."""
    pause = Pause(monkeypatch, bench.world.pypi, "upload")
    (tmp_path / "backups").mkdir()
    async with bench.running() as driver:
        release = await driver.start()
        await driver.approve(release)
        await pause.reached()
        for number in range(3):
            assert await backed_up(config, tmp_path / "backups" / f"{number}") == 0
        pause.end()
        assert (await driver.until_ended(release))["state"] == "done"
    for archive in (tmp_path / "backups").iterdir():
        told, contents = restoring.restore(archive, tmp_path / f"from-{archive.name}")
        assert told.audit.first_altered is None
        assert [each.ended for each in contents.releases] == [""]


@pytest.fixture
async def archive(config: Path, driver: Driver, tmp_path: Path) -> Path:
    """A backup in a folder, under a name of its own, of a bot with one release."""
    await driver.released()
    folder = tmp_path / "backups"
    folder.mkdir()
    assert await backed_up(config, folder) == 0
    [found] = folder.iterdir()
    return found


async def test_in_a_folder_a_backup_is_named_after_its_time(archive: Path) -> None:
    """So that one a day can be kept."""
    assert archive.match("releasebot-20??-??-??T??????Z.tar.gz")
