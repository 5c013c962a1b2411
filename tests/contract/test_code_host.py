"""Every code host: commits by API, and refs that only go forward."""

import aiohttp
import pytest

from bot import errors, ports
from bot.adapters.code_host.github import GitHubCodeHost
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from tests.contract.code_hosts import WHEN, Site

FILES = {"CHANGELOG.md": b"# Changelog\n\n\xc3\x84\n", "deep/er/file.txt": b"\r\nbytes\x00\xff"}


def _git(world: World) -> BareRepository:
    return BareRepository(world.folder / "repositories" / f"{project.FULL_NAME}.git")


async def _commit(site: Site) -> str:
    return await site.host.create_commit(site.head, "Release 9.0.0", FILES, WHEN)


async def test_what_is_not_there_is_an_answer(site: Site) -> None:
    """Nothing of a new release exists yet, and no look-up takes that for silence."""
    assert await site.host.branch_head("release/none") is None
    assert await site.host.tag("v99.0.0") is None
    assert await site.host.releases("v99.0.0") == ()
    assert await site.host.pull_requests(["0" * 40]) == ()
    assert await site.host.check_state("0" * 40) == "none"


async def test_the_same_commit_twice_is_one(site: Site) -> None:
    """A commit whose answer was lost can be made again, and another message is another commit."""
    first, second = await _commit(site), await _commit(site)
    other = await site.host.create_commit(site.head, "Release 9.0.1", FILES, WHEN)

    assert first == second
    assert len({first, other, site.head}) == 3


async def test_a_branch_is_made_and_moved_forward(site: Site) -> None:
    """From nothing to the head, from the head to its child, and again without an effect."""
    commit = await _commit(site)
    for _ in range(2):
        await site.host.set_branch("release/v9.0.0", site.head, None)
    for _ in range(2):
        await site.host.set_branch("release/v9.0.0", commit, site.head)

    assert await site.host.branch_head("release/v9.0.0") == commit


async def test_a_branch_that_moved_is_a_conflict(site: Site) -> None:
    """Whoever was first keeps the branch."""
    ours = await _commit(site)
    theirs = await site.host.create_commit(site.head, "Somebody else", FILES, WHEN)
    await site.host.set_branch("release/v9.0.0", theirs, None)

    for expected in (site.head, None):
        with pytest.raises(errors.Conflict):
            await site.host.set_branch("release/v9.0.0", ours, expected)

    assert await site.host.branch_head("release/v9.0.0") == theirs


async def test_a_branch_never_goes_back_or_aside(site: Site) -> None:
    """Only a fast-forward is taken, even from where the branch was expected."""
    ours = await _commit(site)
    aside = await site.host.create_commit(site.head, "Aside", FILES, WHEN)
    await site.host.set_branch("release/v9.0.0", ours, None)

    for commit in (site.head, aside):
        with pytest.raises(errors.Conflict):
            await site.host.set_branch("release/v9.0.0", commit, ours)

    assert await site.host.branch_head("release/v9.0.0") == ours


async def test_a_branch_of_ours_is_replaced_from_where_it_is_expected(site: Site) -> None:
    """Back or aside, and again without an effect; never from elsewhere, never from nothing."""
    ours = await _commit(site)
    aside = await site.host.create_commit(site.head, "Aside", FILES, WHEN)
    await site.host.set_branch("release/v9.0.0", ours, None)
    for _ in range(2):
        await site.host.replace_branch("release/v9.0.0", aside, ours)
    for branch, commit in (("release/v9.0.0", ours), ("release/v9.0.1", site.head)):
        with pytest.raises(errors.Conflict):
            await site.host.replace_branch(branch, commit, ours)

    assert await site.host.branch_head("release/v9.0.0") == aside
    assert await site.host.branch_head("release/v9.0.1") is None


async def test_a_branch_of_ours_is_removed_from_where_it_is_expected(site: Site) -> None:
    """Removing what is gone is fine; a branch that somebody moved stays."""
    ours = await _commit(site)
    await site.host.set_branch("release/v9.0.0", ours, None)
    with pytest.raises(errors.Conflict):
        await site.host.delete_branch("release/v9.0.0", site.head)
    assert await site.host.branch_head("release/v9.0.0") == ours
    for _ in range(2):
        await site.host.delete_branch("release/v9.0.0", ours)

    assert await site.host.branch_head("release/v9.0.0") is None


