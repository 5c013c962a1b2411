"""Steering: what people are told is what really happens."""

import pytest

from bot.domain.conversation import commands
from bot.domain.conversation.commands import Command
from bot.domain.conversation.messages import Line
from handlers import routing
from handlers.desk import Desk
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_releases import FakeReleases

ALICE = caller("alice")
SAME = commands.EditNotes(caller=ALICE, text="x", base=sample.asked()["notes_digest"])


@pytest.mark.parametrize(
    ("command", "status", "text"),
    [
        (
            commands.Cancel(caller=ALICE),
            sample.asked(),
            (
                "It is being cancelled. If nothing of it is public, its branch and drafts are "
                "removed; otherwise everything stays."
            ),
        ),
        (
            commands.Retry(caller=ALICE),
            sample.failed("publish_pypi", held=sample.HELD),
            "It tries again as soon as somebody resumes it: bob holds it.",
        ),
        (
            commands.Retry(caller=ALICE),
            sample.failed("publish_pypi"),
            "It tries again; what is there already is left alone.",
        ),
        (
            commands.Resume(caller=ALICE),
            sample.done(),
            "What is missing is brought back; what is there is left alone.",
        ),
        (commands.Resume(caller=ALICE), sample.asked(), "It goes on where it stopped."),
        (SAME, sample.asked(), "Nothing was changed; the votes stay."),
        (
            SAME,
            sample.asked(notes_digest="sha256:other"),
            "The notes are saved; everything is prepared again.",
        ),
    ],
)
async def test_an_answer_promises_nothing_else(
    command: Command, status: dict[str, object], text: str
) -> None:
    """As the release stands after it."""
    desk = Desk(releases=FakeReleases(status), roles=lambda: ROLES)

    assert (await routing.handle(command, desk)).blocks == (Line(text=text, tone="good"),)
