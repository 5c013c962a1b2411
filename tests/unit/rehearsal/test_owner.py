"""A world serves one process, and ends when that has been gone for long."""

from pathlib import Path

import pytest

from bot.rehearsal.running import owner

GONE = 2**22 + 1  # above the largest process id of Linux


class _Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_present_owner_keeps_the_world(tmp_path: Path) -> None:
    """However long it takes."""
    owner.claim(tmp_path)
    clock = _Clock()
    watch = owner.Watch(tmp_path, clock)

    clock.now = owner.PATIENCE * 10

    assert not watch.is_over()


def test_a_gone_owner_is_waited_for(tmp_path: Path) -> None:
    """A killed bot can be resumed meanwhile; that starts the time anew."""
    (tmp_path / owner.FILE).write_text(str(GONE))
    clock = _Clock()
    watch = owner.Watch(tmp_path, clock)
    ends = []
    for seconds in (owner.PATIENCE, owner.PATIENCE + 1):
        clock.now = seconds
        ends.append(watch.is_over())
    assert ends == [False, True]

    owner.claim(tmp_path)

    assert not watch.is_over()


@pytest.mark.parametrize("text", ["", "x", "-"])
def test_an_unreadable_owner_is_none(tmp_path: Path, text: str) -> None:
    """A file that names nobody counts as an owner who is gone."""
    (tmp_path / owner.FILE).write_text(text)

    assert not owner.is_present(tmp_path)


def test_without_its_folder_a_world_ends(tmp_path: Path) -> None:
    """Nothing is left behind when somebody removes the folder."""
    watch = owner.Watch(tmp_path / "gone")

    assert watch.is_over()
