"""Votes: handed on as they came; who may vote is judged where they are counted."""

from typing import Any

import pytest

from bot import errors
from bot.domain.approvals.approval import QuestionState, Tally
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Line
from handlers import routing
from handlers.desk import Desk
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_releases import FakeReleases


def vote(**values: Any) -> commands.Vote:  # noqa: ANN401  # a vote's own fields
    """A yes of bob's, as he types it."""
    asked: dict[str, Any] = {"project": "greeter", "answer": "approve"}
    return commands.Vote(caller=caller("bob"), **asked | values)


@pytest.mark.parametrize(
    ("given", "question", "typed", "may_decide"),
    [
        (vote(), sample.QUESTION, "", False),
        (vote(is_last=True), sample.QUESTION, "", False),
        (vote(which="1.2.0"), sample.QUESTION, "1.2.0", False),
        (vote(which=sample.RELEASE, question="q"), "q", "", False),
        (vote(which=sample.RELEASE, question="q", is_last=True), "q", "", True),
        (vote(which=sample.RELEASE, question="q", typed="1.2.0"), "q", "1.2.0", True),
    ],
)
async def test_a_vote_names_its_question_and_its_account(
    given: commands.Vote,
    question: str,
    typed: str,
    desk: Desk,
    releases: FakeReleases,
    *,
    may_decide: bool,
) -> None:
    """A version beside the verb was typed; only whoever has read that it decides may decide."""
    await routing.handle(given, desk)

    assert releases.asked == [
        commands.CastVote(
            question=question,
            person="bob",
            answer="approve",
            account="console:bob",
            typed=typed,
            may_decide=may_decide,
        )
    ]


@pytest.mark.parametrize(
    ("state", "counted", "text"),
    [
        ("open", ("bob",), "Your approval is counted. 1 of 2 approvals; it waits for carol."),
        (
            "approved",
            ("bob", "carol"),
            "Your approval is counted. It was the last one needed: this ships.",
        ),
        ("rejected", (), "Your approval is counted. The release ends here."),
    ],
)
async def test_a_voter_is_told_what_it_amounts_to(
    state: QuestionState, counted: tuple[str, ...], text: str, desk: Desk, releases: FakeReleases
) -> None:
    """At once, and machines are told the same."""
    releases.tally = Tally(state=state, counted=counted, needed=2, awaits=("carol",))
    reply = await routing.handle(vote(), desk)

    assert reply.blocks == (Line(text=text, tone="good"),)
    assert reply.data["state"] == state


async def test_without_a_question_there_is_no_vote() -> None:
    """The answer says how the release stands."""
    releases = FakeReleases(sample.done())
    with pytest.raises(errors.Refused) as caught:
        await routing.handle(vote(), Desk(releases=releases, roles=lambda: ROLES))

    assert caught.value.reason == "question_closed"
    assert caught.value.sentence == "Greeter 1.2.0 waits for nobody's approval: it was finished."


@pytest.mark.parametrize(
    ("kind", "state", "held", "follows"),
    [
        ("publish", "approved", None, "It was the last one needed: this ships."),
        ("announce", "approved", None, "It was the last one needed: this is announced."),
        (
            "publish",
            "approved",
            sample.HELD,
            "It was the last one needed: this ships as soon as somebody resumes it (bob holds it).",
        ),
        ("announce", "rejected", None, "It is not announced; what is published stays."),
    ],
)
async def test_a_voter_is_told_what_really_follows(
    kind: str, state: QuestionState, held: dict[str, str] | None, follows: str
) -> None:
    """By the kind of the question, and by whether somebody holds the release."""
    asked = sample.asked(questions=[sample.question("bob", kind=kind)], held=held)
    releases = FakeReleases(asked)
    releases.tally = Tally(state=state, counted=("bob",), needed=1, awaits=())
    reply = await routing.handle(vote(), Desk(releases=releases, roles=lambda: ROLES))

    assert reply.blocks == (Line(text=f"Your approval is counted. {follows}", tone="good"),)


@pytest.mark.parametrize("given", [vote(), vote(which=sample.RELEASE, question=sample.QUESTION)])
async def test_a_yes_that_decides_unread_is_answered_with_what_it_means(
    given: commands.Vote,
) -> None:
    """Typed, or by a button from before somebody else's vote: nothing is counted yet."""
    releases = FakeReleases(sample.asked("carol"))
    releases.refusal = errors.Refused("Nothing was counted.", "Read.", reason="last_vote")
    reply = await routing.handle(given, Desk(releases=releases, roles=lambda: ROLES))

    assert reply.error is None
    assert reply.dialog is not None
    assert reply.dialog.blocks[0] == Line(
        text="carol approved. Your approval is the last one needed: this ships.", tone="waiting"
    )
    assert (reply.dialog.question, reply.dialog.argument) == (sample.QUESTION, "last")
    assert reply.blocks == (
        Line(
            text="Nothing is counted yet: read what follows from your approval, and confirm it.",
            tone="waiting",
        ),
    )
    assert releases.asked == []


async def test_a_typed_yes_to_a_question_that_is_asked_anew_is_confirmed() -> None:
    """Whoever types may have read the one before; a rejection stops either."""
    releases = FakeReleases(sample.asked(questions=[sample.VOID, sample.AGAIN]))
    desk = Desk(releases=releases, roles=lambda: ROLES)
    reply = await routing.handle(vote(), desk)

    assert reply.dialog is not None
    assert (reply.dialog.question, reply.dialog.argument) == (sample.AGAIN["id"], "")
    assert releases.asked == []

    await routing.handle(vote(question=sample.AGAIN["id"]), desk)
    await routing.handle(vote(answer="reject", reason="no"), desk)
    assert len(releases.asked) == 2
