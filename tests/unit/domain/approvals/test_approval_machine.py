"""Votes, withdrawals, roles, time and changes in any order, against a model made of sets."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import errors
from bot.domain import moments
from bot.domain.approvals import approval, judging
from bot.domain.approvals.approval import Answer, Question, Vote
from bot.domain.approvals.policy import (
    AllOf,
    AnyOf,
    Circle,
    MinimumVotes,
    NotTheRequester,
    RequesterAlone,
    Terms,
)

PEOPLE = ("alice", "bob", "carol", "dave")
START = "2026-03-04T00:00:00.000Z"
LIFE = 1000
BY_VOTES = AllOf((NotTheRequester(MinimumVotes(2, "approver")), MinimumVotes(1, "security")))
POLICY = AnyOf((BY_VOTES, RequesterAlone("releaser")))

person = st.sampled_from(PEOPLE)
role = st.sampled_from(("approver", "security", "releaser"))


class Voting(RuleBasedStateMachine):
    """One question, voted on as the service does it: judged, added, counted, closed."""

    def __init__(self) -> None:
        """Ask; alice has asked for the release."""
        super().__init__()
        self.roles: dict[str, set[str]] = {
            "approver": set(PEOPLE),
            "security": {"dave"},
            "releaser": set(),
        }
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

    def _now(self) -> str:
        return moments.later(START, self.seconds)

    def _is_open(self) -> bool:
        return not self.decided and self.seconds < LIFE

    def _may_vote(self, who: str) -> bool:
        by_role = {"security", "releaser" if who == "alice" else "approver"}
        return any(who in self.roles[name] for name in by_role)

    def _model_decides(self) -> str:
        counted = {who: answer for who, answer in self.said.items() if self._may_vote(who)}
        yes = {who for who, answer in counted.items() if answer == "approve"}
        if "reject" in counted.values():
            return "rejected"
        approvers = yes & self.roles["approver"] - {"alice"}
        by_votes = len(approvers) >= 2 and yes & self.roles["security"]
        alone = "alice" in yes & self.roles["releaser"]
        return "approved" if by_votes or alone else ""

    @initialize(security=st.sets(person), releaser=st.sets(person))
    def somebody_has_the_roles(self, security: set[str], releaser: set[str]) -> None:
        """Perhaps nobody, perhaps alice herself, perhaps all."""
        self.roles |= {"security": security, "releaser": releaser}

    @rule(
        who=person,
        answer=st.sampled_from(("approve",) * 5 + ("reject",)),
        typed=st.sampled_from(("", "1.2.0", "1.2")),
    )
    def votes(self, who: str, answer: Answer, typed: str) -> None:
        """A click; it counts exactly if the model says so."""
        counts = (
            self._is_open()
            and self.digest == "sha256:1"
            and self._may_vote(who)
            and who not in self.said
            and (who != "alice" or answer == "reject" or typed == "1.2.0")
        )
        vote = Vote(person=who, answer=answer, time=self._now(), typed=typed)
        decides = approval.decides(self.question, who, self._circle())
        try:
            judging.check_vote(self.question, vote, self.digest, "1.2.0", self._circle())
        except errors.Refused:
            assert not counts
            return
        assert counts
        self.said[who] = answer
        self.decided = self._model_decides()
        self.question = replace(self.question, votes=(*self.question.votes, vote))
        state = approval.tally(self.question, self._circle(), vote.time).state
        assert state == (self.decided or "open")
        assert not (decides and answer == "approve") or state != "open"
        self.question = replace(self.question, state=state)

    @rule(who=person)
    def withdraws(self, who: str) -> None:
        """One's own vote, as long as it has decided nothing."""
        try:
            judging.check_withdrawal(self.question, who, self._now())
        except errors.Refused:
            assert not self._is_open() or who not in self.said
            return
        assert self._is_open()
        del self.said[who]
        kept = tuple(vote for vote in self.question.votes if vote.person != who)
        self.question = replace(self.question, votes=kept)

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
        if self.decided:
            assert approval.tally(self.question, self._circle(), self._now()).state == self.decided

    @invariant()
    def what_counts_is_what_may_count(self) -> None:
        """An open question counts nobody who may not vote now, and awaits nobody twice."""
        tally = approval.tally(self.question, self._circle(), self._now())
        if not self.decided:
            assert all(self._may_vote(who) for who in (*tally.counted, *tally.awaits))
        assert not set(tally.counted) & set(tally.awaits)


TestVoting = Voting.TestCase
TestVoting.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
