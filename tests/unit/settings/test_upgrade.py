"""Upgrade: an older file is read as if it were of today, and no file is of an unknown version."""

from pathlib import Path

import pytest

from bot import errors
from bot.settings import operator, upgrade
from bot.settings.upgrade import Parsed


def from_0(given: Parsed) -> Parsed:
    """What version 1 calls "checks" was called "commands"."""
    return {("checks" if key == "commands" else key): value for key, value in given.items()}


def from_1(given: Parsed) -> Parsed:
    """Version 2 has a new key."""
    return {**given, "new": True}


STEPS = {0: from_0, 1: from_1}


def test_each_step_is_taken_from_where_the_file_is() -> None:
    """Two steps for the oldest, one for the middle, none for today's; nothing given is changed."""
    oldest = {"config_version": 0, "commands": 1}

    assert upgrade.to_current(oldest, STEPS, 2) == {"config_version": 2, "checks": 1, "new": True}
    assert upgrade.to_current({"config_version": 1}, STEPS, 2) == {"config_version": 2, "new": True}
    assert upgrade.to_current({"config_version": 2}, STEPS, 2) == {"config_version": 2}
    assert oldest == {"config_version": 0, "commands": 1}


def test_a_file_without_a_version_is_of_today() -> None:
    """Whether it may leave it out is the model's matter."""
    assert upgrade.to_current({"commands": 1}, STEPS, 2) == {"commands": 1}


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (-1, "no version that ever was"),
        (3, "written for a newer releasebot; this one reads 2"),
        ("2", "no whole number"),
        (True, "no whole number"),
        (2.0, "no whole number"),
    ],
)
def test_an_unknown_version_is_told_with_what_to_write(version: object, sentence: str) -> None:
    """Nobody guesses what a file of another version means."""
    with pytest.raises(upgrade.UnknownVersion, match=sentence) as caught:
        upgrade.to_current({"config_version": version}, STEPS, 2)

    assert "config_version = 2" in caught.value.next_step


def test_a_file_without_its_version_is_told_the_line_to_add() -> None:
    """A file that somebody typed from memory lacks exactly this."""
    with pytest.raises(errors.BadConfiguration) as caught:
        operator.parse_settings("[people]\n", Path("releasebot.toml"))

    assert caught.value.for_people().endswith("Add a line: config_version = 1")
