"""Repositories: a project follows a number, and stops where the name means something else."""

import dataclasses

import pytest

from bot.domain.events import repositories
from bot.domain.events.repositories import Identity

SEEN = Identity(number=1001, name="acme/greeter", private=False, archived=False)


@pytest.mark.parametrize(
    ("bound", "number", "name", "match"),
    [
        (0, 1001, "acme/greeter", "ours"),
        (0, 1001, "Acme/Greeter", "ours"),
        (0, 1001, "acme/other", "other"),
        (1001, 1001, "acme/greeter", "ours"),
        (1001, 1001, "acme/renamed", "ours"),
        (1001, 2002, "acme/greeter", "squatter"),
        (1001, 2002, "acme/other", "other"),
    ],
)
def test_an_event_belongs_to_a_number(bound: int, number: int, name: str, match: str) -> None:
    """The name counts only until the number is known."""
    assert repositories.match("acme/greeter", bound, number, name) == match


@pytest.mark.parametrize(
    ("bound", "seen", "why"),
    [
        (1001, None, "the bot does not see acme/greeter any more."),
        (7, SEEN, "its number is 1001, and this project's was 7."),
        (1001, dataclasses.replace(SEEN, name="acme/hello"), "is called acme/hello now."),
        (0, dataclasses.replace(SEEN, name="evil/greeter"), "is called evil/greeter now."),
        (1001, dataclasses.replace(SEEN, archived=True), "is archived."),
    ],
)
def test_a_repository_that_is_another_one_stops_releases(
    bound: int, seen: Identity | None, why: str
) -> None:
    """A sentence says what it is now."""
    verdict = repositories.judge("acme/greeter", bound, seen)

    assert not verdict.is_well
    assert why in verdict.why


@pytest.mark.parametrize("bound", [0, 1001])
def test_the_repository_that_it_was_is_well(bound: int) -> None:
    """Also the first time that it is seen."""
    assert repositories.judge("Acme/greeter", bound, SEEN).is_well
