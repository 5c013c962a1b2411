"""The bot as an App in the local world: with just its rights it can do all of a release."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import errors
from bot.adapters.code_host import inspection
from bot.adapters.code_host.account.app import App
from bot.adapters.code_host.account.installation import InstallationToken
from bot.adapters.code_host.account.permissions import EVENTS, PERMISSIONS
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.code_host.session import Session
from bot.adapters.git import GitRepository
from bot.adapters.tokens import StoredToken
from bot.doctor.destinations import app_rights, hosting
from bot.domain.approvals.gates import BranchRules, OpenIssue
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from bot.settings.secrets import KeyReference
from tests.contract.code_hosts import WHEN
from tests.contract.local_github.conftest import Key
from tests.fakes.stored_files import secret_file, store

WORKFLOW = ".github/workflows/publish.yml"
OTHERS = 15368  # the App of GitHub's own CI


async def _order(world: World, order: str, /, **content: object) -> dict[str, Any]:
    """Have the local world do something."""
    return await _send(world, "POST", f"/_world/github/{order}", **content)


async def _api(world: World, method: str, path: str, /, **content: object) -> dict[str, Any]:
    """Do something as a person with a token."""
    return await _send(world, method, f"/repos/{project.FULL_NAME}{path}", **content)


async def _send(world: World, method: str, path: str, /, **content: object) -> dict[str, Any]:
    headers = {"Authorization": f"token {world.github_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.request(method, f"{world.github_url}{path}", json=content or None) as answer,
    ):
        answer.raise_for_status()
        found: dict[str, Any] = await answer.json()
        return found


@pytest.fixture
async def token(world: World, tmp_path: Path) -> InstallationToken:
    """The token of an App with exactly the rights of its manifest."""
    made = await _order(world, "app", permissions=dict(PERMISSIONS), events=list(EVENTS))
    key = KeyReference(file=secret_file(tmp_path, made["private_key"]))
    return InstallationToken(App(world.github_url, made["id"], key), project.FULL_NAME)


@pytest.fixture
async def host(world: World, token: InstallationToken) -> AsyncIterator[GitHubCodeHost]:
    """The code host, reached as the App."""
    host = GitHubCodeHost(Session(world.github_url, token), project.FULL_NAME)
    yield host
    host.close()


async def test_the_rights_are_enough_for_a_release(
    world: World, host: GitHubCodeHost, tmp_path: Path
) -> None:
    """Commit, branches, pull request, tag, draft, file and publication; tokens end in between."""
    head = await host.branch_head("main")
    assert head is not None
    await _order(world, "expire_tokens")
    commit = await host.create_commit(head, "Release 9.0.0", {"NEW.md": b"new"}, WHEN)
    await host.set_branch("release/v9.0.0", commit, None)
    await host.create_pull_request("release/v9.0.0", "main", "Release 9.0.0", "body")
    await _order(world, "expire_tokens")
    await host.create_tag("v9.0.0", commit, "Release 9.0.0", WHEN)
    draft = await host.create_draft("v9.0.0", commit, "Greeter", "notes", prerelease=False)
    await _order(world, "expire_tokens")
    await host.upload_asset(draft.id, *store(tmp_path, "sdist", ("a.tar.gz", b"bytes")))
    await host.publish_release(draft.id, latest=True)
    await host.set_branch("main", commit, head)
    await host.delete_branch("release/v9.0.0", commit)

    [release] = await host.releases("v9.0.0")
    assert (release.draft, [asset.name for asset in release.assets]) == (False, ["a.tar.gz"])
    assert await host.branch_head("main") == commit


async def test_git_fetches_as_the_app(
    world: World, token: InstallationToken, tmp_path: Path
) -> None:
    """Also with a token that ended meanwhile."""
    url = f"{world.github_url}/{project.FULL_NAME}.git"
    mirror = GitRepository.mirror(tmp_path / "mirror", url, token)
    before = await mirror.facts(None)
    await _order(world, "expire_tokens")

    assert (await mirror.facts(None)).commit == before.commit


async def test_checks_are_told_with_their_app(world: World, host: GitHubCodeHost) -> None:
    """The newest one has the highest number; a status has no App."""
    head = await host.branch_head("main") or ""
    run = {"repository": project.FULL_NAME, "commit": head, "name": "ci"}
    for conclusion in ("failure", "success"):
        await _order(world, "check_run", **run, app_id=OTHERS, conclusion=conclusion)
    await _api(world, "POST", f"/statuses/{head}", state="pending", context="ci")

    found = await host.reported_checks(head)

    ours = sorted((c for c in found if c.app == OTHERS and c.name == "ci"), key=lambda c: c.number)
    assert [check.state for check in ours] == ["failure", "success"]
    assert all(check.is_own for check in ours)
    assert [(c.name, c.state) for c in found if c.app is None] == [("ci", "pending")]


async def test_blockers_are_told(world: World, host: GitHubCodeHost) -> None:
    """The open ones with the label."""
    assert await host.open_issues("release-blocker") == ()
    made = [
        await _api(world, "POST", "/issues", title=f"It breaks {n}", labels=["release-blocker"])
        for n in (1, 2)
    ]
    await _api(world, "PATCH", f"/issues/{made[0]['number']}", state="closed")

    found = await host.open_issues("release-blocker")

    assert found == (
        OpenIssue(number=made[1]["number"], title="It breaks 2", url=made[1]["html_url"]),
    )


async def test_github_writes_notes_without_storing_anything(host: GitHubCodeHost) -> None:
    """For a tag that is not there yet."""
    head = await host.branch_head("main") or ""
    generated = await host.generated_notes("v9.0.0", head, None)

    assert "**Full Changelog**: " in generated
    assert await host.releases("v9.0.0") == ()
    assert await host.tag("v9.0.0") is None


async def test_a_milestone_is_closed_once(world: World, host: GitHubCodeHost) -> None:
    """Found by the first title that fits; closing it again changes nothing."""
    for title in ("9.0.0", "later"):
        await _api(world, "POST", "/milestones", title=title)

    found = await host.milestone(("v9.0.0", "9.0.0"))
    assert found is not None
    assert (found.title, found.is_open) == ("9.0.0", True)
    for _ in range(2):
        await host.close_milestone(found.number)
    closed = await host.milestone(("9.0.0",))

    assert closed is not None
    assert not closed.is_open
    assert await host.milestone(("8.0.0",)) is None
    await host.close_milestone(99)


RULES = {
    "none": ({"off": True}, BranchRules()),
    "a ruleset": (
        {"kind": "ruleset", "reviews": 1, "checks": [{"context": "ci"}]},
        BranchRules(needs_pull_request=True, checks=("ci",)),
    ),
    "an older protection": (
        {"kind": "classic", "reviews": 1, "checks": [{"context": "ci"}]},
        BranchRules(needs_pull_request=True, checks=("ci",)),
    ),
}


@pytest.mark.parametrize(("order", "expected"), RULES.values(), ids=RULES)
async def test_what_a_branch_is_held_to_is_told(
    world: World, host: GitHubCodeHost, order: dict[str, object], expected: BranchRules
) -> None:
    """Whether by a ruleset or in the older way, which only reads of administration are shown."""
    await _order(world, "branch_rule", repository=project.FULL_NAME, branch="main", **order)

    assert await host.branch_rules("main") == expected


async def test_without_the_right_to_read_administration_it_works_and_says_what_it_does_not_know(
    world: World, host: GitHubCodeHost, token: InstallationToken
) -> None:
    """An owner who does not accept that right gets releases; what is hidden is unknown."""
    less = {name: level for name, level in PERMISSIONS.items() if name != "administration"}
    order = {"owner": "acme", "action": "new_permissions_accepted", "permissions": less}
    await _order(world, "installation", **order)
    await _order(world, "immutable_releases", repository=project.FULL_NAME, enabled=True)
    await _order(world, "branch_rule", repository=project.FULL_NAME, branch="main", reviews=1)
    session = Session(world.github_url, token)
    shown = await session.ask(project.FULL_NAME, inspection.look)
    session.close()

    assert await host.branch_rules("main") == BranchRules(is_protected=True)
    assert shown.rules == BranchRules(is_protected=True)
    assert shown.immutable_releases is None
    head = await host.branch_head("main")
    assert head is not None
    await host.set_branch("releasebot/less", head, None)
    assert await host.branch_head("releasebot/less") == head


@pytest.mark.parametrize(("role", "told"), [("maintain", None), ("admin", True)])
async def test_a_persons_token_is_told_what_its_role_is_shown(
    world: World,
    role: str,
    told: bool | None,  # noqa: FBT001  # a row of the table
) -> None:
    """A 404 that hides is not taken for GitHub's no."""
    person = await _order(world, "person", login="erin", repository=project.FULL_NAME, role=role)
    session = Session(world.github_url, StoredToken(Key(person["token"])))
    off = await session.ask(project.FULL_NAME, inspection.look)
    await _order(world, "immutable_releases", repository=project.FULL_NAME, enabled=True)
    await _order(world, "branch_rule", repository=project.FULL_NAME, branch="main", reviews=1)
    on = await session.ask(project.FULL_NAME, inspection.look)
    session.close()

    assert (off.immutable_releases, on.immutable_releases) == ((told and False), told)
    assert off.rules == BranchRules()
    assert on.rules == BranchRules(needs_pull_request=bool(told), is_protected=not told)


