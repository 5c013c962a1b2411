"""What the App is told: signed, once, and again only when it asks."""

import hashlib
import hmac
from pathlib import Path

import pytest
from github import GithubException, InputGitTreeElement
from github.GitCommit import GitCommit
from github.Repository import Repository

from bot.rehearsal import git_process
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.world import World, effects
from tests.contract.local_github.conftest import SECRET, Installed, head
from tests.fakes.github_owner import GitHubOwner
from tests.fakes.webhook_receiver import WebhookReceiver


def _commit(repository: Repository, message: str = "feat: greet in Italian") -> GitCommit:
    before = repository.get_git_commit(head(repository))
    entry = InputGitTreeElement("docs/ITALIAN", "100644", "blob", content=f"{message}\n")
    tree = repository.create_git_tree([entry], base_tree=before.tree)
    return repository.create_git_commit(message, tree, [before])


def test_a_delivery_is_signed(
    receiver: WebhookReceiver, alice: Repository, owner: GitHubOwner, app: Installed
) -> None:
    """Over the bytes that are sent, by the secret of the hook, with all of GitHub's headers."""
    alice.create_milestone("1.2.0")
    owner.await_deliveries()

    (delivery,) = [each for each in receiver.received if each.event == "milestone"]
    digest = hmac.new(SECRET.encode(), delivery.body, hashlib.sha256).hexdigest()
    assert delivery.headers["X-Hub-Signature-256"] == f"sha256={digest}"
    assert delivery.headers["X-Hub-Signature"].startswith("sha1=")
    assert delivery.headers["User-Agent"].startswith("GitHub-Hookshot/")
    assert delivery.headers["Content-Type"] == "application/json"
    assert delivery.headers["X-GitHub-Hook-Installation-Target-Type"] == "integration"
    assert len(delivery.headers["X-GitHub-Delivery"]) == 36
    told = delivery.payload
    assert (told["action"], told["milestone"]["title"]) == ("created", "1.2.0")
    assert (told["sender"]["login"], told["installation"]["id"]) == ("alice", app.installation)


def test_a_hook_begins_with_a_ping(receiver: WebhookReceiver) -> None:
    """An address that was just set is tried at once."""
    assert receiver.names() == ["ping"]


def test_a_pull_request_is_told_from_branch_to_merge(
    receiver: WebhookReceiver, alice: Repository, repository: Repository, owner: GitHubOwner
) -> None:
    """Pushes, the opening, labels, comments and the merge, each by whoever did it."""
    commit = _commit(alice)
    alice.create_git_ref("refs/heads/italian", commit.sha)
    pull = alice.create_pull("main", "italian", title="Greet in Italian", body="Ciao")
    pull.add_to_labels("release:minor")
    comment = alice.get_issue(pull.number).create_comment("/release minor")
    repository.get_issue(pull.number).create_comment("Planned.").edit("Planned: 1.2.0.")
    repository.get_issue(pull.number).get_comment(comment.id).create_reaction("rocket")
    pull.merge()
    owner.await_deliveries()

    assert sorted(receiver.names()) == sorted(
        [
            *("ping", "create", "push", "pull_request opened", "pull_request labeled"),
            *("issue_comment created", "issue_comment created", "issue_comment edited"),
            *("push", "pull_request closed"),
        ]
    )
    closed = receiver.last("pull_request closed")
    assert closed["pull_request"]["merged"] is True
    assert closed["pull_request"]["merged_by"]["login"] == "alice"
    assert receiver.last("pull_request labeled")["label"]["name"] == "release:minor"
    edited = receiver.last("issue_comment edited")
    assert edited["sender"] == {**edited["sender"], "login": "releasebot[bot]", "type": "Bot"}
    assert edited["changes"]["body"]["from"] == "Planned."
    pushes = [each.payload for each in receiver.received if each.event == "push"]
    first = next(push for push in pushes if push["ref"] == "refs/heads/italian")
    assert (first["created"], first["head_commit"]["id"]) == (True, commit.sha)
    assert first["commits"][0]["added"] == ["docs/ITALIAN"]


