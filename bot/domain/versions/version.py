"""Versions: what may be typed, how the next one is counted, and both spellings for people.

PEP 440 is the truth (`packaging`); the semver spelling of a pre-release is read and shown as well.
Counting follows the field: `patch`, `minor` and `major` turn a pre-release that leads there into
its final (1.2.0rc1 → 1.2.0); `rc`, `beta` and `alpha` count on within a pre-release and never back.
"""

import difflib
import re
from typing import Literal, TypeGuard

from packaging.version import InvalidVersion, Version

from bot import errors
from bot.domain import foreign_text

Level = Literal["patch", "minor", "major"]
PreRelease = Literal["alpha", "beta", "rc"]

LEVELS: tuple[Level, ...] = ("patch", "minor", "major")
PRE_RELEASES: tuple[PreRelease, ...] = ("alpha", "beta", "rc")
BUMPS: tuple[str, ...] = (*LEVELS, *PRE_RELEASES)

_LETTERS = {"alpha": "a", "beta": "b", "rc": "rc"}
_WORDS = {letters: word for word, letters in _LETTERS.items()}
_LONGEST = 64  # a version of thousands of digits makes int() raise a plain ValueError
_GRAMMAR = re.compile(r"[0-9A-Za-z.!+_-]+")
_NUMBER = r"(0|[1-9][0-9]*)"
_SEMVER = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}-(alpha|beta|rc)\.{_NUMBER}")


def is_level(word: str) -> TypeGuard[Level]:
    """Whether the word is patch, minor or major."""
    return word in LEVELS


def is_pre_release(word: str) -> TypeGuard[PreRelease]:
    """Whether the word is alpha, beta or rc."""
    return word in PRE_RELEASES


def read_version(text: str) -> Version | None:
    """The version that a tag or a file states; None for anything else, however long or odd."""
    if len(text) > _LONGEST or not _GRAMMAR.fullmatch(text):
        return None
    try:
        return Version(text)
    except InvalidVersion:
        return None


def parse_version(text: str, *, epoch: int = 0) -> Version:
    """The version that a person typed, or `BadVersion` that says what to type instead.

    Only the canonical PEP 440 form and semver's `1.0.0-rc.1` are taken: `packaging` would read
    `1.2.3-1` as 1.2.3.post1 without a word. `epoch` is the one that the project already has.
    """
    version = read_version(text)
    if version is None:
        raise _not_a_version(text)
    if version.local is not None:
        raise errors.BadVersion(
            f"{text} carries the local part “+{version.local}”, which package indexes refuse.",
            f"Type {version.public}.",
            reason="local_version",
        )
    if version.epoch != epoch:
        raise errors.BadVersion(
            f"{text} has the epoch {version.epoch}, but this project counts in epoch {epoch}; "
            "a new epoch sorts above every version there ever was.",
            f"Type {version.base_version.rpartition('!')[2]}, or leave the epoch out.",
            reason="epoch",
        )
    if text != str(version) and not _SEMVER.fullmatch(text):
        raise errors.BadVersion(
            f"{text} would be published as {version}.",
            f"Type {version} if that is meant.",
            reason="not_canonical",
        )
    return version


def to_semver(version: Version) -> str:
    """The semver spelling; where semver has no word for it (post, dev), the PEP 440 one."""
    if version.epoch or version.post is not None or version.dev is not None or version.local:
        return str(version)
    if len(version.release) > len(LEVELS):
        return str(version)
    numbers = ".".join(str(number) for number in (*version.release, 0, 0)[:3])
    if version.pre is None:
        return numbers
    letters, count = version.pre
    return f"{numbers}-{_WORDS[letters]}.{count}"


def next_level(version: Version, level: Level) -> Version:
    """The next patch, minor or major; a pre-release that leads there becomes its final."""
    index = ("major", "minor", "patch").index(level)
    numbers = [*version.release, 0, 0][: max(3, len(version.release))]
    if not version.is_prerelease or any(numbers[index + 1 :]):
        numbers[index] += 1
    numbers[index + 1 :] = [0] * (len(numbers) - index - 1)
    return _final(version, tuple(numbers))


def next_pre_release(version: Version, word: PreRelease, implied: Level) -> Version:
    """The next alpha, beta or rc: on with a pre-release, else the first of the `implied` level.

    Going back, as from an rc to a beta, gives a version that is lower; the caller refuses it.
    """
    if not version.is_prerelease:
        first = next_level(version, implied)
        return first.__replace__(pre=(_LETTERS[word], 1))
    letters, count = version.pre or ("", 0)
    count = count + 1 if letters == _LETTERS[word] else 1
    if letters == _LETTERS[word] and version.dev is not None:
        count -= 1  # 1.2.0rc2.dev3 leads to 1.2.0rc2
    return version.__replace__(pre=(_LETTERS[word], count), post=None, dev=None, local=None)


def level_between(older: Version, newer: Version) -> Level:
    """Which number of the older version the newer one raises."""
    pairs = zip((*older.release, 0, 0), (*newer.release, 0, 0), strict=False)
    for level, (before, after) in zip(("major", "minor"), pairs, strict=False):
        if before != after:
            return "major" if level == "major" else "minor"
    return "patch"


def _final(version: Version, release: tuple[int, ...]) -> Version:
    return version.__replace__(release=release, pre=None, post=None, dev=None, local=None)


def _not_a_version(text: str) -> errors.BadVersion:
    nearest = difflib.get_close_matches(text.lower(), BUMPS, n=1)
    advice = f"Did you mean {nearest[0]}?" if nearest else f"Type one of {', '.join(BUMPS)}, or "
    return errors.BadVersion(
        f"“{foreign_text.printable(text)}” is not a version.",
        advice if nearest else f"{advice}a version such as 1.2.0 or 1.2.0rc1.",
        reason="not_a_version",
    )
