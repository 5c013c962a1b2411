"""Repositories: whether the one behind a project's name is still the one that it was."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which repository the code host shows under a name; its number stays when that changes."""

    number: int
    name: str  # "owner/name"
    private: bool
    archived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the project may be released, and if not, why."""

    is_well: bool
    why: str = ""


Match = Literal["ours", "squatter", "other"]


def match(repository: str, bound: int, number: int, name: str) -> Match:
    """Whether an event is about a project's repository.

    `bound` is the number that the project's repository is known by, 0 while it is not known. An
    event of another repository under the project's name is a squatter's.
    """
    is_name = repository.casefold() == name.casefold()
    if bound:
        return "ours" if bound == number else "squatter" if is_name else "other"
    return "ours" if is_name else "other"


def judge(repository: str, bound: int, seen: Identity | None) -> Verdict:
    """What follows from what the code host shows under the configured name."""
    if seen is None:
        return _stop(f"the bot does not see {repository} any more.")
    if bound and bound != seen.number:
        return _stop(
            f"{repository} is another repository now: its number is {seen.number}, "
            f"and this project's was {bound}."
        )
    if seen.name.casefold() != repository.casefold():
        return _stop(f"{repository} is called {seen.name} now.")
    if seen.archived:
        return _stop(f"{repository} is archived.")
    return Verdict(is_well=True)


def _stop(why: str) -> Verdict:
    return Verdict(is_well=False, why=why)
