"""The pipeline: every stage is planned once, told in one line, and done when it was run."""

from collections import Counter
from dataclasses import replace

import pytest

from bot import ports, stages
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Segment
from bot.stages import PIPELINES
from tests.unit.stages.stagehand import Stagehand

BY_HAND = "by hand"  # what was published so, and is completed
TAGGED = "tagged by hand"
EVERY: dict[str, tuple[Segment, ...]] = {
    BY_HAND: stages.ADOPTING,
    TAGGED: stages.TAGGED,
    **dict(PIPELINES.items()),
}
PLANNED = {
    way: [stage.name for segment in segments for stage in segment.stages]
    for way, segments in EVERY.items()
}
MILESTONE = ports.HostedMilestone(number=1, title="v1.2.0", is_open=True, open_issues=0, url="u")
CHANGING_NOTHING = {"check_ready", "check_published", "run_checks"}


def prepare(stagehand: Stagehand, way: str) -> None:
    """The plan of that pipeline."""
    stagehand.plan = replace(stagehand.plan, development="1.2.1.dev0")
    if way == "pull-request":
        stagehand.plan = replace(stagehand.plan, land="pull-request")
    if way == BY_HAND:
        stagehand.world.publish_by_hand()
        stagehand.plan = stagehand.world.adopting_plan()
    if way == TAGGED:
        stagehand.world.tag_by_hand()
        stagehand.plan = stagehand.world.adopting_plan()


def test_every_stage_is_in_a_plan() -> None:
    """But for the one by which a release ends that is given up."""
    planned = {name for names in PLANNED.values() for name in names}

    assert planned | {stages.CLEAN_UP} == {*stages.STAGES}


@pytest.mark.parametrize("way", EVERY)
def test_every_stage_is_planned_once_and_waits_for_earlier_ones(way: str) -> None:
    """In the order of the table, each after stages of its own segment."""
    assert PLANNED[way] == [name for name in stages.STAGES if name in PLANNED[way]]
    for segment in EVERY[way]:
        names = [stage.name for stage in segment.stages]
        for number, stage in enumerate(segment.stages):
            assert set(stage.after) <= set(names[:number])


@pytest.mark.parametrize("way", EVERY)
def test_everything_public_comes_after_the_question(way: str) -> None:
    """Before it, only what nobody but the release itself relies on."""
    first, *later = EVERY[way]

    preparing = [name for name in stage_facts.PREPARING if name in PLANNED[way]]
    assert [stage.name for stage in first.stages] == preparing
    assert first.question == "publish"
    published = {stage.name for segment in later for stage in segment.stages}
    assert published & {*stage_facts.PREPARING} == set()
    assert {*PLANNED[way]} & {*stage_facts.PUBLIC} == published - {
        "draft_github_release",
        "follow_up",
        "begin_development",
    }


def test_everything_public_can_be_looked_up_at_any_time() -> None:
    """A stage that sends something and is not probed would be believed for ever."""
    public = {name for names in PLANNED.values() for name in names} - {*stage_facts.PREPARING}

    assert {*stage_facts.DESTINATIONS} == {"prepare_release"} | public
    assert {*stage_facts.LANDINGS} < public


def test_every_stage_has_its_facts() -> None:
    """In the same order, and in every plan; the clean-up is none of a plan."""
    assert [*stage_facts.STAGES] == [name for name in stages.STAGES if name != stages.CLEAN_UP]


@pytest.mark.parametrize("target", sorted({*stage_facts.DESTINATIONS.values()}))
def test_every_destination_is_called_as_people_call_it(target: str) -> None:
    """A target without an entry would be shown as the ledger calls it."""
    assert stage_facts.place(target).where != f"on {target}"


@pytest.mark.parametrize("name", stages.STAGES)
def test_a_stage_is_told_in_one_line(stagehand: Stagehand, name: str) -> None:
    """For people: a sentence without an end, that starts with what is done."""
    stagehand.world.publish_by_hand()
    for plan in (stagehand.plan, stagehand.world.adopting_plan()):
        text = stages.STAGES[name].describe(plan)

        assert text == text.strip()
        assert text[0].isupper()
        assert "\n" not in text
        assert 10 < len(text) < 100


@pytest.mark.parametrize(
    ("way", "name"), [(way, name) for way, names in PLANNED.items() for name in names]
)
async def test_a_stage_that_ran_is_done_and_runs_again_without_effect(
    stagehand: Stagehand, way: str, name: str
) -> None:
    """Nothing is there before it ran; afterwards a second look and a second run change nothing."""
    prepare(stagehand, way)
    stagehand.world.code_host.milestones = [MILESTONE]
    for each in PLANNED[way][: PLANNED[way].index(name)]:
        await stagehand.run(each)
    before = await stagehand.states(name)
    first = await stagehand.run(name)
    effects = stagehand.world.effects()

    assert "missing" in before or name in CHANGING_NOTHING
    assert {row.state for row in first.rows} <= {"done"}
    assert await stagehand.look(name) == first or name == "smoke_test"
    assert (await stagehand.run(name)).missing() == ()
    assert stagehand.world.effects() == effects
    assert max(Counter(effects).values(), default=1) == 1
