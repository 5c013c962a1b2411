"""Approved: which question guards a stage, and what makes its answer void."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot import errors
from bot.domain.approvals.approval import Vote
from bot.domain.approvals.policy import Circle, MinimumVotes, Terms
from bot.domain.plans.plan import Plan, PlannedStage, RequiredCheck, Target
from bot.domain.plans.planning import ProjectRules
from bot.releases.running import approved, conclusion
from bot.releases.storage import question_rows
from tests.fakes.fake_world import ROLES
from tests.fakes.sample_plan import SEGMENTS, sample_plan
from tests.unit.releases.conftest import NOW

SAME = ProjectRules(
    targets=sample_plan().targets, terms=sample_plan().terms, announce=sample_plan().announce
)
CIRCLE = Circle(requester="alice", roles=ROLES)


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("check_ready", None),
        ("prepare_release", None),
        ("publish_pypi", "publish"),
        ("announce", "publish"),
    ],
)
def test_the_question_before_a_stage(stage: str, kind: str | None) -> None:
    """The last one that was asked before the stage's segment."""
    assert approved.question_before(sample_plan(), stage) == kind


def test_a_later_question_guards_what_comes_after_it() -> None:
    """Segments without a question inherit the one before."""
    prepare, publish = SEGMENTS
    first = replace(publish, stages=publish.stages[:1], question="announce")
    second = replace(publish, name="announce", stages=publish.stages[1:])
    plan = replace(sample_plan(), segments=(prepare, first, second))

    assert approved.question_before(plan, "publish_pypi") == "publish"
    assert approved.question_before(plan, "announce") == "announce"


def test_nobody_answers_for_what_was_left_out() -> None:
    """What follows a skipped announcement rests on the approval before it."""
    prepare, publish = SEGMENTS
    last = replace(publish, name="development", stages=(PlannedStage(name="begin_development"),))
    first = replace(publish, stages=publish.stages[:1], question="announce")
    second = replace(publish, name="announce", stages=publish.stages[1:])
    plan = replace(sample_plan(), segments=(prepare, first, second, last))

    assert approved.question_before(plan, "begin_development") == "announce"
    assert approved.question_before(plan, "begin_development", ["announce"]) == "publish"


def _approve(connection: sa.Connection, plan: Plan, *people: str) -> None:
    conclusion.ask(connection, plan, "publish", "publish", NOW)
    *_, question = question_rows.of_release(connection, plan.release)
    for person in people:
        vote = Vote(person=person, answer="approve", time=NOW)
        question_rows.add_vote(connection, question.id, vote)
    question_rows.decide(connection, question.id, "approved", NOW)


@pytest.mark.parametrize(
    ("people", "change", "reason"),
    [
        (("bob", "carol"), lambda plan, circle: (plan, circle), None),
        (("bob",), lambda plan, circle: (plan, circle), "not_allowed"),
        ((), lambda plan, circle: (plan, circle), "not_allowed"),
        (("alice", "bob"), lambda plan, circle: (plan, circle), "not_allowed"),
        (
            ("bob", "carol"),
            lambda plan, circle: (replace(plan, notes="other"), circle),
            "digest_changed",
        ),
        (
            ("bob", "carol"),
            lambda plan, circle: (plan, replace(circle, roles={"approver": {"bob"}})),
            "not_allowed",
        ),
    ],
)
def test_what_makes_an_approval_void(
    connection: sa.Connection,
    plan: Plan,
    people: tuple[str, ...],
    change: Callable[[Plan, Circle], tuple[Plan, Circle]],
    reason: str | None,
) -> None:
    """Too few votes, other content, a role withdrawn; stages before the question need none."""
    _approve(connection, plan, *people)
    plan, circle = change(plan, CIRCLE)
    approved.check(connection, plan, {}, "check_ready", circle)
    if reason is None:
        approved.check(connection, plan, {}, "publish_pypi", circle)
        return
    with pytest.raises(errors.Refused) as caught:
        approved.check(connection, plan, {}, "publish_pypi", circle)
    assert caught.value.reason == reason


def test_an_open_question_is_no_approval(connection: sa.Connection, plan: Plan) -> None:
    """Nor is none at all."""
    with pytest.raises(errors.Refused, match="Nobody has approved"):
        approved.check(connection, plan, {}, "publish_pypi", CIRCLE)
    conclusion.ask(connection, plan, "publish", "publish", NOW)
    with pytest.raises(errors.Refused, match="Nobody has approved"):
        approved.check(connection, plan, {}, "publish_pypi", CIRCLE)


def test_settings_that_stayed_let_the_release_go_on() -> None:
    """The same targets on the same terms."""
    plan = sample_plan()

    approved.check_settings(plan, SAME)
    approved.check_settings(plan, replace(SAME, package=plan.package))


@pytest.mark.parametrize(
    "rules",
    [
        replace(
            SAME,
            targets=(
                Target(name="pypi", kind="package_index", url="", upload="https://e.example"),
            ),
        ),
        replace(SAME, terms={}),
        replace(SAME, terms={"publish": Terms(policy=MinimumVotes(1, "approver"))}),
        replace(SAME, announce=("elsewhere",)),
        replace(SAME, package="greeter2"),
        replace(SAME, required=(RequiredCheck(check="ci", app=1),)),
    ],
    ids=[
        *("another upload address", "no terms", "laxer terms", "another channel"),
        *("another package", "another check"),
    ],
)
def test_settings_that_changed_after_the_plan_stop_it(rules: ProjectRules) -> None:
    """Nobody approved another destination or fewer votes."""
    with pytest.raises(errors.Refused) as caught:
        approved.check_settings(sample_plan(), rules)

    assert caught.value.reason == "digest_changed"
