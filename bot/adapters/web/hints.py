"""Hints: what the composer offers while somebody types a command; the grammar's own verbs."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.conversation import verbs
from bot.domain.versions import version


@dataclass(frozen=True, slots=True)
class Hint:
    """A way to go on after "/release": the words to put there, what follows them, what they do."""

    words: str
    follows: str
    does: str


def all_hints() -> tuple[Hint, ...]:
    """Every verb once, in the order of the help."""
    return tuple(_hints())


def _hints() -> Iterator[Hint]:
    for verb in verbs.VERBS:
        if verb.name == verbs.START:
            for bump in version.BUMPS:
                yield Hint(bump, verb.usage, f"release the next {bump} version")
        else:
            yield Hint(verb.name, verb.usage, verb.does)