def test_tags_and_releases_are_told(
    receiver: WebhookReceiver, repository: Repository, owner: GitHubOwner
) -> None:
    """A draft is silent about its tag; publishing makes it, and both are told."""
    draft = repository.create_git_release("v1.2.0", "1.2.0", "Notes", draft=True)
    draft.update_release("1.2.0", "Notes", draft=False)
    draft.update_release("1.2.0", "Better notes")
    owner.await_deliveries()

    told = [name for name in receiver.names() if name.startswith("release")]
    assert sorted(told) == [
        *("release created", "release edited", "release published", "release released")
    ]
    assert receiver.last("create")["ref"] == "v1.2.0"
    assert receiver.last("push")["ref"] == "refs/tags/v1.2.0"
    assert receiver.last("release published")["sender"]["login"] == "releasebot[bot]"


def test_a_person_pushes_by_git(
    receiver: WebhookReceiver,
    owner: GitHubOwner,
    shared_world: World,
    sample_name: str,
    tmp_path: Path,
) -> None:
    """A branch and a tag by git itself are journalled and told; of four tags at once nothing is."""
    place = shared_world.github_url.removeprefix("http://")
    url = f"http://alice:{owner.person('alice')}@{place}/{sample_name}.git"
    git_process.init_bare(tmp_path / "clone.git", "main")
    clone = BareRepository(tmp_path / "clone.git")
    allowed = ("-c", "protocol.http.allow=always")
    clone.run(*allowed, "fetch", "--quiet", url, "main")
    sha = clone.text("rev-parse", "FETCH_HEAD")
    tags = [f"{sha}:refs/tags/many-{number}" for number in range(4)]

    clone.run(*allowed, "push", "--quiet", url, f"{sha}:refs/heads/by/git", f"{sha}:refs/tags/one")
    clone.run(*allowed, "push", "--quiet", url, *tags)
    clone.run(*allowed, "push", "--quiet", url, ":refs/tags/one")
    owner.await_deliveries()

    assert sorted(receiver.names()) == sorted(
        ["ping", "create", "create", "push", "push", "push", "delete"]
    )
    told = [each.payload for each in receiver.received if each.event == "push"]
    assert {each["ref"] for each in told} == {"refs/heads/by/git", "refs/tags/one"}
    assert {each["pusher"]["name"] for each in told} == {"alice"}
    rows = [row for row in effects(shared_world) if row["target"] == sample_name]
    assert [row["kind"] for row in rows] == ["branch", "tag", *["tag"] * 4, "tag_deleted"]