async def test_a_tag_is_annotated_and_peeled(site: Site) -> None:
    """The tag is found with the commit that it is about; the same again is fine."""
    commit = await _commit(site)
    for _ in range(2):
        await site.host.create_tag("v9.0.0", commit, "Release 9.0.0", WHEN)

    assert await site.host.tag("v9.0.0") == ports.Tag(name="v9.0.0", commit=commit, annotated=True)


async def test_a_tag_on_another_commit_is_a_conflict(site: Site) -> None:
    """A tag is never moved."""
    await site.host.create_tag("v9.0.0", site.head, "Release 9.0.0", WHEN)

    with pytest.raises(errors.Conflict):
        await site.host.create_tag("v9.0.0", await _commit(site), "Release 9.0.0", WHEN)

    found = await site.host.tag("v9.0.0")
    assert found is not None
    assert found.commit == site.head


async def test_pull_requests_come_once(site: Site) -> None:
    """A pull request that brought several commits is one pull request."""
    found = await site.host.pull_requests([site.head, "0" * 40, site.head])

    assert len(found) <= 1
    assert all(pull.author and pull.title and pull.number for pull in found)


async def test_an_executable_file_stays_executable(github: GitHubCodeHost, world: World) -> None:
    """Git remembers modes, so a new version of a script must not lose its own."""
    git = _git(world)
    head = await github.branch_head("main")
    assert head is not None
    script = git.run("hash-object", "-w", "--stdin", stdin=b"#!/bin/sh\n").strip()
    folder = git.run("mktree", stdin=f"100755 blob {script.decode()}\trun\n".encode()).strip()
    root = git.run("ls-tree", head) + f"040000 tree {folder.decode()}\ttools\n".encode()
    tree = git.run("mktree", stdin=root).strip().decode()
    parent = (
        git.run(
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.org",
            "commit-tree",
            "-p",
            head,
            "-m",
            "Add a tool",
            tree,
        )
        .strip()
        .decode()
    )

    commit = await github.create_commit(
        parent, "Release", {"tools/run": b"#!/bin/sh\n:\n", "tools/new": b"x"}, WHEN
    )

    listed = git.run("ls-tree", commit, "tools/").decode().splitlines()
    assert {line.split()[-1]: line.split()[0] for line in listed} == {
        "tools/new": "100644",
        "tools/run": "100755",
    }
    assert git.run("show", f"{commit}:tools/run") == b"#!/bin/sh\n:\n"


async def test_the_merge_commits_of_the_sample_lead_to_their_pull_requests(
    github: GitHubCodeHost, world: World
) -> None:
    """Each merge of the real history is found with number, title, author and labels."""
    merges = _git(world).run("rev-list", "--merges", "main").decode().split()

    found = await github.pull_requests(merges)

    assert {pull.merge_commit for pull in found} == set(merges)
    assert len({pull.number for pull in found}) == len(merges) > 0
    assert any(pull.labels for pull in found)


@pytest.mark.parametrize(
    ("states", "combined"),
    [
        (("success", "skipped"), "success"),
        (("success", "queued"), "pending"),
        (("queued", "cancelled"), "failure"),
        (("timed_out", "success"), "failure"),
    ],
)
async def test_checks_are_combined(
    github: GitHubCodeHost, world: World, states: tuple[str, ...], combined: str
) -> None:
    """One bad check makes it bad, one open check keeps it open."""
    head = await github.branch_head("main")
    async with aiohttp.ClientSession() as session:
        for name, state in enumerate(states):
            asked = {"repository": project.FULL_NAME, "commit": head}
            asked |= {"name": f"check-{name}", "state": state}
            url = f"{world.github_url}/_world/check"
            async with session.post(url, json=asked) as answer:
                answer.raise_for_status()

    assert await github.check_state(head or "") == combined
