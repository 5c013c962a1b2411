"""Issues, comments, reactions, labels and milestones."""

import pytest
from github import GithubException
from github.Repository import Repository

from bot.rehearsal.world import World, effects


def test_issues_are_found_by_label(alice: Repository, repository: Repository) -> None:
    """Closed ones are none that block."""
    issue = alice.create_issue("Broken", "It hangs.", labels=["release-blocker"])
    alice.create_issue("Typo")

    (found,) = repository.get_issues(labels=["release-blocker"])

    assert (found.number, found.title, found.user.login) == (issue.number, "Broken", "alice")
    issue.edit(state="closed")
    assert list(repository.get_issues(labels=["release-blocker"])) == []
    assert [each.title for each in repository.get_issues()] == ["Typo"]


def test_pull_requests_are_listed_among_issues(alice: Repository) -> None:
    """They share numbers and labels; GitHub marks them."""
    pulls = [each for each in alice.get_issues(state="closed") if each.pull_request]
    before = max(each.number for each in pulls)

    issue = alice.create_issue("Next")

    assert issue.number == before + 1
    assert alice.get_pull(before).state == "closed"


def test_a_comment_is_said_edited_and_liked_once(
    alice: Repository, repository: Repository, shared_world: World
) -> None:
    """A reply is edited in place, and a repeated reaction is no second one."""
    issue = alice.create_issue("Question")
    reply = repository.get_issue(issue.number).create_comment("Working on it.")
    reply.edit("Done.")
    reply.edit("Done.")
    first, again = reply.create_reaction("eyes"), reply.create_reaction("eyes")

    (found,) = issue.get_comments()
    assert (found.body, found.user.login) == ("Done.", "releasebot[bot]")
    assert first.id == again.id
    assert [each.content for each in found.get_reactions()] == ["eyes"]
    ours = [row for row in effects(shared_world) if row["target"] == repository.full_name]
    assert [row["kind"] for row in ours] == ["comment", "comment_edited"]


def test_an_app_edits_its_own_comments_only(alice: Repository, repository: Repository) -> None:
    """What a person said stays theirs."""
    comment = alice.create_issue("Question").create_comment("/release minor")

    with pytest.raises(GithubException) as problem:
        repository.requester.requestJsonAndCheck("PATCH", comment.url, input={"body": "x"})

    assert problem.value.status == 403


def test_labels_come_and_go(alice: Repository) -> None:
    """Adding keeps the others, setting replaces them, removing what is not there is a 404."""
    issue = alice.create_issue("Feature", labels=["a"])
    issue.add_to_labels("b", "b")
    assert [label.name for label in issue.get_labels()] == ["a", "b"]

    issue.set_labels("c")
    assert [label.name for label in alice.get_issue(issue.number).labels] == ["c"]
    issue.remove_from_labels("c")
    with pytest.raises(GithubException) as problem:
        issue.remove_from_labels("c")
    assert (problem.value.status, problem.value.data["message"]) == (404, "Label does not exist")


def test_labels_are_described_once(alice: Repository) -> None:
    """A second one of that name is refused, in whatever case it is written."""
    alice.create_label("release-blocker", "b60205", "Nothing ships before this.")

    assert alice.get_label("Release-Blocker").description == "Nothing ships before this."
    with pytest.raises(GithubException) as problem:
        alice.create_label("Release-blocker", "ffffff")
    assert problem.value.data["errors"][0]["code"] == "already_exists"


def test_a_milestone_counts_and_closes(
    alice: Repository, repository: Repository, shared_world: World
) -> None:
    """It knows its issues; closing it twice is one effect."""
    milestone = alice.create_milestone("1.2.0", description="Languages")
    issue = alice.create_issue("Italian", milestone=milestone)
    alice.create_issue("Dutch", milestone=milestone).edit(state="closed")

    (found,) = repository.get_milestones()
    assert (found.title, found.open_issues, found.closed_issues) == ("1.2.0", 1, 1)
    assert [each.number for each in repository.get_issues(milestone=found)] == [issue.number]
    found.edit("1.2.0", state="closed")
    found.edit("1.2.0", state="closed")
    assert list(repository.get_milestones()) == []
    assert repository.get_milestone(found.number).state == "closed"
    kinds = [row["kind"] for row in effects(shared_world) if row["target"] == repository.full_name]
    assert kinds.count("milestone_closed") == 1
    with pytest.raises(GithubException) as problem:
        alice.create_milestone("1.2.0")
    assert problem.value.data["errors"][0]["code"] == "already_exists"


def test_a_pull_request_is_edited_and_labelled(alice: Repository, repository: Repository) -> None:
    """Its text is changed in place; its labels are those of the issue that it is too."""
    before = alice.get_git_commit(alice.get_git_ref("heads/main").object.sha)
    commit = alice.create_git_commit("feat: more", before.tree, [before])
    alice.create_git_ref("refs/heads/more", commit.sha)
    pull = repository.create_pull("main", "more", title="Release 1.2.0", body="Notes")
    pull.edit(body="Better notes")
    pull.add_to_labels("autorelease")

    found = alice.get_pull(pull.number)

    assert (found.body, found.user.login) == ("Better notes", "releasebot[bot]")
    assert [label.name for label in found.labels] == ["autorelease"]
    assert [each.sha for each in found.get_commits()] == [commit.sha]
    assert list(found.get_files()) == []
    with pytest.raises(GithubException) as problem:
        found.edit(state="reopened")
    assert problem.value.status == 422


def test_notes_are_generated(repository: Repository) -> None:
    """The merged pull requests since the last tag, with their authors, and where to compare."""
    notes = repository.generate_release_notes("v1.2.0", target_commitish="main").body

    assert notes.startswith("## What's Changed\n* feat: greet in French by @dave in ")
    assert notes.endswith("/compare/v1.1.1...v1.2.0")
    assert "/pull/12" in notes
    earlier = repository.generate_release_notes("v1.1.0", previous_tag_name="v1.0.0").body
    assert "/pull/12" not in earlier
    with pytest.raises(GithubException) as problem:
        repository.generate_release_notes("v1.2.0", previous_tag_name="v0")
    assert problem.value.status == 422
