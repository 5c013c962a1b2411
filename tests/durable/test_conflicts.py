"""Conflicts: somebody else's work under our name is left alone; mended, the release goes on."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot import ports
from bot.domain.conversation import commands
from bot.stages import hosted_release
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver
from tests.durable.interruptions import before_stage
from tests.fakes.fake_world import FakeWorld

SDIST = "greeter-1.2.0.tar.gz"
WHEEL = "greeter-1.2.0-py3-none-any.whl"
MARK = f"<!-- releasebot:{commands.release_id('greeter', '1')} -->"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """What somebody else does, in which words it is told, and how it is taken back."""

    before: str  # the stage
    told: str
    happens: Callable[[FakeWorld], object]
    seen: Callable[[FakeWorld], object]  # what must stay as it is
    mended: Callable[[FakeWorld], object]


def _other_commit(world: FakeWorld, branch: str = "main") -> str:
    return world.history.add({"other.py": b"1\n"}, world.history.branches[branch])


def _tag(world: FakeWorld, *, annotated: bool = True) -> None:
    commit = _other_commit(world) if annotated else world.history.branches["release/v1.2.0"]
    world.code_host.tags["v1.2.0"] = ports.Tag(name="v1.2.0", commit=commit, annotated=annotated)


def _release(world: FakeWorld) -> None:
    world.code_host.hosted[99] = ports.HostedRelease(
        id=99,
        tag="v1.2.0",
        title="by hand",
        body="by hand",
        draft=False,
        prerelease=False,
        url="https://code.example/releases/99",
        assets=(),
    )


def _move(world: FakeWorld, branch: str, start: str) -> None:
    world.history.branches[branch] = _other_commit(world, start)


CONFLICTS = {
    "the tag points elsewhere": Conflict(
        before="tag_release",
        told="The tag v1.2.0 exists already, and points at",
        happens=_tag,
        seen=lambda world: dict(world.code_host.tags),
        mended=lambda world: world.code_host.tags.clear(),
    ),
    "the tag is not an annotated one": Conflict(
        before="tag_release",
        told="The tag v1.2.0 exists already, at the right commit, but it is not an annotated tag.",
        happens=lambda world: _tag(world, annotated=False),
        seen=lambda world: dict(world.code_host.tags),
        mended=lambda world: world.code_host.tags.clear(),
    ),
    "TestPyPI holds other bytes": Conflict(
        before="publish_testpypi",
        told=f"TestPyPI already holds other bytes as {SDIST}: sha256",
        happens=lambda world: world.testpypi.put(SDIST, b"other"),
        seen=lambda world: dict(world.testpypi.listed),
        mended=lambda world: world.testpypi.listed.clear(),
    ),
    "PyPI holds other bytes": Conflict(
        before="publish_pypi",
        told=f"PyPI already holds other bytes as {WHEEL}: sha256",
        happens=lambda world: world.pypi.put(WHEEL, b"other"),
        seen=lambda world: dict(world.pypi.listed),
        mended=lambda world: world.pypi.listed.clear(),
    ),
    "the branch moved": Conflict(
        before="land_release_commit",
        told="The branch main moved to",
        happens=lambda world: _move(world, "main", "main"),
        seen=lambda world: world.history.branches["main"],
        mended=lambda world: world.history.branches.update(
            main=world.history.commits[world.history.branches["main"]].parents[0]
        ),
    ),
    "a stranger has released": Conflict(
        before="draft_github_release",
        told="Somebody else has already published a release for v1.2.0.",
        happens=_release,
        seen=lambda world: dict(world.code_host.hosted),
        mended=lambda world: world.code_host.hosted.clear(),
    ),
    "the release branch holds other work": Conflict(
        before="prepare_release",
        told="The branch release/v1.2.0 already holds other work at",
        happens=lambda world: _move(world, "release/v1.2.0", "main"),
        seen=lambda world: world.history.branches["release/v1.2.0"],
        mended=lambda world: world.history.branches.pop("release/v1.2.0"),
    ),
    "the tag came before everything": Conflict(
        before="check_ready",
        told="The tag v1.2.0 already points at",
        happens=_tag,
        seen=lambda world: dict(world.code_host.tags),
        mended=lambda world: world.code_host.tags.clear(),
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
async def test_a_conflict_is_told_and_overwrites_nothing(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """One sentence, one next step, nothing touched; when it is mended, a retry ends the release."""
    conflict = CONFLICTS[name]
    foreign: list[object] = []

    def happen() -> None:
        conflict.happens(bench.world)
        foreign.append(conflict.seen(bench.world))

    before_stage(monkeypatch, conflict.before, happen)
    release = await driver.start()
    status, _ = await driver.patiently(release)
    assert status["state"] == "failed"
    assert status["error"]["sentence"].startswith(conflict.told)
    assert status["error"]["next"][0].isupper()
    assert status["error"]["next"].endswith(".")
    assert not status["error"]["next"].endswith("..")
    assert status["error"]["exit_code"] == 1
    assert foreign == [conflict.seen(bench.world)]

    conflict.mended(bench.world)
    await driver.releases.retry(release, "alice")
    status, _ = await driver.patiently(release)
    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == WHOLE_RELEASE


async def test_of_several_drafts_of_ours_the_oldest_stays(bench: Bench, driver: Driver) -> None:
    """A crash may leave several; a stranger's draft of the same tag is not ours to delete."""
    host = bench.world.code_host
    plan = bench.world.plan(commands.release_id("greeter", "1"))
    ours = hosted_release.body(plan)
    for body in (ours, "by hand", ours):
        title = hosted_release.title(plan)
        await host.create_draft("v1.2.0", "", title, body, prerelease=False)
    status = await driver.released()

    assert status["state"] == "done"
    assert {release.id: release.draft for release in host.hosted.values()} == {1: False, 2: True}
    assert len(host.hosted[1].assets) == 4


async def test_the_mark_of_the_test_is_the_real_one(bench: Bench, driver: Driver) -> None:
    """The drafts above are taken for the bot's own because they are marked as it marks."""
    await driver.released()

    assert [MARK in release.body for release in bench.world.code_host.hosted.values()] == [True]


async def test_a_draft_that_vanished_is_drafted_again(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody deletes the draft right before it would be published."""
    hosted = bench.world.code_host.hosted
    before_stage(monkeypatch, "publish_github_release", hosted.clear)
    status = await driver.released()

    assert (status["state"], status["error"]["code"]) == ("failed", "conflict")
    assert (await driver.retried(status["release"]))["state"] == "done"
    assert [release.draft for release in hosted.values()] == [False]


async def test_a_branch_that_went_on_after_the_landing_is_no_conflict(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release commit is in it, so it has landed."""
    before_stage(monkeypatch, "tag_release", lambda: _move(bench.world, "main", "main"))
    bench.world.code_host.fail_next("create_tag", when="after")
    release = await driver.start()
    status, waited = await driver.patiently(release)

    assert (status["state"], len(waited)) == ("done", 1)
    tagged = bench.world.code_host.tags["v1.2.0"].commit
    assert tagged == bench.world.history.branches["release/v1.2.0"]
    assert tagged != bench.world.history.branches["main"]
