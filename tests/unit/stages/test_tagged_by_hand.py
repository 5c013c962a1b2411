"""The stages of a version that somebody only tagged by hand: our release for their tag."""

import pytest

from bot import ports
from bot.stages import hosted_release
from tests.unit.stages.stagehand import Stagehand


@pytest.fixture
def tagged(stagehand: Stagehand) -> Stagehand:
    """Somebody has pushed v1.2.0, and it is planned to release that."""
    stagehand.world.tag_by_hand()
    stagehand.plan = stagehand.world.adopting_plan()
    return stagehand


async def test_what_fits_passes_and_names_the_commit(tagged: Stagehand) -> None:
    """There is no release to look at yet."""
    outcome = await tagged.run("check_published")

    assert {row.state for row in outcome.rows} == {"done"}
    assert "release v1.2.0" not in {row.key for row in outcome.rows}
    assert tagged.work().release_commit() == tagged.plan.commit
    assert tagged.world.effects() == []


async def test_a_release_that_somebody_published_meanwhile_is_red(tagged: Stagehand) -> None:
    """Adopted again, that one is completed: there are never two."""
    tagged.world.code_host.publish_by_hand("v1.2.0", tagged.plan.commit)
    [row] = [r for r in (await tagged.look("check_published")).rows if r.state == "differs"]

    assert "somebody else has already published" in row.evidence["why"]
    assert "adopt 1.2.0 again, which completes that one" in row.evidence["next"]


@pytest.mark.parametrize("moved", [True, False])
async def test_nothing_is_drafted_for_a_tag_that_was_moved(
    tagged: Stagehand, *, moved: bool
) -> None:
    """Or deleted: publishing would make it anew, or belong to a commit that nobody approved."""
    await tagged.run_until("publish_testpypi")
    tags = tagged.world.code_host.tags
    del tags["v1.2.0"]
    if moved:
        tags["v1.2.0"] = ports.Tag(name="v1.2.0", commit="e" * 40, annotated=False)

    [row] = (await tagged.look("draft_github_release")).rows
    assert row.state == "differs"
    assert ("points at eeee" if moved else "is gone") in row.evidence["why"]


async def test_given_up_it_leaves_the_tag_and_no_draft(tagged: Stagehand) -> None:
    """The tag is theirs, the draft is ours."""
    await tagged.run_until("smoke_test")
    host, plan = tagged.world.code_host, tagged.plan
    for body in (hosted_release.body(plan), "by hand"):
        await host.create_draft("v1.2.0", "", plan.title, body, prerelease=False)
    outcome = await tagged.run("clean_up")

    assert [(row.key, row.state) for row in outcome.rows] == [("no draft of v1.2.0", "done")]
    assert [release.body for release in host.hosted.values()] == ["by hand"]
    assert "v1.2.0" in host.tags