async def test_a_limit_is_not_taken_for_something_hidden(
    world: World, token: InstallationToken
) -> None:
    """Both are answered with 403; what is limited is asked again later."""
    await _order(world, "branch_rule", repository=project.FULL_NAME, branch="main", reviews=1)
    session = Session(world.github_url, token)
    for path in ("/repos/*/*/immutable-releases", "/repos/*/*/branches/*/protection"):
        await _order(world, "fault", method="GET", path=path, kind="secondary", seconds=0)
        with pytest.raises(errors.Unknown) as limited:
            await session.ask(project.FULL_NAME, inspection.look)
        assert limited.value.reason == "rate_limited"
    session.close()


async def test_the_doctor_is_told_how_the_app_stands(
    world: World, host: GitHubCodeHost, tmp_path: Path
) -> None:
    """What it asks for, what was granted, where its events go, and what it is not shown."""
    made = await _order(world, "app", hook_url=f"{world.github_url}/nowhere", hook_secret="x" * 32)
    key = KeyReference(file=secret_file(tmp_path, made["private_key"]))
    app = App(world.github_url, made["id"], key)
    granted = {**PERMISSIONS, "contents": "read"}
    order = {"owner": "acme", "action": "new_permissions_accepted", "permissions": granted}
    await _order(world, "installation", **order)
    described = await asyncio.to_thread(app.described)
    installed = await asyncio.to_thread(app.installation, project.FULL_NAME)
    hook = await asyncio.to_thread(app.hook)

    assert [each.severity for each in app_rights.of_app(described)] == ["ok"]
    (pending, *_) = app_rights.of_installation(installed, described, project.FULL_NAME)
    assert pending.sentence == "acme has not accepted the App's right contents: write."
    assert set(hook["secret"]) == {"*"}
    with pytest.raises(errors.Failed, match="no token with the rights it needs"):
        await host.branch_head("main")


