"""Drafts: what a person has typed of a release's notes and not saved yet, kept for that person."""

from dataclasses import dataclass

MOST_BYTES = 200_000  # twice what notes may have: a text that is refused for its length is kept too


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The text as typed; `base` is the digest of the notes it began with, `time` when it grew."""

    text: str
    base: str
    time: str  # RFC 3339


def is_worth_keeping(text: str, notes: str) -> bool:
    """Whether a text says something that the notes do not say, and is not beyond all measure."""
    is_small = len(text.encode("utf-8", "surrogatepass")) <= MOST_BYTES
    return is_small and text.strip() not in ("", notes.strip())
