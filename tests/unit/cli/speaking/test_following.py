"""Following a release: the story until it rests, then what people can do."""

import io
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from rich.console import Console

from bot import errors
from bot.adapters.control.client import ControlClient
from bot.cli.speaking import following
from tests.fakes import sample_status as sample

Json = dict[str, Any]


READ_IT = "Read it: releasebot status. Then: releasebot"


class Bot:
    """Tells these statuses to whoever follows, then ends."""

    def __init__(self, *statuses: Json) -> None:
        """In this order."""
        self._statuses = statuses

    async def follow(self, _release: str) -> AsyncIterator[Json]:
        """Each of them."""
        for each in self._statuses:
            yield each


async def followed(*statuses: Json) -> Json:
    """The release at rest."""
    bot = cast("ControlClient", Bot(*statuses))
    return await following.follow(bot, "r1", Console(file=io.StringIO()))


async def test_it_ends_where_only_people_can_go_on() -> None:
    """Not before, and not after."""
    rest = await followed(sample.planned(), sample.asked(), sample.done())

    assert rest["state"] == "waiting"


async def test_a_bot_that_ends_first_is_no_end_of_the_release() -> None:
    """Nobody is told that it is done."""
    with pytest.raises(errors.Unknown, match="The bot ended"):
        await followed(sample.planned())


def shown(at_rest: Json) -> list[str]:
    """The lines that a pipe gets."""
    out = io.StringIO()
    console = Console(file=out, width=200)
    following.show_rest(console, at_rest)
    following.show_words(console, at_rest)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("at_rest", "lines"),
    [
        (
            sample.asked("bob"),
            [
                "Greeter 1.2.0: Waits for carol: 1 of 2 approvals until 14:02 UTC",
                f"{READ_IT} approve, or reject REASON",
            ],
        ),
        (
            sample.asked("bob", questions=[sample.question("bob", counted=[])]),
            [
                "Greeter 1.2.0: Waits for carol: 0 of 2 approvals until 14:02 UTC",
                f"{READ_IT} approve, or reject REASON",
            ],
        ),
        (
            sample.asked(state="held", held=sample.HELD),
            [
                "Greeter 1.2.0: Held by bob: the docs are late.",
                "Read it: releasebot status. Then: releasebot resume, or approve, or reject REASON",
            ],
        ),
    ],
)
def test_who_has_to_do_what_is_told(at_rest: Json, lines: list[str]) -> None:
    """As the card counts votes and offers buttons: a vote that does not count is not counted."""
    assert shown(at_rest) == lines


def test_a_branch_that_moved_is_decided_first() -> None:
    """The verbs are those of the buttons."""
    [_, typed] = shown(sample.asked(moved=sample.MOVED))

    assert "releasebot without, or replan" in typed


def test_the_end_tells_every_destination_and_what_was_left_out() -> None:
    """What is where, and last how it ended; an announcement that was skipped is not claimed."""
    skipped = sample.row("announce", "chat", "releases", "skipped", by="bob")
    lines = shown(sample.done(ledger=[*sample.PREPARED, *sample.PUBLISHED[:3], skipped]))

    assert f"pypi      {sample.WHEEL}" in "\n".join(lines)
    assert "check lint" in "\n".join(lines)
    assert lines[-1].startswith("Greeter 1.2.0: Released after 30 min")


def test_a_failure_tells_what_to_do() -> None:
    """And what can be typed."""
    lines = shown(sample.failed("run_checks"))

    assert any(line.startswith("What to do: Make “make test” pass") for line in lines)
    assert lines[-2].endswith("Failed: The check test failed: 1 failed, 41 passed.")
    assert "releasebot retry" in lines[-1]


def test_a_release_on_its_way_stands_nowhere() -> None:
    """Its stages are its story."""
    assert following.standing(sample.planned()) == ""
