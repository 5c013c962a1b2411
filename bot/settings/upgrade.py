"""Upgrade: files of an older `config_version` are turned into today's as they are read.

The file itself stays as it is: a repository's file is read at commits that nobody changes now.
A new version is one function in `STEPS`, by the version that it starts from, and the next
`CURRENT`; the models then describe the new version only.
"""

from collections.abc import Callable, Mapping
from typing import Any

KEY = "config_version"
CURRENT = 1

Parsed = dict[str, Any]
Step = Callable[[Parsed], Parsed]

STEPS: Mapping[int, Step] = {}


class UnknownVersion(Exception):  # whoever reads the file adds its name and line
    """The file says that it is of a version which this releasebot does not know."""

    def __init__(self, sentence: str, next_step: str) -> None:
        """Take both sentences."""
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step


def to_current(given: Parsed, steps: Mapping[int, Step] = STEPS, current: int = CURRENT) -> Parsed:
    """The file's values as the current version has them; one that names no version stays."""
    if KEY not in given:
        return given
    version = given[KEY]
    if type(version) is not int:
        raise UnknownVersion(f"{KEY} is no whole number.", f"Write {KEY} = {current}.")
    if version > current:
        raise UnknownVersion(
            f"{KEY} = {version} was written for a newer releasebot; this one reads {current}.",
            f"Update releasebot, or write the file anew for {KEY} = {current}.",
        )
    while version < current:
        if version not in steps:
            raise UnknownVersion(
                f"{KEY} = {version} is no version that ever was.",
                f"Write {KEY} = {current}; an unknown key will then be named.",
            )
        given = {**steps[version](given), KEY: version + 1}
        version += 1
    return given
