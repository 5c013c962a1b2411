"""Judging: which vote must not count, and what its person is told."""

from bot import errors
from bot.domain import phrases
from bot.domain.approvals import approval, policy
from bot.domain.approvals.approval import Question, QuestionState, Vote
from bot.domain.approvals.policy import Circle


def check_vote(question: Question, vote: Vote, digest: str, version: str, circle: Circle) -> None:
    """Refuse a vote that must not count: too late, other digest, not this person, twice, untyped.

    `digest` and `version` are those of the release at this moment. Raises `errors.Refused` with
    the reason code.
    """
    _check_open(question, vote.time)
    if digest != question.digest:
        raise errors.Refused(
            "The release has changed since this approval was asked for.",
            "Look at the new plan and vote on the new question.",
            reason="digest_changed",
        )
    _check_person(question, vote, circle)
    _check_typed(question, vote, version, circle)


def check_undecided(question: Question, vote: Vote, circle: Circle) -> None:
    """Refuse a yes that would be the last one needed; its person has not read what follows."""
    if vote.answer == "approve" and approval.decides(question, vote.person, circle):
        raise errors.Refused(
            "Nothing was counted: your approval is the last one needed by now.",
            "Read what follows from it, then approve again.",
            reason="last_vote",
        )


def check_withdrawal(question: Question, person: str, now: str) -> None:
    """Refuse to take a vote back that is not there, or from a question that is closed."""
    _check_open(question, now)
    if all(vote.person != person for vote in question.votes):
        raise errors.Refused(
            f"{person} has no vote on this question.",
            "Approve or reject it, if you may; there is nothing to take back.",
            reason="no_vote",
        )


def why_closed(question: Question, state: QuestionState, requester: str, now: str) -> str:
    """Who decided what and when: the sentence that whoever comes later is told."""
    when = phrases.clock(now, question.asked)
    if state == "expired":
        return f"This expired at {when}: not enough people had approved it."
    if state == "rejected":
        vote = question.rejection()
        return f"This was rejected by {vote.person} at {when}{phrases.because(vote.reason)}"
    approvals = question.approvals()
    if approvals == (requester,) and policy.needs_typing(question.terms.policy):
        return f"This was confirmed by {requester} alone, who typed the version, at {when}."
    return f"This was approved by {phrases.listed(approvals)} at {when}."


def _check_open(question: Question, now: str) -> None:
    closed = f"This question is {question.state}."
    if question.state == "void":
        raise errors.Refused(
            question.why or closed,
            "Look at the release's newest message, and vote there.",
            reason="digest_changed",
        )
    if question.state == "expired" or (question.state == "open" and now >= question.expires):
        raise errors.Refused(
            question.why or f"This expired at {phrases.clock(question.expires, now)}.",
            "Start the release again when its approvers have time.",
            reason="expired",
        )
    if question.state != "open":
        raise errors.Refused(
            question.why or closed, "Look at the release's status.", reason="question_closed"
        )


def _check_person(question: Question, vote: Vote, circle: Circle) -> None:
    voters = policy.electorate(question.terms.policy, circle)
    if vote.person not in voters:
        own = vote.person == circle.requester
        raise errors.Refused(
            "You asked for this release, so somebody else has to approve it."
            if own
            else f"{vote.person} may not vote on this question.",
            f"It waits for {phrases.listed(sorted(voters), 'or') or 'somebody with the role'}.",
            reason="own_release" if own else "not_allowed",
        )
    for earlier in question.votes:
        if earlier.person == vote.person:
            when = phrases.clock(earlier.time, vote.time)
            raise errors.Refused(
                f"{vote.person} has already voted: {earlier.answer}, at {when}.",
                "Each person counts once, whatever account is used; withdraw to vote anew.",
                reason="already_voted",
            )


def _check_typed(question: Question, vote: Vote, version: str, circle: Circle) -> None:
    is_own = vote.answer == "approve" and vote.person == circle.requester
    if is_own and policy.needs_typing(question.terms.policy) and vote.typed != version:
        raise errors.Refused(
            "You asked for this release yourself, so a click is not enough to approve it.",
            f"Type its version to confirm: approve {version}",
            reason="type_the_version",
        )
