"""What follows a release: the milestone of its version is closed."""

from dataclasses import replace

import pytest

from bot import errors, ports
from bot.stages import follow_up
from tests.unit.stages.stagehand import Stagehand

MILESTONE = ports.HostedMilestone(number=3, title="1.2.0", is_open=True, open_issues=0, url="u")


async def test_the_milestone_of_the_version_is_closed_once(stagehand: Stagehand) -> None:
    """Whatever the tag is called; a lost answer changes nothing."""
    host = stagehand.world.code_host
    host.milestones = [replace(MILESTONE, number=4, title="1.3.0"), MILESTONE]
    host.fail_next("close_milestone", when="after")
    with pytest.raises(errors.Unknown):
        await stagehand.run("follow_up")
    outcome = await stagehand.run("follow_up")

    assert [(row.key, row.state) for row in outcome.rows] == [("milestone 1.2.0", "done")]
    assert host.count("close_milestone") == 1
    assert host.milestones[0].is_open


@pytest.mark.parametrize(("count", "words"), [(1, "1 issue is still"), (2, "2 issues are still")])
async def test_a_milestone_with_open_issues_stays_open(
    stagehand: Stagehand, count: int, words: str
) -> None:
    """The release is told as it is: something was planned for it that is not in it."""
    stagehand.world.code_host.milestones = [replace(MILESTONE, open_issues=count)]
    outcome = await stagehand.run("follow_up")

    [left] = outcome.left_out
    assert (left.target, outcome.rows) == ("milestone 1.2.0", ())
    assert left.why.startswith(words)
    assert stagehand.world.code_host.count("close_milestone") == 0


async def test_most_releases_have_no_milestone(stagehand: Stagehand) -> None:
    """Then there is nothing to do."""
    assert (await stagehand.run("follow_up")).rows == ()


def test_the_names_of_a_milestone(stagehand: Stagehand) -> None:
    """The tag first, each name once."""
    assert follow_up.titles(stagehand.plan) == ("v1.2.0", "1.2.0", "greeter 1.2.0")
