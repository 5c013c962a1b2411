"""Edited notes: what a person wrote instead of the planned notes, made harmless and kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot import errors
from bot.domain import foreign_text
from bot.domain.notes import changelog, notes
from bot.domain.notes.changes import Change

MOST_BYTES = 100_000
_NEXT_SECTION = "\n\n## 1.0.0\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedNotes:
    """The text, who wrote it and when; `known` are the commits of the changes that it was about."""

    text: str
    person: str
    time: str
    known: tuple[str, ...] = ()


def digest(text: str) -> str:
    """By which an editor says what the text was that was changed: "sha256:…"."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def check_length(text: str) -> None:
    """Refuse notes that are longer than is taken, whichever door they are at."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise errors.BadInput(
            f"The notes are too long ({size:,} bytes of at most {MOST_BYTES:,}).",
            "Nothing was changed. Shorten them, and link to the rest.",
            reason="notes_too_long",
        )


def accept(text: str) -> str:
    """Somebody's text as notes, with nothing live in it. Raises `BadInput` for what is none."""
    check_length(text)
    accepted = foreign_text.neutralise(text).strip()
    if not accepted:
        raise errors.BadInput(
            "The notes are empty.",
            "Write at least one line about what is new.",
            reason="notes_empty",
        )
    _check_place(accepted)
    return notes.fit(accepted, notes.LIMIT, "…")


def warnings(edited: EditedNotes, told: Sequence[Change]) -> tuple[str, ...]:
    """Say which changes came after the text was written, so that it cannot tell of them."""
    newer = [change for change in told if change.commit not in edited.known]
    if not newer:
        return ()
    count = "1 newer change is" if len(newer) == 1 else f"{len(newer)} newer changes are"
    newest = foreign_text.printable(newer[0].text)
    return (f"{count} not in the notes that {edited.person} wrote, the newest: {newest}.",)


def _check_place(text: str) -> None:
    """In the changelog, the text must neither begin another release nor hide the next one."""
    headings = changelog.read_changelog(f"{text}{_NEXT_SECTION}", "").headings
    inside = [heading for heading in headings if heading.line <= text.count("\n")]
    if inside:
        raise errors.BadInput(
            f"Line {inside[0].line + 1} of the notes reads as the heading of a release.",
            "Begin headings within the notes with ###, and without a version.",
            reason="notes_misplaced",
        )
    if not headings:
        raise errors.BadInput(
            "A code block of the notes has no end, so it would swallow the changelog below it.",
            "Close it with ``` on a line of its own.",
            reason="notes_misplaced",
        )