def test_what_ci_says_is_told(
    receiver: WebhookReceiver, repository: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """Checks of two Apps, a status, and a workflow from its start to its end."""
    sha = head(repository)
    own = repository.create_check_run("notes", sha, status="in_progress")
    own.edit(status="completed", conclusion="success")
    owner.check_run(sample_name, sha, "test", conclusion="failure")
    repository.get_commit(sha).create_status("success", context="docs")
    path = ".github/workflows/ci.yml"
    run = owner.workflow_run(sample_name, sha, path)
    owner.workflow_run(sample_name, sha, path, id=run, status="in_progress")
    owner.workflow_run(sample_name, sha, path, id=run, conclusion="success")
    owner.await_deliveries()

    assert receiver.last("status")["context"] == "docs"
    assert receiver.last("workflow_run completed")["workflow_run"]["conclusion"] == "success"
    checks = [each.payload for each in receiver.received if each.name == "check_run completed"]
    assert {told["check_run"]["app"]["slug"] for told in checks} == {"releasebot", "github-actions"}
    suites = [each.payload for each in receiver.received if each.name == "check_suite completed"]
    assert {told["check_suite"]["conclusion"] for told in suites} == {"success", "failure"}
    assert "workflow_run requested" in receiver.names()


def test_changes_of_repository_and_installation_are_told(
    receiver: WebhookReceiver, owner: GitHubOwner, sample_name: str
) -> None:
    """What an owner does in the settings of both."""
    owner.repository(sample_name, "renamed", to=f"{sample_name}-2")
    owner.repository(f"{sample_name}-2", "privatized")
    owner.repository(f"{sample_name}-2", "publicized")
    owner.installation_repositories(f"{sample_name}-2", "removed")
    owner.installation_repositories(f"{sample_name}-2", "added")
    owner.repository(f"{sample_name}-2", "transferred", to=f"{sample_name}-3")
    owner.await_deliveries()

    name = sample_name.partition("/")[2]
    changes = receiver.last("repository renamed")["changes"]
    assert changes["repository"]["name"]["from"] == name
    told = receiver.last("installation_repositories removed")
    assert [each["full_name"] for each in told["repositories_removed"]] == [f"{sample_name}-2"]
    assert {"repository publicized", "repository transferred"} <= set(receiver.names())


def test_a_failed_delivery_is_not_sent_again_by_itself(
    receiver: WebhookReceiver, alice: Repository, owner: GitHubOwner, app: Installed
) -> None:
    """It is listed as failed; asked for, it comes once more with the GUID that it had."""
    requester = app.integration.requester
    receiver.status = 500
    alice.create_milestone("1.3.0")
    owner.await_deliveries()
    receiver.status = 202
    alice.create_milestone("1.4.0")
    owner.await_deliveries()
    assert len(receiver.received) == 3

    _, failed = requester.requestJsonAndCheck("GET", "/app/hook/deliveries?status=failure")
    one = failed[0]
    requester.requestJsonAndCheck("POST", f"/app/hook/deliveries/{one['id']}/attempts")
    owner.await_deliveries()

    first, _, again = (each for each in receiver.received if each.event == "milestone")
    assert (one["status_code"], one["event"], one["action"]) == (500, "milestone", "created")
    assert again.headers["X-GitHub-Delivery"] == first.headers["X-GitHub-Delivery"] == one["guid"]
    assert again.body == first.body
    _, newest = requester.requestJsonAndCheck("GET", "/app/hook/deliveries?per_page=1")
    assert (newest[0]["redelivery"], newest[0]["status"]) == (True, "OK")
    _, whole = requester.requestJsonAndCheck("GET", f"/app/hook/deliveries/{one['id']}")
    assert whole["request"]["payload"]["milestone"]["title"] == "1.3.0"


def test_deliveries_are_paged_by_a_cursor(
    receiver: WebhookReceiver, alice: Repository, owner: GitHubOwner, app: Installed
) -> None:
    """Each page leads to the next, and none shows a delivery twice."""
    for number in range(3):
        alice.create_milestone(f"2.{number}")
    made = owner.await_deliveries()
    seen: list[int] = []
    path = "/app/hook/deliveries?per_page=2"
    while path:
        headers, page = app.integration.requester.requestJsonAndCheck("GET", path)
        seen += [each["id"] for each in page]
        link = headers.get("link", "")
        path = link.partition("<")[2].partition(">")[0]

    assert len(receiver.received) >= 4
    assert len(seen) == len(set(seen)) == made
    assert seen == sorted(seen, reverse=True)


def test_nobody_listens(
    receiver: WebhookReceiver, alice: Repository, owner: GitHubOwner, app: Installed
) -> None:
    """An address where nobody is, is a failed delivery and no failed request."""
    owner.register_app(hook_url="http://127.0.0.1:9/nobody")
    alice.create_milestone("3.0")
    owner.await_deliveries()

    _, failed = app.integration.requester.requestJsonAndCheck("GET", "/app/hook/deliveries")
    assert failed[0]["status"] == "failed to connect to host"
    assert receiver.names() == ["ping"]


def test_only_the_app_reads_its_deliveries(alice: Repository) -> None:
    """A person's token is no web token of the App."""
    with pytest.raises(GithubException) as problem:
        alice.requester.requestJsonAndCheck("GET", "/app/hook/deliveries")

    assert problem.value.status == 401
