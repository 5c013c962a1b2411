"""Previewing: what would be released, as a real release would be planned, and nothing happens."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import errors
from bot.domain import moments
from bot.domain.notes.changes import Commit
from bot.domain.plans import plan_json
from bot.releases.controls import previewing
from tests.fakes.fake_world import ROLES, FakeWorld, make_world
from tests.unit.releases.conftest import NOW

Json = dict[str, Any]


@pytest.fixture
def world(tmp_path: Path) -> FakeWorld:
    """A world with a project that could be released."""
    return make_world(tmp_path)


async def _preview(world: FakeWorld, bump: str, branch: str | None = None) -> Json:
    return await previewing.make_preview(world.project(), bump, branch, ROLES, {}, NOW)


async def test_a_preview_is_the_plan_of_the_release(world: FakeWorld) -> None:
    """Only who asked, the id and the moment are those of nobody yet."""
    shown = await _preview(world, "minor")
    planned = replace(
        world.plan(""), requester="", created=moments.whole_seconds(NOW), date=NOW[:10]
    )

    assert plan_json.plan_from_json(shown) == planned
    assert [post["kind"] for post in shown["posts"]] == ["announcement"]
    assert [(a["question"], a["needed"], a["of"]) for a in shown["approvals"]] == [
        ("publish", 2, ["alice", "bob", "carol"])
    ]
    assert world.effects() == []


@pytest.mark.parametrize(
    ("subject", "bump", "version"),
    [
        ("feat: greet", "minor", "1.2.0"),
        ("fix: greet", "patch", "1.1.1"),
        ("feat!: greet", "major", "2.0.0"),
    ],
)
async def test_without_a_kind_the_commits_decide(
    world: FakeWorld, subject: str, bump: str, version: str
) -> None:
    """What the changes since the last release amount to."""
    commit = Commit(
        sha=world.repository.known.commit, subject=subject, body="", author="alice", time=NOW
    )
    world.repository.known = replace(world.repository.known, commits_since={"v1.1.0": (commit,)})
    shown = await _preview(world, "")

    assert (shown["bump"], shown["version"]) == (bump, version)


@pytest.mark.parametrize(
    ("bump", "branch", "code"),
    [
        ("1.1.0", None, "version_taken"),
        ("minro", None, "not_a_version"),
        ("minor", "nowhere", "bad_reference"),
    ],
)
async def test_what_could_not_be_released_cannot_be_previewed(
    world: FakeWorld, bump: str, branch: str | None, code: str
) -> None:
    """For the same reasons."""
    with pytest.raises(errors.ReleasebotError) as caught:
        await _preview(world, bump, branch)

    assert caught.value.reason == code


async def test_with_nothing_new_there_is_no_next(world: FakeWorld) -> None:
    """Whoever asks what comes next is told that it is nothing."""
    world.repository.known = replace(world.repository.known, commits_since={"v1.1.0": ()})
    with pytest.raises(errors.Refused) as caught:
        await _preview(world, "")

    assert caught.value.reason == "nothing_to_release"


async def test_versions_on_an_index_count_as_taken(world: FakeWorld) -> None:
    """As they do for the release itself."""
    world.pypi.put("greeter-1.2.0.tar.gz", b"theirs")
    with pytest.raises(errors.Refused, match="has listed it before"):
        await _preview(world, "minor")
