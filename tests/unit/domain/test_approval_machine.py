"""Votes, roles, time and changes in any order, against a model that is nothing but sets."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import errors
from bot.domain import approval, moments
from bot.domain.approval import (
    AllOf,
    Answer,
    Circle,
    MinimumVotes,
    NotTheRequester,
    Question,
    Terms,
    Vote,
)

PEOPLE = ("alice", "bob", "carol", "dave")
START = "2026-03-04T00:00:00.000Z"
LIFE = 1000
POLICY = AllOf((NotTheRequester(MinimumVotes(2, "approver")), MinimumVotes(1, "security")))

person = st.sampled_from(PEOPLE)
role = st.sampled_from(("approver", "security"))


class Voting(RuleBasedStateMachine):
    """One question, voted on as the service does it: judged, added, counted, closed."""

    def __init__(self) -> None:
        """Ask; alice has asked for the release."""
        super().__init__()
        self.roles = {"approver": set(PEOPLE), "security": {"dave"}}
        self.seconds = 0
        self.digest = "sha256:1"
        self.question = Question(
            id="q",
            release="r",
            kind="publish",
            digest="sha256:1",
            terms=Terms(policy=POLICY),
            asked=START,
            expires=moments.later(START, LIFE),
        )
        self.said: dict[str, Answer] = {}  # the model's votes
        self.decided = ""  # the model's decision

    def _circle(self) -> Circle:
        roles = {name: frozenset(members) for name, members in self.roles.items()}
        return Circle(requester="alice", roles=roles)

    def _may_vote(self, who: str) -> bool:
        return who in self.roles["security"] or (who in self.roles["approver"] and who != "alice")

    def _model_decides(self) -> str:
        counted = {who: answer for who, answer in self.said.items() if self._may_vote(who)}
        yes = {who for who, answer in counted.items() if answer == "approve"}
        if "reject" in counted.values():
            return "rejected"
        approvers = yes & self.roles["approver"] - {"alice"}
        return "approved" if len(approvers) >= 2 and yes & self.roles["security"] else ""

    @initialize(security=st.sets(person))
    def somebody_for_security(self, security: set[str]) -> None:
        """Perhaps nobody, perhaps alice herself, perhaps all."""
        self.roles["security"] = security

    @rule(who=person, answer=st.sampled_from(("approve",) * 5 + ("reject",)))
    def votes(self, who: str, answer: Answer) -> None:
        """A click; it counts exactly if the model says so."""
        counts = (
            not self.decided
            and self.seconds < LIFE
            and self.digest == "sha256:1"
            and self._may_vote(who)
            and who not in self.said
        )
        vote = Vote(person=who, answer=answer, time=moments.later(START, self.seconds))
        try:
            approval.check_vote(self.question, vote, self.digest, self._circle())
        except errors.Refused:
            assert not counts
            return
        assert counts
        self.said[who] = answer
        self.decided = self._model_decides()
        self.question = replace(self.question, votes=(*self.question.votes, vote))
        state = approval.tally(self.question, self._circle(), vote.time).state
        assert state == (self.decided or "open")
        self.question = replace(self.question, state=state)

    @rule(who=person, name=role)
    def loses_a_role(self, who: str, name: str) -> None:
        """The operator's file changed."""
        self.roles[name].discard(who)

    @rule(who=person, name=role)
    def gets_a_role(self, who: str, name: str) -> None:
        """The same."""
        self.roles[name].add(who)

    @rule(seconds=st.sampled_from((1, 10, LIFE // 4)))
    def time_passes(self, seconds: int) -> None:
        """Perhaps past the end of the question."""
        self.seconds += seconds

    @rule(digest=st.sampled_from(("sha256:1", "sha256:1", "sha256:2")))
    def the_release_changes(self, digest: str) -> None:
        """Or changes back."""
        self.digest = digest

    @invariant()
    def nobody_counts_twice(self) -> None:
        """Each person has one vote at most."""
        persons = [vote.person for vote in self.question.votes]
        assert len(persons) == len(set(persons))

    @invariant()
    def a_decision_stays(self) -> None:
        """Neither time nor roles nor changes reopen it."""
        now = moments.later(START, self.seconds)
        if self.decided:
            assert approval.tally(self.question, self._circle(), now).state == self.decided

    @invariant()
    def what_counts_is_what_may_count(self) -> None:
        """The tally shows nobody who may not vote now, and awaits nobody whose yes is there."""
        tally = approval.tally(self.question, self._circle(), moments.later(START, self.seconds))
        assert all(self._may_vote(who) for who in (*tally.counted, *tally.awaits))
        assert not set(tally.counted) & set(tally.awaits)


TestVoting = Voting.TestCase
TestVoting.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
