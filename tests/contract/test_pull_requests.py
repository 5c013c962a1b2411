"""Every code host: a release branch gets into its base by a merge commit, once, or not yet."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot import errors, ports
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.code_host.session import Session
from bot.adapters.tokens import StoredToken
from bot.rehearsal import world as worlds
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from bot.settings.secrets import SecretReference
from tests.fakes.fake_code_host import FakeCodeHost
from tests.fakes.fake_history import FakeHistory
from tests.fakes.stored_files import secret_file

WHEN = "2026-03-04T05:06:07Z"
BRANCH = "release/v9.0.0"
REVIEW = "At least 1 approving review is required by reviewers with write access."


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A code host, how a merge into its main branch is blocked, and a commit's parents there."""

    host: ports.CodeHost
    block: Callable[[str], Awaitable[None]]
    parents: Callable[[str], tuple[str, ...]]


def _fake() -> Site:
    history = FakeHistory()
    history.branches["main"] = history.add({"README.md": b"hello"})
    host = FakeCodeHost(history)

    async def block(needs: str) -> None:
        host.merges_need = needs

    return Site(host=host, block=block, parents=lambda commit: history.commits[commit].parents)


@pytest.fixture
def github(world: World, tmp_path: Path) -> Iterator[GitHubCodeHost]:
    """The adapter on the local world's GitHub."""
    secret = SecretReference(file=secret_file(tmp_path, world.github_token))
    host = GitHubCodeHost(Session(world.github_url, StoredToken(secret)), project.FULL_NAME)
    yield host
    host.close()


def _local(host: GitHubCodeHost, world: World) -> Site:
    git = BareRepository(world.folder / "repositories" / f"{project.FULL_NAME}.git")

    async def block(needs: str) -> None:
        asked = {"repository": project.FULL_NAME, "branch": "main", "needs": needs}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{world.github_url}/_world/protect", json=asked) as answer,
        ):
            answer.raise_for_status()

    def parents(commit: str) -> tuple[str, ...]:
        return tuple(git.text("rev-list", "--parents", "--max-count=1", commit).split()[1:])

    return Site(host=host, block=block, parents=parents)


@pytest.fixture(params=["fake", "local world"])
def site(request: pytest.FixtureRequest) -> Site:
    """A code host in memory, and the local world's."""
    if request.param == "fake":
        return _fake()
    return _local(request.getfixturevalue("github"), request.getfixturevalue("world"))


async def _head(site: Site, branch: str = "main") -> str:
    head = await site.host.branch_head(branch)
    assert head is not None
    return head


async def _committed(site: Site, branch: str, path: str, content: bytes = b"x") -> str:
    """Put a commit on main onto a branch, which is made where it is missing."""
    base = await _head(site)
    commit = await site.host.create_commit(base, f"Add {path}", {path: content}, WHEN)
    await site.host.set_branch(branch, commit, base if branch == "main" else None)
    return commit


async def _asked(site: Site) -> ports.HostedPull:
    return await site.host.create_pull_request(BRANCH, "main", "Release v9.0.0", "Please merge.")


async def test_where_nobody_asked_there_is_none(site: Site) -> None:
    """Neither for a branch that is there, nor for one that is not."""
    await _committed(site, BRANCH, "nine.txt")

    assert await site.host.pull_request(BRANCH, "main") is None
    assert await site.host.pull_request("release/none", "main") is None


async def test_asking_twice_is_one_pull_request(site: Site) -> None:
    """An answer that was lost leaves one, which is found again by its branches."""
    commit = await _committed(site, BRANCH, "nine.txt")
    first, second = await _asked(site), await _asked(site)

    assert first == second == await site.host.pull_request(BRANCH, "main")
    assert (first.state, first.head_commit, first.merge_commit) == ("open", commit, "")
    assert first.url


async def test_it_is_merged_by_a_merge_commit_once(site: Site) -> None:
    """What is new on the base meanwhile stays, and the commit of the branch is in it as it is."""
    commit = await _committed(site, BRANCH, "nine.txt")
    pull = await _asked(site)
    newer = await _committed(site, "main", "other.txt")
    for _ in range(2):
        await site.host.merge_pull_request(pull.number, commit)
    found = await site.host.pull_request(BRANCH, "main")

    assert found is not None
    assert (found.state, found.head_commit) == ("merged", commit)
    assert found.merge_commit == await _head(site)
    assert site.parents(found.merge_commit) == (newer, commit)


