"""Judging: which vote must not count, and the sentence that its person gets."""

from dataclasses import replace

import pytest

from bot import errors
from bot.domain.approvals import judging
from bot.domain.approvals.approval import Answer, Question, QuestionState, Vote
from bot.domain.approvals.policy import AnyOf, Circle, NotTheRequester, Policy, Terms
from tests.unit.domain.approvals.policies import ALONE, CIRCLE, TWO

ASKED, NOW, EXPIRES = (f"2026-03-04T{hour}:02:00.000Z" for hour in (13, 14, 15))
NEXT_DAY = "2026-03-05T14:02:00.000Z"
SOLO = AnyOf((NotTheRequester(TWO), ALONE))


def _vote(
    person: str, answer: Answer = "approve", time: str = NOW, typed: str = "", reason: str = ""
) -> Vote:
    return Vote(person=person, answer=answer, time=time, typed=typed, reason=reason)


def _question(
    asked: Policy = TWO, *votes: Vote, state: QuestionState = "open", why: str = ""
) -> Question:
    return Question(
        id="q",
        release="r",
        kind="publish",
        digest="sha256:1",
        terms=Terms(policy=asked),
        asked=ASKED,
        expires=EXPIRES,
        state=state,
        why=why,
        votes=votes,
    )


def _refusal(
    question: Question, vote: Vote, digest: str = "sha256:1", circle: Circle = CIRCLE
) -> errors.Refused | None:
    try:
        judging.check_vote(question, vote, digest, "1.2.0", circle)
    except errors.Refused as refused:
        return refused
    return None


@pytest.mark.parametrize(
    ("question", "vote"),
    [
        (_question(), _vote("bob")),
        (_question(TWO, _vote("carol")), _vote("bob")),
        (_question(), _vote("alice")),
        (_question(SOLO), _vote("alice", typed="1.2.0")),
        (_question(SOLO), _vote("alice", "reject")),
        (_question(SOLO), _vote("bob")),
    ],
)
def test_which_vote_counts(question: Question, vote: Vote) -> None:
    """In time, about what would be released, by somebody who may."""
    assert _refusal(question, vote) is None


@pytest.mark.parametrize(
    ("question", "vote", "reason", "sentence"),
    [
        (_question(NotTheRequester(TWO)), _vote("alice"), "own_release", "You asked for"),
        (_question(), _vote("dave"), "not_allowed", "dave may not vote"),
        (_question(), _vote("dave", "reject"), "not_allowed", "dave may not vote"),
        (
            _question(TWO, _vote("bob", time=ASKED)),
            _vote("bob"),
            "already_voted",
            "bob has already voted: approve, at 13:02 UTC.",
        ),
        (
            _question(TWO, _vote("bob", "reject", time=ASKED)),
            _vote("bob", time=ASKED),
            "already_voted",
            "bob has already voted: reject, at 13:02 UTC.",
        ),
        (_question(), _vote("bob", time=EXPIRES), "expired", "This expired at 15:02 UTC."),
        (_question(SOLO), _vote("alice"), "type_the_version", "a click is not enough"),
        (_question(SOLO), _vote("alice", typed="1.2"), "type_the_version", "a click is not"),
        (_question(SOLO), _vote("alice", typed="v1.2.0"), "type_the_version", "a click is"),
        (_question(state="approved", why="By bob."), _vote("bob"), "question_closed", "By bob."),
        (_question(state="rejected", why="By bob."), _vote("bob"), "question_closed", "By bob."),
        (_question(state="expired", why="Late."), _vote("bob"), "expired", "Late."),
        (_question(state="void", why="New notes."), _vote("bob"), "digest_changed", "New notes."),
        (_question(state="approved"), _vote("bob"), "question_closed", "This question is approved"),
    ],
)
def test_which_vote_must_not_count(
    question: Question, vote: Vote, reason: str, sentence: str
) -> None:
    """The reason code tells scripts, the sentences tell people."""
    refused = _refusal(question, vote)

    assert refused is not None
    assert refused.reason == reason
    assert sentence in refused.sentence
    assert refused.next_step


