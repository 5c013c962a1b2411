"""The latest release at the local GitHub: its rules, and the bot's releases in several orders."""

from dataclasses import replace
from pathlib import Path

import github
import pytest
from github.Repository import Repository

from bot.adapters.code_host.github import GitHubCodeHost
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from bot.stages import hosted_release, publish_github_release
from bot.stages.work import Work
from tests.contract.code_hosts import WHEN, Site
from tests.fakes.fake_world import make_world
from tests.fakes.sample_plan import sample_plan

ORDERS = (
    ("4.0.0", "4.0.1", "4.1.0", "5.0.0rc1", "5.0.0"),
    ("5.0.0", "5.0.0rc1", "4.1.0", "4.0.1", "4.0.0"),
    ("4.1.0", "4.0.1", "5.0.0rc1", "4.0.0", "5.0.0"),
)
HIGHEST = ("4.0.0", "4.0.1", "4.1.0", "5.0.0")  # of the finals, in their order


@pytest.fixture
def repository(world: World) -> Repository:
    """The sample's repository as a client of GitHub sees it."""
    auth = github.Auth.Token(world.github_token)
    return github.Github(base_url=world.github_url, auth=auth).get_repo(project.FULL_NAME)


def _latest(repository: Repository) -> str:
    try:
        return repository.get_latest_release().tag_name
    except github.UnknownObjectException:
        return ""


def _change(repository: Repository, release: int, **fields: object) -> None:
    url = f"{repository.url}/releases/{release}"
    repository.requester.requestJsonAndCheck("PATCH", url, input=fields)


def _make(repository: Repository, tag: str, **fields: object) -> int:
    """A release by a raw request, so that only what is said is sent."""
    url = f"{repository.url}/releases"
    _, made = repository.requester.requestJsonAndCheck(
        "POST", url, input={"tag_name": tag} | fields
    )
    return int(made["id"])


@pytest.mark.parametrize("order", ORDERS)
async def test_whatever_is_published_first_the_highest_final_is_the_latest(
    github: GitHubCodeHost, repository: Repository, tmp_path: Path, order: tuple[str, ...]
) -> None:
    """All were planned before the first of them came out, so every plan says "the latest"."""
    outside = replace(make_world(tmp_path / "fakes").outside(), code_host=github)
    head = await github.branch_head("main") or ""
    shown: list[str] = []
    for version in order:
        plan = replace(
            sample_plan(f"r-{version}"),
            version=version,
            tag=f"v{version}",
            prerelease="rc" in version,
        )
        await github.create_tag(plan.tag, head, plan.tag, WHEN)
        title, body = hosted_release.title(plan), hosted_release.body(plan)
        await github.create_draft(plan.tag, head, title, body, prerelease=plan.prerelease)
        work = Work(plan=plan, ledger={}, outside=outside)
        await publish_github_release.run(work, ())
        [row] = (await publish_github_release.already_done(work)).rows
        shown.append(_latest(repository).removeprefix("v"))
        assert row.evidence["latest"] == (f"v{shown[-1]}" if shown[-1] else "none")

    out = [[each for each in HIGHEST if each in order[: n + 1]] for n in range(len(order))]
    assert shown == [finals[-1] if finals else "" for finals in out]


async def test_a_backport_does_not_become_the_latest_by_its_date(
    github: GitHubCodeHost, repository: Repository, tmp_path: Path
) -> None:
    """Where nothing has the mark GitHub goes by the commits, and the backport's is the newest."""
    old, new = (commit.sha for commit in list(repository.get_commits())[1::-1])
    await github.create_tag("v5.0.0", old, "v5.0.0", WHEN)
    _make(repository, "v5.0.0", make_latest="legacy")
    plan = replace(sample_plan(), version="4.0.1", tag="v4.0.1", latest=False)
    await github.create_tag(plan.tag, new, plan.tag, WHEN)
    title, body = hosted_release.title(plan), hosted_release.body(plan)
    await github.create_draft(plan.tag, new, title, body, prerelease=False)
    outside = replace(make_world(tmp_path / "fakes").outside(), code_host=github)
    await publish_github_release.run(Work(plan=plan, ledger={}, outside=outside), ())

    assert _latest(repository) == "v5.0.0"


def test_what_is_published_is_the_latest_unless_it_is_said_otherwise(
    repository: Repository,
) -> None:
    """As GitHub documents it, whether a draft was there before or not."""
    first = _make(repository, "v1.0.0")
    assert _latest(repository) == "v1.0.0"
    draft = _make(repository, "v0.9.0", draft=True)
    assert _latest(repository) == "v1.0.0"
    _change(repository, draft, draft=False)
    assert _latest(repository) == "v0.9.0"
    _make(repository, "v3.0.0", make_latest="false")
    _change(repository, first, body="Edited.")
    assert _latest(repository) == "v0.9.0"
    _change(repository, first, make_latest="true")
    assert _latest(repository) == "v1.0.0"


def test_drafts_and_pre_releases_are_never_the_latest(repository: Repository) -> None:
    """Not by default, and a change that asks for it is refused."""
    draft = _make(repository, "v1.0.0", draft=True)
    candidate = _make(repository, "v1.0.0rc1", prerelease=True)
    assert _latest(repository) == ""
    for release in (draft, candidate):
        with pytest.raises(github.GithubException, match="draft or prerelease"):
            _change(repository, release, make_latest="true")
    final = _make(repository, "v0.9.0")
    _change(repository, final, prerelease=True)

    assert _latest(repository) == ""


def test_legacy_goes_by_the_date_of_the_commit_and_then_by_the_version(
    repository: Repository,
) -> None:
    """Releases of one commit are ordered as versions, whenever they were published."""
    commits = [commit.sha for commit in repository.get_commits()]
    for tag in ("v1.9.0", "v1.10.0", "v1.2.0"):
        _make(repository, tag, target_commitish=commits[0], make_latest="legacy")
    _make(repository, "v5.0.0", target_commitish=commits[-1], make_latest="legacy")

    assert _latest(repository) == "v1.10.0"


async def test_every_code_host_tells_what_is_published_and_the_latest(site: Site) -> None:
    """Drafts are in neither, pre-releases are published."""
    assert await site.host.latest_release() is None
    made = {}
    for tag in ("v9.0.0rc1", "v9.0.0", "v9.1.0", "v8.0.0"):
        await site.host.create_tag(tag, site.head, tag, WHEN)
        draft = await site.host.create_draft(tag, site.head, tag, "", prerelease="rc" in tag)
        made[tag] = draft.id
    for tag in ("v9.0.0rc1", "v9.0.0", "v8.0.0"):
        await site.host.publish_release(made[tag], latest=tag == "v9.0.0")
    found = {release.tag for release in await site.host.published_releases()}
    latest = await site.host.latest_release()

    assert found == {"v9.0.0rc1", "v9.0.0", "v8.0.0"}
    assert latest is not None
    assert latest.tag == "v9.0.0"
