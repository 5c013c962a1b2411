"""Gates: checks with their Apps, statuses, rules of branches, and releases that never change."""

import pytest
from github import GithubException
from github.Repository import Repository

from tests.contract.local_github.conftest import head
from tests.fakes.github_owner import GitHubOwner

ACTIONS = 15368


def _refusal(problem: pytest.ExceptionInfo[GithubException]) -> tuple[int, str]:
    return problem.value.status, problem.value.data["message"]


def test_the_same_name_of_two_apps_are_two_checks(
    repository: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """Only the App's number tells a real check from one that was forged."""
    sha = head(repository)
    owner.check_run(sample_name, sha, "test", conclusion="failure")
    owner.check_run(sample_name, sha, "test", app_id=666, conclusion="success")

    runs = repository.get_commit(sha).get_check_runs(check_name="test")

    assert {(run.app.id, run.conclusion) for run in runs} == {
        (ACTIONS, "failure"),
        (666, "success"),
    }
    suites = list(repository.get_commit(sha).get_check_suites())
    assert {(suite.app.id, suite.conclusion) for suite in suites} == {
        (ACTIONS, "failure"),
        (666, "success"),
    }
    assert [run.app.id for run in suites[0].get_check_runs()] == [suites[0].app.id]


def test_the_newest_run_of_a_name_counts(
    repository: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """A new run of a check hides the older one, unless all are asked for."""
    sha = head(repository)
    owner.check_run(sample_name, sha, "test", conclusion="success")
    owner.check_run(sample_name, sha, "test", status="in_progress")
    commit = repository.get_commit(sha)

    assert [run.status for run in commit.get_check_runs()] == ["in_progress"]
    assert commit.get_check_runs(filter="all").totalCount == 2
    owner.check_run(sample_name, sha, "test", conclusion="success")
    assert [run.conclusion for run in commit.get_check_runs()] == ["success"]


def test_only_an_app_reports_checks(alice: Repository, repository: Repository) -> None:
    """A person cannot, and an App changes no other's."""
    with pytest.raises(GithubException) as problem:
        alice.create_check_run("test", head(alice))

    assert _refusal(problem) == (403, "You must authenticate via a GitHub App.")
    assert repository.create_check_run("notes", head(alice)).status == "queued"


@pytest.mark.parametrize(
    ("states", "combined"),
    [
        ([], "pending"),
        (["pending", "success"], "success"),
        (["success", "failure"], "failure"),
        (["error"], "failure"),
    ],
)
def test_the_newest_status_of_a_context_counts(
    alice: Repository, states: list[str], combined: str
) -> None:
    """Older ones stay in the list only."""
    commit = alice.get_commit(head(alice))
    for state in states:
        commit.create_status(state, context="docs")

    found = commit.get_combined_status()

    assert (found.state, found.total_count) == (combined, min(len(states), 1))


def test_a_protected_branch_is_shown_and_kept(
    repository: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """Classic protection names the checks with their Apps, and takes no direct push."""
    with pytest.raises(GithubException) as problem:
        repository.get_branch("main").get_protection()
    assert _refusal(problem) == (404, "Branch not protected")

    checks = [{"context": "test", "app_id": ACTIONS}]
    owner.branch_rule(sample_name, "main", checks=checks, reviews=2)

    branch = repository.get_branch("main")
    protection = branch.get_protection()
    assert branch.protected
    assert protection.required_status_checks.contexts == ["test"]
    assert protection.required_pull_request_reviews.required_approving_review_count == 2
    before = repository.get_git_commit(head(repository))
    commit = repository.create_git_commit("fix: x", before.tree, [before])
    with pytest.raises(GithubException) as problem:
        repository.get_git_ref("heads/main").edit(commit.sha)
    assert _refusal(problem) == (422, "Changes must be made through a pull request.")
    owner.branch_rule(sample_name, "main", off=True)
    repository.get_git_ref("heads/main").edit(commit.sha)


def test_a_merge_needs_the_checks_of_their_app(
    alice: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """Another App's check of the same name opens nothing; a review that is wanted neither."""
    before = alice.get_git_commit(head(alice))
    commit = alice.create_git_commit("feat: more", before.tree, [before])
    alice.create_git_ref("refs/heads/more", commit.sha)
    pull = alice.create_pull("main", "more", title="More")
    checks = [{"context": "test", "app_id": ACTIONS}]
    owner.branch_rule(sample_name, "main", checks=checks, reviews=0)

    owner.check_run(sample_name, commit.sha, "test", app_id=666, conclusion="success")
    with pytest.raises(GithubException) as problem:
        pull.merge()
    assert _refusal(problem) == (405, 'Required status check "test" is expected.')
    owner.check_run(sample_name, commit.sha, "test", conclusion="success")
    owner.branch_rule(sample_name, "main", checks=checks, reviews=1)
    with pytest.raises(GithubException) as problem:
        pull.merge()
    assert "approving review is required" in _refusal(problem)[1]
    owner.branch_rule(sample_name, "main", checks=checks, reviews=0)
    assert pull.merge().merged


def test_rules_of_rulesets_are_shown(
    repository: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """A ruleset is no classic protection: it is listed elsewhere, and everybody is shown it."""
    checks = [{"context": "test", "app_id": ACTIONS}]
    owner.branch_rule(sample_name, "main", kind="ruleset", checks=checks)
    url = f"{repository.url}/rules/branches/main"

    _, rules = repository.requester.requestJsonAndCheck("GET", url)

    kinds = {rule["type"]: rule.get("parameters", {}) for rule in rules}
    assert set(kinds) == {"deletion", "required_status_checks"}
    assert kinds["required_status_checks"]["required_status_checks"] == [
        {"context": "test", "integration_id": ACTIONS}
    ]
    with pytest.raises(GithubException):
        repository.get_branch("main").get_protection()


def test_an_immutable_release_never_changes(
    repository: Repository, alice: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """From its publication on, neither files nor tag change, and its name stays taken."""
    url = f"{repository.url}/immutable-releases"
    with pytest.raises(GithubException) as problem:
        repository.requester.requestJsonAndCheck("GET", url)
    assert problem.value.status == 404
    owner.immutable_releases(sample_name)
    assert repository.requester.requestJsonAndCheck("GET", url)[1]["enabled"] is True

    release = repository.create_git_release("v1.2.0", "1.2.0", "Notes", draft=True)
    release = release.update_release("1.2.0", "Notes", draft=False)

    assert release.raw_data["immutable"] is True
    ref = alice.get_git_ref("tags/v1.2.0")
    for change in (
        ref.delete,
        lambda: ref.edit(alice.get_git_ref("tags/v1.1.1").object.sha, force=True),
        lambda: release.update_release("1.2.0", "Notes", tag_name="v1.2.1"),
    ):
        with pytest.raises(GithubException) as problem:
            change()
        assert problem.value.status == 422
    assert release.update_release("1.2.0", "Better notes").body == "Better notes"
    release.delete_release()
    with pytest.raises(GithubException) as problem:
        repository.create_git_release("v1.2.0", "1.2.0", "Again")
    assert "immutable release" in str(problem.value.data)


def test_the_files_of_an_immutable_release_stay(
    repository: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """A file is attached to the draft; the published release takes and gives none."""
    owner.immutable_releases(sample_name)
    draft = repository.create_git_release("v1.3.0", "1.3.0", "Notes", draft=True)
    url = draft.upload_url.partition("{")[0]

    def attach(name: str) -> None:
        repository.requester.requestJsonAndCheck(
            "POST", f"{url}?name={name}", headers={"Content-Type": "text/plain"}, input={"a": 1}
        )

    attach("one.json")
    release = draft.update_release("1.3.0", "Notes", draft=False)

    (asset,) = release.get_assets()
    assert asset.raw_data["digest"].startswith("sha256:")
    for change in (lambda: attach("two.json"), asset.delete_asset):
        with pytest.raises(GithubException) as problem:
            change()
        assert problem.value.status == 422


def test_workflows_and_their_runs(alice: Repository, owner: GitHubOwner, sample_name: str) -> None:
    """What the default branch has is listed with its text; a run is watched to its end."""
    before = alice.get_git_commit(head(alice))
    path = ".github/workflows/publish.yml"
    blob = alice.create_git_blob("name: Publish\non:\n  push:\n    tags: ['v*']\n", "utf-8")
    element = {"path": path, "mode": "100644", "type": "blob", "sha": blob.sha}
    _, tree = alice.requester.requestJsonAndCheck(
        "POST",
        f"{alice.url}/git/trees",
        input={"base_tree": before.tree.sha, "tree": [element]},
    )
    commit = alice.create_git_commit("ci: publish", alice.get_git_tree(tree["sha"]), [before])
    alice.get_git_ref("heads/main").edit(commit.sha)

    (workflow,) = alice.get_workflows()
    assert (workflow.name, workflow.path) == ("Publish", path)
    content = alice.get_contents(path)
    assert not isinstance(content, list)
    assert b"tags: ['v*']" in content.decoded_content
    listed = alice.get_contents(".github/workflows")
    assert isinstance(listed, list)
    assert [each.path for each in listed] == [path]

    number = owner.workflow_run(sample_name, commit.sha, path, event="push")
    run = alice.get_workflow_run(number)
    assert (run.status, run.head_branch, run.raw_data["conclusion"]) == ("queued", "main", None)
    assert run.cancel()
    assert alice.get_workflow_run(number).conclusion == "cancelled"
    assert workflow.create_dispatch("main")
    assert {each.event for each in workflow.get_runs()} == {"push", "workflow_dispatch"}
    fork = owner.workflow_run(sample_name, commit.sha, path, head_repository="mallory/greeter")
    assert alice.get_workflow_run(fork).head_repository.full_name == "mallory/greeter"
