"""The stages of a release that was published by hand: what fits, is taken, is attached."""

from dataclasses import replace

import pytest

from bot import errors, ports
from bot.domain.files.artifacts import Artifact
from bot.domain.records.ledger import LedgerRow
from tests.fakes.tiny_packages import tiny_sdist, tiny_wheel
from tests.unit.stages.stagehand import Stagehand

CHECKS = {
    "tag v1.2.0",
    "branch main",
    "release v1.2.0",
    "version in pyproject.toml",
    "notes",
    "checks of the commit",
    "no blocking issue",
}


@pytest.fixture
def by_hand(stagehand: Stagehand) -> Stagehand:
    """Somebody has published 1.2.0 by hand, and it is planned to complete that."""
    stagehand.world.publish_by_hand()
    stagehand.plan = stagehand.world.adopting_plan()
    return stagehand


async def red(stagehand: Stagehand) -> LedgerRow:
    """The only gate that is red."""
    [row] = [r for r in (await stagehand.look("check_published")).rows if r.state == "differs"]
    return row


async def test_what_fits_passes_and_names_the_commit(by_hand: Stagehand) -> None:
    """The tag may be any kind of tag: it was not ours to make."""
    by_hand.world.code_host.checks[by_hand.plan.commit] = "success"
    outcome = await by_hand.run("check_published")

    assert {row.state for row in outcome.rows} == {"done"}
    assert by_hand.work().release_commit() == by_hand.plan.commit
    assert by_hand.world.effects() == []


async def test_a_tag_that_was_moved_is_red(by_hand: Stagehand) -> None:
    """Whatever it points at now, it is not what was planned."""
    elsewhere = ports.Tag(name="v1.2.0", commit="e" * 40, annotated=False)
    by_hand.world.code_host.tags["v1.2.0"] = elsewhere
    assert "points at eeee" in (await red(by_hand)).evidence["why"]
    del by_hand.world.code_host.tags["v1.2.0"]
    assert "is gone" in (await red(by_hand)).evidence["why"]


async def test_a_branch_that_lost_the_commit_is_red(by_hand: Stagehand) -> None:
    """Somebody moved it by force."""
    history = by_hand.world.history
    history.branches["main"] = history.commits[by_hand.plan.commit].parents[0]

    assert "main does not contain" in (await red(by_hand)).evidence["why"]


async def test_a_release_that_was_taken_back_is_red(by_hand: Stagehand) -> None:
    """Also where another one has its tag by now: that is none that people were asked about."""
    host = by_hand.world.code_host
    host.hosted.clear()
    host.publish_by_hand("v1.2.0", by_hand.plan.commit)

    assert "is not public any more" in (await red(by_hand)).evidence["why"]


async def test_a_yanked_version_is_red(by_hand: Stagehand) -> None:
    """Nobody should be told to install it."""
    by_hand.world.pypi.put(*tiny_sdist("greeter", "1.2.0"))
    (owner, file) = by_hand.world.pypi.listed["greeter-1.2.0.tar.gz"]
    by_hand.world.pypi.listed[file.name] = (owner, replace(file, yanked=True))

    assert "is yanked on PyPI" in (await red(by_hand)).evidence["why"]


async def test_checks_that_still_run_are_waited_for(by_hand: Stagehand) -> None:
    """The workflow that publishes the packages is usually one of them."""
    by_hand.world.code_host.checks[by_hand.plan.commit] = "pending"

    waiting = (await by_hand.look("check_published")).waiting
    assert waiting is not None
    assert waiting.on == "the commit's checks"


async def test_public_files_are_taken_and_not_built(by_hand: Stagehand) -> None:
    """The next look finds the record; a release of ours never looks at the index."""
    await by_hand.run("check_published")
    for file in (tiny_sdist("greeter", "1.2.0"), tiny_wheel("greeter", "1.2.0")):
        by_hand.world.pypi.put(*file)
    await by_hand.run("build_packages")

    assert await by_hand.states("build_packages") == ["done"] * 4
    assert by_hand.world.builder.effects == [("take", "greeter", "1.2.0")]
    evidence = [row.evidence for row in by_hand.ledger["build_packages"]]
    assert {each.get("taken_from") for each in evidence} == {"pypi"}


async def test_files_that_came_after_the_build_replace_it(by_hand: Stagehand) -> None:
    """Before anybody is asked, what people can install is what counts."""
    await by_hand.run("check_published")
    await by_hand.run("build_packages")
    for file in (tiny_sdist("greeter", "1.2.0"), tiny_wheel("greeter", "1.2.0")):
        by_hand.world.pypi.put(*file)

    assert await by_hand.states("build_packages") == ["missing"]
    await by_hand.run("build_packages")
    assert [each[0] for each in by_hand.world.builder.effects] == ["build", "take"]