async def test_what_needs_a_review_is_not_merged(site: Site) -> None:
    """The code host's own words are told; when it is reviewed, the same call merges."""
    commit = await _committed(site, BRANCH, "nine.txt")
    pull, before = await _asked(site), await _head(site)
    await site.block(REVIEW)
    with pytest.raises(errors.Refused, match="approving review is required") as caught:
        await site.host.merge_pull_request(pull.number, commit)
    assert caught.value.reason == "not_mergeable"
    assert await _head(site) == before

    await site.block("")
    await site.host.merge_pull_request(pull.number, commit)
    assert site.parents(await _head(site)) == (before, commit)


async def test_a_conflict_is_for_people(site: Site) -> None:
    """Both branches made the same file: nothing is merged."""
    commit = await _committed(site, BRANCH, "nine.txt", b"ours")
    pull = await _asked(site)
    newer = await _committed(site, "main", "nine.txt", b"theirs")
    with pytest.raises(errors.Refused) as caught:
        await site.host.merge_pull_request(pull.number, commit)

    assert caught.value.reason == "not_mergeable"
    assert await _head(site) == newer


async def test_another_head_is_not_merged(site: Site) -> None:
    """Somebody pushed to the branch: what would be merged is not what was meant."""
    commit = await _committed(site, BRANCH, "nine.txt")
    pull, before = await _asked(site), await _head(site)
    more = await site.host.create_commit(commit, "More", {"more.txt": b"x"}, WHEN)
    await site.host.set_branch(BRANCH, more, commit)
    with pytest.raises(errors.Refused) as caught:
        await site.host.merge_pull_request(pull.number, commit)
    found = await site.host.pull_request(BRANCH, "main")

    assert caught.value.reason == "not_mergeable"
    assert await _head(site) == before
    assert found is not None
    assert (found.state, found.head_commit) == ("open", more)


async def _say(world: World, method: str, path: str, **asked: str) -> None:
    """Do as a person at GitHub does."""
    url = f"{world.github_url}/repos/{project.FULL_NAME}/pulls/{path}"
    headers = {"Authorization": f"Bearer {world.github_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, url, json=asked) as answer,
    ):
        answer.raise_for_status()


async def test_one_that_was_closed_is_told_and_another_can_be_made(
    github: GitHubCodeHost, world: World
) -> None:
    """The newest of two branches counts."""
    site = _local(github, world)
    commit = await _committed(site, BRANCH, "nine.txt")
    first = await _asked(site)
    await _say(world, "PATCH", str(first.number), state="closed")
    closed = await github.pull_request(BRANCH, "main")
    assert closed is not None
    assert (closed.state, closed.head_commit, closed.merge_commit) == ("closed", commit, "")

    second = await _asked(site)
    assert second.number > first.number
    assert await github.pull_request(BRANCH, "main") == second


async def test_one_that_was_squashed_has_another_commit(
    github: GitHubCodeHost, world: World
) -> None:
    """It is merged, but its commit is not in the branch: the caller has to look there."""
    site = _local(github, world)
    commit = await _committed(site, BRANCH, "nine.txt")
    pull, before = await _asked(site), await _head(site)
    await _say(world, "PUT", f"{pull.number}/merge", merge_method="squash")
    found = await github.pull_request(BRANCH, "main")

    assert found is not None
    assert (found.state, found.head_commit) == ("merged", commit)
    assert site.parents(found.merge_commit) == (before,)


async def test_the_world_journals_what_was_asked_and_merged(
    github: GitHubCodeHost, world: World
) -> None:
    """One row each, however often it is said."""
    site = _local(github, world)
    commit = await _committed(site, BRANCH, "nine.txt")
    for _ in range(2):
        pull = await _asked(site)
    for _ in range(2):
        await github.merge_pull_request(pull.number, commit)
    told = [(row["kind"], row["key"]) for row in worlds.effects(world)]

    assert told == [
        ("branch", f"refs/heads/{BRANCH}"),
        ("pull_request", f"{BRANCH} into main"),
        ("branch", "refs/heads/main"),
        ("pull_request_merged", f"{BRANCH} into main"),
    ]
