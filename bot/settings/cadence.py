"""Cadence: how often a project is to be released, as the operator writes it."""

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator

from bot.domain.cadence import intervals, past, rhythm
from bot.domain.cadence.intervals import Interval
from bot.settings import reading
from bot.settings.forms import described

_OFTEN = "|".join([*intervals.WORDS, intervals.FORM])


def _checked(read: Callable[[object], Interval | None]) -> BeforeValidator:
    def check(given: object) -> Interval | None:
        try:
            return read(given)
        except intervals.NoInterval as error:
            raise reading.wrong(error.sentence, error.next_step) from None

    return BeforeValidator(check)


def _rhythm(given: object) -> Interval | None:
    return None if given == intervals.AS_NEEDED else intervals.parse(given)


Rhythm = Annotated[
    Interval | None,
    _checked(_rhythm),
    described(f"^(?:{_OFTEN}|{intervals.AS_NEEDED})$", "2-4 weeks", "weekly", "as needed"),
]
Ahead = Annotated[
    Interval | None, _checked(intervals.parse), described(f"^(?:{_OFTEN})$", "1-2 weeks")
]


class Cadence(reading.Table):
    """How often it is to be released; a kind that is left out has no rhythm."""

    major: Rhythm = None
    """How long after a major release the next one is due."""
    minor: Rhythm = None
    """The same for a minor release; a major one counts too."""
    patch: Rhythm = None
    """The same for a patch release; every final one counts."""
    prerelease: Rhythm = None
    """The same for alphas, betas and candidates; every release counts."""
    notice: Ahead = None
    """How long before a major release people are to hear of it."""

    def told(self) -> rhythm.Cadence | None:
        """The same for whoever tells what is due; None where no kind is named."""
        named = {kind: getattr(self, kind) for kind in past.KINDS if kind in self.model_fields_set}
        return rhythm.Cadence(rhythms=named, notice=self.notice) if named else None
