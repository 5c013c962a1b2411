"""clean_up: what was made is removed while nothing is public; what others made stays."""

from dataclasses import replace

import pytest

from bot import errors, ports, stages
from bot.domain.plans import stage_facts
from bot.domain.records import ledger
from bot.stages import hosted_release
from bot.stages.work import Outcome, Work
from tests.unit.stages.stagehand import Stagehand

BRANCH = "release/v1.2.0"
ELSEWHERE = {"merge_release_branch", "attach_files"}  # in no plan of these tests
PUBLIC = {
    "publish_testpypi": {"greeter-1.2.0.tar.gz", "greeter-1.2.0-py3-none-any.whl"},
    "land_release_commit": {"main"},
    "tag_release": {"tag v1.2.0"},
    "publish_pypi": {"greeter-1.2.0.tar.gz", "greeter-1.2.0-py3-none-any.whl"},
    "publish_github_release": {"published v1.2.0"},
    "announce": {"releases"},
}


async def test_the_branch_and_the_drafts_are_removed(stagehand: Stagehand) -> None:
    """Once; afterwards there is nothing to do."""
    await stagehand.run_until("smoke_test")
    host, plan = stagehand.world.code_host, stagehand.plan
    for body in (hosted_release.body(plan), "by hand", hosted_release.body(plan)):
        await host.create_draft("v1.2.0", "", plan.title, body, prerelease=False)
    assert await stagehand.states("clean_up") == ["missing", "missing"]
    outcome = await stagehand.run("clean_up")

    assert [(row.key, row.state) for row in outcome.rows] == [
        (f"no branch {BRANCH}", "done"),
        ("no draft of v1.2.0", "done"),
    ]
    assert BRANCH not in host.history.branches
    assert [release.body for release in host.hosted.values()] == ["by hand"]


async def test_a_release_that_made_nothing_leaves_nothing(stagehand: Stagehand) -> None:
    """There is no commit of it yet."""
    await stagehand.run("check_ready")
    await stagehand.run("clean_up")

    assert stagehand.world.effects() == []


async def test_a_branch_that_was_not_recorded_any_more_is_known_by_what_it_holds(
    stagehand: Stagehand,
) -> None:
    """The process died between making the branch and writing it down."""
    await stagehand.run("prepare_release")
    del stagehand.ledger["prepare_release"]
    await stagehand.run("clean_up")

    assert BRANCH not in stagehand.world.history.branches


async def test_a_branch_with_somebody_elses_work_stays(stagehand: Stagehand) -> None:
    """Also where it grew out of ours."""
    await stagehand.run("prepare_release")
    history = stagehand.world.history
    theirs = history.add({"more.py": b"1\n"}, history.branches[BRANCH])
    history.branches[BRANCH] = theirs
    row = (await stagehand.run("clean_up")).rows[0]

    assert (row.state, row.evidence["commit"]) == ("skipped", theirs)
    assert history.branches[BRANCH] == theirs


@pytest.mark.parametrize("last", PUBLIC)
async def test_what_is_public_stays_and_so_does_everything_else(
    stagehand: Stagehand, last: str
) -> None:
    """Each thing that is public is told in words."""
    await stagehand.run_until(last)
    effects = stagehand.world.effects()
    rows = (await stagehand.run("clean_up")).rows

    assert {row.state for row in rows} == {"skipped"}
    assert all(row.evidence["public"] for row in rows)
    assert {row.key for row in rows} >= PUBLIC[last]
    assert stagehand.world.effects() == effects


@pytest.mark.parametrize("name", [n for n in stage_facts.PUBLIC if n not in ELSEWHERE])
async def test_every_stage_that_makes_something_public_is_asked(
    stagehand: Stagehand, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A new target that nobody asked would let the version of something public be freed."""
    await stagehand.run_until("smoke_test")
    seen = Outcome(rows=(ledger.done("there", "a thing", url="https://there.example/1"),))

    async def already_done(_work: Work) -> Outcome:
        return seen

    monkeypatch.setattr(stages.STAGES[name], "already_done", already_done)
    [row] = (await stagehand.look("clean_up")).rows

    assert (row.state, row.key) == ("skipped", "a thing")
    assert "{" not in row.evidence["public"]


async def test_a_tag_of_our_commit_is_public_whoever_made_it(stagehand: Stagehand) -> None:
    """Not annotated, so it is none of ours."""
    await stagehand.run_until("smoke_test")
    commit = stagehand.world.history.branches[BRANCH]
    tag = ports.Tag(name="v1.2.0", commit=commit, annotated=False)
    stagehand.world.code_host.tags["v1.2.0"] = tag
    [row] = (await stagehand.look("clean_up")).rows

    assert row.evidence["public"] == "the tag v1.2.0"


async def test_a_target_that_is_not_configured_any_more_is_not_guessed_about(
    stagehand: Stagehand,
) -> None:
    """The files may be there."""
    await stagehand.run_until("smoke_test")
    work = stagehand.work()
    without = replace(work, outside=replace(work.outside, indexes={}))
    with pytest.raises(errors.BadConfiguration, match="testpypi of this release"):
        await stages.STAGES["clean_up"].already_done(without)


async def test_what_somebody_else_published_is_not_ours(stagehand: Stagehand) -> None:
    """A foreign tag and foreign bytes do not keep our branch alive."""
    await stagehand.run_until("smoke_test")
    world = stagehand.world
    head = world.history.branches["main"]
    world.code_host.tags["v1.2.0"] = ports.Tag(name="v1.2.0", commit=head, annotated=True)
    world.pypi.put("greeter-1.2.0.tar.gz", b"other")
    world.history.branches["main"] = world.history.add({"new.py": b"1\n"}, head)
    await stagehand.run("clean_up")

    assert BRANCH not in world.history.branches


@pytest.mark.parametrize("method", ["branch_head", "tag", "releases"])
async def test_a_code_host_that_does_not_answer_is_not_guessed_about(
    stagehand: Stagehand, method: str
) -> None:
    """Nothing is removed before everything has answered."""
    await stagehand.run_until("smoke_test")
    stagehand.world.code_host.fail_next(method)
    with pytest.raises(errors.Unknown):
        await stagehand.look("clean_up")


async def test_an_index_that_does_not_tell_hashes_is_not_guessed_about(
    stagehand: Stagehand,
) -> None:
    """The file may be ours."""
    await stagehand.run_until("smoke_test")
    listed = stagehand.world.pypi
    listed.put("greeter-1.2.0.tar.gz", b"")
    _, file = listed.listed["greeter-1.2.0.tar.gz"]
    object.__setattr__(file, "sha256", "")
    with pytest.raises(errors.Unknown, match="does not tell the hash"):
        await stagehand.look("clean_up")