@pytest.mark.parametrize("file", [tiny_sdist, tiny_wheel])
async def test_half_a_version_is_not_taken(by_hand: Stagehand, file: object) -> None:
    """Its upload may be under way."""
    assert callable(file)
    await by_hand.run("check_published")
    by_hand.world.pypi.put(*file("greeter", "1.2.0"))

    with pytest.raises(errors.BadArtifact, match="PyPI lists only greeter"):
        await by_hand.run("build_packages")


async def test_the_test_index_is_left_alone_once_the_real_one_has_the_files(
    by_hand: Stagehand,
) -> None:
    """There is nothing left to try."""
    for file in (tiny_sdist("greeter", "1.2.0"), tiny_wheel("greeter", "1.2.0")):
        by_hand.world.pypi.put(*file)
    await by_hand.run_until("attach_files")

    assert by_hand.ledger["publish_testpypi"] == ()
    assert (by_hand.world.testpypi.effects, by_hand.world.pypi.effects) == ([], [])


async def test_files_are_attached_once_and_by_their_digest(by_hand: Stagehand) -> None:
    """What somebody attached with the same bytes is as good as ours."""
    await by_hand.run_until("publish_pypi")
    [number] = by_hand.world.code_host.hosted
    first: Artifact = by_hand.work().artifacts()[0]
    by_hand.world.code_host.attach_by_hand(number, first.name, f"sha256:{first.sha256}")
    outcome = await by_hand.run("attach_files")

    assert {row.state for row in outcome.rows} == {"done"}
    assert by_hand.world.code_host.count("upload_asset") == 3
    assert await by_hand.states("attach_files") == ["done"] * 4


async def test_other_bytes_of_the_same_name_are_left_and_told(by_hand: Stagehand) -> None:
    """Nobody knows who has downloaded them."""
    await by_hand.run_until("publish_pypi")
    [number] = by_hand.world.code_host.hosted
    by_hand.world.code_host.attach_by_hand(number, "SHA256SUMS", "sha256:0")

    assert sorted(await by_hand.states("attach_files")) == ["differs", *["missing"] * 3]


async def test_an_upload_that_never_ended_is_no_file(by_hand: Stagehand) -> None:
    """The bot was killed in the middle of it, perhaps: the next one takes its place."""
    await by_hand.run_until("publish_pypi")
    [number] = by_hand.world.code_host.hosted
    by_hand.world.code_host.attach_by_hand(number, "SHA256SUMS", "", uploaded=False)
    outcome = await by_hand.run("attach_files")

    assert {row.state for row in outcome.rows} == {"done"}
    assert len(by_hand.world.code_host.hosted[number].assets) == 4


async def test_a_foreign_file_is_nobodys_business(by_hand: Stagehand) -> None:
    """Whoever published may have attached more."""
    await by_hand.run_until("publish_pypi")
    [number] = by_hand.world.code_host.hosted
    by_hand.world.code_host.attach_by_hand(number, "manual.pdf", "sha256:0")
    await by_hand.run("attach_files")

    assert len(by_hand.world.code_host.hosted[number].assets) == 5


async def test_an_immutable_release_is_left_as_it_is(by_hand: Stagehand) -> None:
    """What is there is told as done, the rest as left out; nothing is tried."""
    await by_hand.run_until("publish_pypi")
    host = by_hand.world.code_host
    [(number, hosted)] = host.hosted.items()
    first: Artifact = by_hand.work().artifacts()[0]
    host.hosted[number] = replace(hosted, immutable=True)
    host.attach_by_hand(number, first.name, f"sha256:{first.sha256}")
    outcome = await by_hand.run("attach_files")

    assert [(row.key, row.state) for row in outcome.rows] == [(first.name, "done")]
    [left] = outcome.left_out
    assert first.name not in left.why
    assert "SHA256SUMS" in left.why
    assert host.count("upload_asset") == 0


async def test_a_release_that_vanished_gets_no_files(by_hand: Stagehand) -> None:
    """Neither does another one of its tag."""
    await by_hand.run_until("publish_pypi")
    by_hand.world.code_host.hosted.clear()

    assert await by_hand.states("attach_files") == ["differs"]


async def test_given_up_it_leaves_what_others_made(by_hand: Stagehand) -> None:
    """Nothing of ours was made; files that are attached are public and stay."""
    await by_hand.run_until("smoke_test")
    assert (await by_hand.run("clean_up")).rows == ()
    del by_hand.ledger["clean_up"]
    for name in ("publish_testpypi", "publish_pypi", "attach_files"):
        await by_hand.run(name)
    rows = (await by_hand.run("clean_up")).rows

    public = {row.evidence["public"] for row in rows}
    assert "SHA256SUMS at the GitHub release v1.2.0" in public
    assert "greeter-1.2.0.tar.gz on PyPI" in public
