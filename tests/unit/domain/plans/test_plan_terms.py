"""The plan's terms: what a release of which level is asked, and which questions stay out."""

import pytest

from bot.domain.approvals.policy import MinimumVotes, Terms
from bot.domain.plans import planning
from bot.domain.plans.plan import Plan, Segment
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.stages import PIPELINES
from tests.fakes.sample_facts import released

ONE, TWO, THREE = (Terms(policy=MinimumVotes(count, "approver")) for count in (1, 2, 3))
LEVELS = {"major": {"publish": THREE}, "minor": {"announce": ONE}}


def _plan(tags: str, bump: str, rules: ProjectRules) -> Plan:
    request = PlanRequest(bump=bump, created="2026-02-03T04:05:06Z")
    return planning.make_plan(request, released(*tags.split()), rules)


@pytest.mark.parametrize(
    ("tags", "bump", "level"),
    [
        ("v1.1.0", "patch", "patch"),
        ("v1.1.0", "minor", "minor"),
        ("v1.1.0", "major", "major"),
        ("v1.1.0", "2.0.1", "major"),  # typed so that it looks like a patch
        ("v1.1.0", "1.4.2", "minor"),
        ("v1.1.0", "2.0.0rc1", "major"),
        ("v2.0.0rc1 v1.1.0", "rc", "major"),
        ("v2.0.0rc2 v2.0.0rc1 v1.1.0", "major", "major"),
        ("v1.1.0", "1.1.0.post1", "patch"),
        ("", "0.1.0", "minor"),
        ("", "1.0.0", "major"),
    ],
)
def test_the_level_is_what_changes_since_the_last_final_version(
    tags: str, bump: str, level: str
) -> None:
    """Whatever was typed, and however many candidates came before."""
    assert _plan(tags, bump, ProjectRules()).level == level


@pytest.mark.parametrize("pipeline", PIPELINES.values(), ids=PIPELINES)
@pytest.mark.parametrize(
    ("bump", "terms", "questions"),
    [
        ("patch", {"publish": TWO}, ["publish"]),
        ("minor", {"publish": TWO, "announce": ONE}, ["publish", "announce"]),
        ("2.0.1", {"publish": THREE}, ["publish"]),
    ],
)
def test_a_question_is_asked_where_there_are_terms_for_it(
    pipeline: tuple[Segment, ...],
    bump: str,
    terms: dict[str, Terms],
    questions: list[str],
) -> None:
    """Those of the level stand in place of the general ones."""
    rules = ProjectRules(segments=pipeline, terms={"publish": TWO}, level_terms=LEVELS)
    plan = _plan("v1.1.0", bump, rules)

    assert plan.terms == terms
    assert [segment.question for segment in plan.segments if segment.question] == questions
    assert [segment.stages for segment in plan.segments] == [each.stages for each in pipeline[:-1]]


def test_the_first_question_is_never_left_out() -> None:
    """Without terms for it a release stops there, before anything is public."""
    plan = _plan("v1.1.0", "minor", ProjectRules(segments=PIPELINES["fast-forward"]))

    assert plan.terms == {}
    assert plan.segments[0].question == "publish"
