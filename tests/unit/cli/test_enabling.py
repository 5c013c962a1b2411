"""Enabling in the operator's file: whole or not at all, with the file's own mode."""

import stat
from pathlib import Path

import pytest

from bot import errors, settings
from bot.cli import enabling
from tests.fakes.examined import WELL, write_file


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_the_file_keeps_its_mode_and_its_words(tmp_path: Path, mode: int) -> None:
    """Only one word of it changes, and nothing else is left in its folder."""
    file = write_file(tmp_path, f"# mine\n{WELL}")
    file.chmod(mode)
    before = sorted(tmp_path.iterdir())

    enabling.enable(file, "greeter")

    assert file.read_text() == f"# mine\n{WELL}".replace("enabled = false", "enabled = true")
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert settings.read_settings(file).projects["greeter"].enabled
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_could_not_be_read_any_more_stays(tmp_path: Path) -> None:
    """A project that is enabled needs people, and this one has none."""
    text = WELL.replace('releaser = ["alice"]\napprover = ["bob"]', "")
    file = write_file(tmp_path, text)

    with pytest.raises(errors.BadConfiguration, match=r"releasebot\.toml line"):
        enabling.enable(file, "greeter")
    assert file.read_text() == text


def test_a_write_that_is_broken_off_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no half of a new one."""
    file = write_file(tmp_path)
    before = sorted(tmp_path.iterdir())

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        enabling.enable(file, "greeter")

    assert file.read_text() == WELL
    assert sorted(tmp_path.iterdir()) == before