async def test_the_doctor_is_told_how_a_repository_is_hosted(
    world: World, token: InstallationToken
) -> None:
    """As the App, and with the token of an administrator."""
    await _order(world, "immutable_releases", repository=project.FULL_NAME, enabled=True)
    await _order(world, "branch_rule", repository=project.FULL_NAME, branch="main", reviews=1)
    shown = []
    for each in (token, StoredToken(Key(world.github_token))):
        session = Session(world.github_url, each)
        shown.append(await session.ask(project.FULL_NAME, inspection.look))
        session.close()

    assert [each.immutable_releases for each in shown] == [True, True]
    assert [each.scopes for each in shown] == [(), ("repo",)]
    assert {each.has_tag_rules for each in shown} == {False}
    assert {each.rules for each in shown} == {BranchRules(needs_pull_request=True)}
    assert {each.branch for each in shown} == {"main"}


async def test_the_doctor_warns_of_a_workflow_that_would_publish_too(
    world: World, token: InstallationToken
) -> None:
    """One that a pushed tag starts would upload the same version beside the bot."""
    text = "on: {push: {tags: ['v*']}}\njobs: {x: {steps: [{run: twine upload dist/*}]}}\n"
    before = (await _api(world, "GET", "/git/ref/heads/main"))["object"]["sha"]
    tree = (await _api(world, "GET", f"/git/commits/{before}"))["tree"]["sha"]
    blob = await _api(world, "POST", "/git/blobs", content=text, encoding="utf-8")
    file = {"path": WORKFLOW, "mode": "100644", "type": "blob", "sha": blob["sha"]}
    grown = await _api(world, "POST", "/git/trees", base_tree=tree, tree=[file])
    commit = {"message": "ci: publish", "tree": grown["sha"], "parents": [before]}
    made = await _api(world, "POST", "/git/commits", **commit)
    await _api(world, "PATCH", "/git/refs/heads/main", sha=made["sha"], force=False)
    session = Session(world.github_url, token)
    found = await session.ask(project.FULL_NAME, inspection.look)
    session.close()

    assert found.workflows == {WORKFLOW: text}
    told = [each.sentence for each in hosting.judge(project.FULL_NAME, "fast-forward", found)]
    assert "A workflow publishes too: a pushed tag starts it." in told
