"""Phrases: how names, times, sizes, hashes and counts are written for people."""

import datetime as dt
from collections.abc import Sequence

_KILO = 1000
_MINUTE = 60
_HOUR = 60 * _MINUTE
_SHORT_COMMIT = 12
_SHORT_DIGEST = 8


def listed(names: Sequence[str], word: str = "and") -> str:
    """Names in one phrase: "bob", "bob or carol", "alice, bob or carol"."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 file", "2 files"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def clock(moment: str, beside: str = "") -> str:
    """The time of day, with its day unless that is the day of the moment `beside` it."""
    time = dt.datetime.fromisoformat(moment)
    if beside and time.date() == dt.datetime.fromisoformat(beside).date():
        return f"{time:%H:%M} UTC"
    return f"{time.day} {time:%B, %H:%M} UTC"


def day(moment: str, beside: str) -> str:
    """The day of a moment, with its year unless that is the year of the moment `beside` it."""
    time = dt.datetime.fromisoformat(moment)
    is_same = time.year == dt.datetime.fromisoformat(beside).year
    return f"{time.day} {time:%B}{'' if is_same else f' {time.year}'}"


def duration(seconds: float) -> str:
    """A length of time, as exact as people need it."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    if seconds < _HOUR:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours} h {minutes} min"


def size(count: int) -> str:
    """A number of bytes: "13.1 kB"."""
    if count < _KILO:
        return counted(count, "byte")
    if count < _KILO**2:
        return f"{count / _KILO:.1f} kB"
    if count < _KILO**3:
        return f"{count / _KILO**2:.1f} MB"
    return f"{count / _KILO**3:.1f} GB"


def short_commit(commit: str) -> str:
    """The first digits of a commit, enough to recognise it."""
    return commit[:_SHORT_COMMIT]


def short_digest(digest: str) -> str:
    """The first digits of a sha256, without its name."""
    return digest.removeprefix("sha256:")[:_SHORT_DIGEST]


def because(reason: str) -> str:
    """A reason behind what was done, or just the end of the sentence."""
    text = reason.strip()
    if not text:
        return "."
    return f": {text}" if text[-1] in ".!?…" else f": {text}."


def quoted(text: str) -> str:
    """A text that somebody else wrote, set apart from ours."""
    return f"“{text}”"
