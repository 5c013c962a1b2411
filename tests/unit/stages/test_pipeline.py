"""The pipeline: every stage is planned once, told in one line, and done when it was run."""

from collections import Counter

import pytest

from bot import stages
from bot.stages import PIPELINE
from tests.unit.stages.stagehand import Stagehand

PLANNED = [stage for segment in PIPELINE for stage in segment.stages]
CHANGING_NOTHING = {"check_ready", "run_checks"}


def test_every_stage_is_planned_once_and_waits_for_earlier_ones() -> None:
    """In the order of the table, each after stages of its own segment."""
    assert [stage.name for stage in PLANNED] == list(stages.STAGES)
    for segment in PIPELINE:
        names = [stage.name for stage in segment.stages]
        for number, stage in enumerate(segment.stages):
            assert set(stage.after) <= set(names[:number])


def test_everything_public_comes_after_the_question() -> None:
    """And the question is the last thing of the segment before."""
    asked = [segment.name for segment in PIPELINE if segment.question]
    public = [s for s in stages.STAGES if s.startswith(("publish", "land", "tag", "draft", "ann"))]

    assert asked == ["prepare"]
    assert [stage.name for stage in PIPELINE[1].stages] == public


@pytest.mark.parametrize("name", stages.STAGES)
def test_a_stage_is_told_in_one_line(stagehand: Stagehand, name: str) -> None:
    """For people: a sentence without an end, that starts with what is done."""
    text = stages.STAGES[name].describe(stagehand.plan)

    assert text == text.strip()
    assert text[0].isupper()
    assert "\n" not in text
    assert 10 < len(text) < 100


@pytest.mark.parametrize("name", stages.STAGES)
async def test_a_stage_that_ran_is_done_and_runs_again_without_effect(
    stagehand: Stagehand, name: str
) -> None:
    """Nothing is there before it ran; afterwards a second look and a second run change nothing."""
    earlier = list(stages.STAGES)[: list(stages.STAGES).index(name)]
    for each in earlier:
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
