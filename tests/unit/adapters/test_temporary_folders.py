"""Temporary folders: only what we made ourselves, and long ago, is removed."""

import os
import tempfile
from pathlib import Path

import pytest

from bot.adapters import temporary_folders

LONG_AGO = 1_000_000_000


def aged(path: Path) -> Path:
    """As if nobody had touched it for years."""
    for each in (*path.iterdir(), path):
        os.utime(each, (LONG_AGO, LONG_AGO), follow_symlinks=False)
    return path


def made(parent: Path, name: str = "releasebot-0abc_def", mode: int = 0o700) -> Path:
    """A folder with something in it."""
    path = parent / name
    (path / "inside").mkdir(parents=True)
    path.chmod(mode)
    return path


def test_old_folders_of_killed_processes_go(tmp_path: Path) -> None:
    """Also with folders in them that foreign code has closed."""
    old = made(tmp_path)
    (old / "inside" / "file").touch()
    (old / "inside").chmod(0)
    install = made(tmp_path, "releasebot-install-0abc_def")
    aged(install)
    aged(old)

    assert temporary_folders.remove_leftovers(tmp_path) == (old.name, install.name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["releasebot-rehearse", "releasebot-data", "releasebot-2", "demo"])
def test_folders_that_a_person_named_stay(tmp_path: Path, name: str) -> None:
    """However old they are."""
    aged(made(tmp_path, name))

    assert temporary_folders.remove_leftovers(tmp_path) == ()


def test_folders_that_others_may_enter_or_that_are_young_stay(tmp_path: Path) -> None:
    """Nor is a link followed."""
    aged(made(tmp_path, mode=0o755))
    made(tmp_path, "releasebot-1abc_def")
    touched = aged(made(tmp_path, "releasebot-2abc_def"))
    (touched / "new").touch()
    (tmp_path / "releasebot-3abc_def").symlink_to(touched)

    assert temporary_folders.remove_leftovers(tmp_path) == ()
    assert len(list(tmp_path.iterdir())) == 4


def test_what_python_makes_has_the_name_that_is_looked_for(tmp_path: Path) -> None:
    """Nine of ten names have a digit; those without are left alone for ever."""
    names = [Path(tempfile.mkdtemp(prefix="releasebot-", dir=tmp_path)).name for _ in range(50)]
    for name in names:
        aged(tmp_path / name)

    assert len(temporary_folders.remove_leftovers(tmp_path)) > 25


def test_a_round_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest goes on the next day."""
    monkeypatch.setattr(temporary_folders, "MOST", 2)
    for number in range(3):
        aged(made(tmp_path, f"releasebot-{number}abc_def"))

    assert len(temporary_folders.remove_leftovers(tmp_path)) == 2
    assert len(temporary_folders.remove_leftovers(tmp_path)) == 1
