"""Unrecorded: a version that this bot did not release is shown as the destinations hold it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import errors, ports
from bot.releases.looking import unrecorded
from tests.fakes.fake_world import FakeWorld, make_world
from tests.unit.releases.conftest import NOW

Json = dict[str, Any]
SDIST = "greeter-1.1.0.tar.gz"
WHEEL = "greeter-1.1.0-py3-none-any.whl"


@pytest.fixture
def world(tmp_path: Path) -> FakeWorld:
    """A world in which somebody released 1.1.0 by hand, the same files everywhere."""
    world = make_world(tmp_path)
    [tag] = world.repository.known.tags
    world.code_host.tags[tag.name] = ports.Tag(name=tag.name, commit=tag.commit, annotated=True)
    for index in (world.testpypi, world.pypi):
        index.put(SDIST, b"sdist")
        index.put(WHEEL, b"wheel")
    hosted = ports.HostedRelease(
        id=7,
        tag=tag.name,
        title="by hand",
        body="",
        draft=False,
        prerelease=False,
        url="https://code.example/releases/7",
        assets=tuple(
            ports.HostedAsset(id=n, name=name, digest=_digest(world, name), size=5, uploaded=True)
            for n, name in enumerate((SDIST, WHEEL))
        ),
    )
    world.code_host.hosted[7] = hosted
    return world


def _digest(world: FakeWorld, name: str) -> str:
    return f"sha256:{world.pypi.listed[name][1].sha256}"


def _change_asset(world: FakeWorld, **change: object) -> None:
    [release] = world.code_host.hosted.values()
    first, *others = release.assets
    changed = replace(first, **change)  # type: ignore[arg-type]  # names and values of the table
    world.code_host.hosted[7] = replace(release, assets=(changed, *others))


async def _look(world: FakeWorld, version: str = "1.1.0") -> Json:
    return await unrecorded.look(world.project(), version, NOW)


def _states(status: Json) -> dict[tuple[str, str], str]:
    """What is not simply there."""
    return {
        (row["target"], row["key"]): row["state"]
        for row in status["ledger"]
        if row["state"] != "done"
    }


async def test_everything_is_shown_with_its_evidence(world: FakeWorld) -> None:
    """The tag and its commit, the release and its files, what each index lists."""
    status = await _look(world, "v1.1.0")
    rows = {(row["target"], row["key"]): row for row in status["ledger"]}
    [tag] = world.repository.known.tags

    assert (status["state"], status["version"], status["tag"]) == ("unrecorded", "1.1.0", "v1.1.0")
    assert (status["release"], status["probed"]) == ("", NOW)
    assert _states(status) == {}
    assert rows["git", "tag v1.1.0"]["evidence"] == {"commit": tag.commit, "annotated": "yes"}
    assert rows["git", "main"]["evidence"]["head"] == world.history.branches["main"]
    assert rows["github", "release v1.1.0"]["evidence"]["url"].endswith("/releases/7")
    digests = {rows[target, WHEEL]["evidence"]["digest"] for target in ("pypi", "testpypi")}
    assert digests == {_digest(world, WHEEL)}
    assert [entry["target"] for entry in status["left_out"]] == ["announcement in releases"]


async def test_a_file_that_is_not_the_same_everywhere_differs(world: FakeWorld) -> None:
    """Nobody knows which one is right, so each is marked, with the others named."""
    _change_asset(world, digest="sha256:0")
    status = await _look(world)
    why = {
        row["target"]: row["evidence"]["why"]
        for row in status["ledger"]
        if row["state"] == "differs"
    }

    assert _states(status) == dict.fromkeys(
        [("github", SDIST), ("testpypi", SDIST), ("pypi", SDIST)], "differs"
    )
    assert why["github"] == f"{SDIST} has other bytes here than at pypi, testpypi"
    assert why["pypi"] == f"{SDIST} has other bytes here than at github"


@pytest.mark.parametrize(
    ("change", "state"), [({"digest": ""}, "unknown"), ({"uploaded": False}, "missing")]
)
async def test_a_file_that_nobody_can_compare(
    world: FakeWorld, change: dict[str, object], state: str
) -> None:
    """It is not called the same without a digest."""
    _change_asset(world, **change)

    assert _states(await _look(world)) == {("github", SDIST): state}


async def test_an_index_that_tells_no_hash_leaves_it_unknown(world: FakeWorld) -> None:
    """The others are compared all the same; a yanked file is there, and says so."""
    owner, file = world.pypi.listed[SDIST]
    world.pypi.listed[SDIST] = (owner, replace(file, sha256=""))
    owner, file = world.pypi.listed[WHEEL]
    world.pypi.listed[WHEEL] = (owner, replace(file, yanked=True))
    status = await _look(world)
    wheel = next(row for row in status["ledger"] if (row["target"], row["key"]) == ("pypi", WHEEL))

    assert _states(status) == {("pypi", SDIST): "unknown"}
    assert (wheel["state"], wheel["evidence"]["yanked"]) == ("done", "yes")


async def test_what_is_only_somewhere_is_missing_elsewhere(world: FakeWorld) -> None:
    """A half-made release, as somebody left it: a tag, a draft, one index."""
    world.testpypi.listed.clear()
    world.code_host.hosted[7] = replace(world.code_host.hosted[7], draft=True)

    assert _states(await _look(world)) == {
        ("github", "release v1.1.0"): "missing",
        ("testpypi", "greeter 1.1.0"): "missing",
    }


async def test_a_commit_of_another_branch_is_no_loss(world: FakeWorld) -> None:
    """Which branch a maintenance release came from is not recorded, so nothing is claimed."""
    elsewhere = world.history.add({"fix.py": b"1\n"}, world.history.branches["main"])
    world.code_host.tags["v1.1.0"] = ports.Tag(name="v1.1.0", commit=elsewhere, annotated=False)
    status = await _look(world)

    assert _states(status) == {("git", "main"): "unknown"}


async def test_who_does_not_answer_is_unknown(world: FakeWorld) -> None:
    """The rest is shown; without the repository the usual name of the tag is tried."""
    world.repository.fail_next("facts")
    world.pypi.fail_next("files")
    status = await _look(world)

    assert _states(status) == {("pypi", "publish_pypi"): "unknown"}
    assert ("git", "main") not in {(row["target"], row["key"]) for row in status["ledger"]}


async def test_a_version_that_is_nowhere_is_refused(world: FakeWorld) -> None:
    """With the versions that there are; what is no version is told as everywhere."""
    with pytest.raises(errors.BadInput) as caught:
        await _look(world, "9.9.9")
    assert caught.value.reason == "no_release"
    assert caught.value.next_step == "The newest versions are tagged v1.1.0."
    with pytest.raises(errors.BadVersion):
        await _look(world, "nonsense")


async def test_a_version_of_which_nobody_knows_is_not_refused(world: FakeWorld) -> None:
    """While a destination is silent, nothing is said to be nowhere."""
    world.pypi.fail_next("files")
    status = await _look(world, "9.9.9")

    assert _states(status)["pypi", "publish_pypi"] == "unknown"


async def test_the_package_is_named_by_the_repository_where_nobody_else_does(
    world: FakeWorld,
) -> None:
    """As for a clone without an operator's file."""
    project = world.project()
    nameless = replace(project, rules=replace(project.rules, package=""))
    status = await unrecorded.look(nameless, "1.1.0", NOW)

    assert _states(status) == {}