def test_a_vote_on_something_else_does_not_count() -> None:
    """The digest is that of what would be released now."""
    refused = _refusal(_question(), _vote("bob"), "sha256:2")

    assert refused is not None
    assert refused.reason == "digest_changed"


def test_the_version_to_type_is_told() -> None:
    """Letter by letter, as it has to be typed."""
    refused = _refusal(_question(SOLO), _vote("alice", typed="yes"))

    assert refused is not None
    assert refused.next_step == "Type its version to confirm: approve 1.2.0"


def test_a_withdrawn_role_of_releasing_does_not_spare_the_typing() -> None:
    """Else the role, given back later, would turn a click into a confirmation."""
    approver_only = replace(CIRCLE, roles={"approver": frozenset({"alice", "bob"})})
    asked = AnyOf((TWO, ALONE))
    refused = _refusal(_question(asked), _vote("alice"), circle=approver_only)

    assert refused is not None
    assert refused.reason == "type_the_version"


def test_nobody_to_wait_for_is_told() -> None:
    """Where nobody holds the role."""
    refused = _refusal(_question(), _vote("bob"), circle=replace(CIRCLE, roles={}))

    assert refused is not None
    assert refused.next_step == "It waits for somebody with the role."


@pytest.mark.parametrize(
    ("question", "now", "reason"),
    [
        (_question(TWO, _vote("bob")), NOW, None),
        (_question(TWO, _vote("carol")), NOW, "no_vote"),
        (_question(), NOW, "no_vote"),
        (_question(TWO, _vote("bob")), EXPIRES, "expired"),
        (_question(TWO, _vote("bob"), state="approved"), NOW, "question_closed"),
        (_question(TWO, _vote("bob"), state="void"), NOW, "digest_changed"),
    ],
)
def test_when_a_vote_may_be_taken_back(question: Question, now: str, reason: str | None) -> None:
    """While its question is open, and only one's own."""
    if reason is None:
        judging.check_withdrawal(question, "bob", now)
        return
    with pytest.raises(errors.Refused) as caught:
        judging.check_withdrawal(question, "bob", now)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("question", "state", "when", "why"),
    [
        (
            _question(TWO, _vote("bob"), _vote("carol")),
            "approved",
            NOW,
            "This was approved by bob and carol at 14:02 UTC.",
        ),
        (
            _question(SOLO, _vote("alice")),
            "approved",
            NOW,
            "This was confirmed by alice alone, who typed the version, at 14:02 UTC.",
        ),
        (
            _question(SOLO, _vote("bob"), _vote("carol")),
            "approved",
            NEXT_DAY,
            "This was approved by bob and carol at 5 March, 14:02 UTC.",
        ),
        (
            _question(TWO, _vote("carol"), _vote("bob", "reject", reason="not today")),
            "rejected",
            NOW,
            "This was rejected by bob at 14:02 UTC: not today.",
        ),
        (
            _question(TWO, _vote("bob", "reject")),
            "rejected",
            NOW,
            "This was rejected by bob at 14:02 UTC.",
        ),
        (
            _question(TWO, _vote("bob")),
            "expired",
            NOW,
            "This expired at 14:02 UTC: not enough people had approved it.",
        ),
    ],
)
def test_who_decided_is_told(question: Question, state: QuestionState, when: str, why: str) -> None:
    """Whoever comes later reads who it was, and when."""
    assert judging.why_closed(question, state, "alice", when) == why


def test_a_yes_that_would_decide_unread_is_refused() -> None:
    """The one before it is none, nor is a no."""
    carol = _vote("carol")
    asked = _question(TWO, _vote("bob"))
    judging.check_undecided(_question(TWO), carol, CIRCLE)
    judging.check_undecided(asked, _vote("carol", "reject"), CIRCLE)
    with pytest.raises(errors.Refused) as caught:
        judging.check_undecided(asked, carol, CIRCLE)

    assert caught.value.reason == "last_vote"
