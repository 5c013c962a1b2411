"""Branches and tags at GitHub: looked up, made, moved; by force only a branch of our own."""

from http import HTTPStatus

import github
from github.GitRef import GitRef
from github.InputGitAuthor import InputGitAuthor
from github.Repository import Repository

from bot import errors, ports
from bot.adapters.code_host import refusals
from bot.domain import moments

BOT = ("releasebot", "releasebot@noreply.example.com")
DEEPEST_TAG = 5


def signature(when: str) -> InputGitAuthor:
    """The bot as author, committer or tagger at that moment; fixed, so that ids are too."""
    name, address = BOT
    return InputGitAuthor(name, address, moments.whole_seconds(when))


def branch_head(repository: Repository, branch: str) -> str | None:
    """The branch's commit."""
    ref = _branch(repository, branch)
    return ref.object.sha if ref else None


def move_branch(repository: Repository, branch: str, commit: str, expected: str | None) -> None:
    """Create the branch, or move it forward from where it is expected."""
    ref = _branch(repository, branch)
    head = ref.object.sha if ref else None
    if head == commit:
        return
    if head != expected:
        raise _moved(branch, head, "")
    try:
        if ref is None:
            repository.create_git_ref(f"refs/heads/{branch}", commit)
        else:
            ref.edit(commit, force=False)
    except github.GithubException as error:
        if error.status not in refusals.TAKEN:
            raise
        head = branch_head(repository, branch)
        if head != commit:
            raise _moved(branch, head, f" GitHub said: {refusals.quote(error.data)}.") from error


def replace_branch(repository: Repository, branch: str, commit: str, expected: str) -> None:
    """Point a branch of our own elsewhere; GitHub compares nothing, so it is looked at before."""
    ref = _branch(repository, branch)
    if ref and ref.object.sha == commit:
        return
    if ref is None or ref.object.sha != expected:
        raise _moved(branch, ref.object.sha if ref else None, "")
    ref.edit(commit, force=True)


def delete_branch(repository: Repository, branch: str, expected: str) -> None:
    """Remove a branch of our own while it is where it is expected; a missing one is fine."""
    ref = _branch(repository, branch)
    if ref is None:
        return
    if ref.object.sha != expected:
        raise _moved(branch, ref.object.sha, "")
    try:
        ref.delete()
    except github.GithubException as error:
        if error.status not in (*refusals.TAKEN, HTTPStatus.NOT_FOUND):
            raise
        if branch_head(repository, branch) is not None:
            raise


def _branch(repository: Repository, branch: str) -> GitRef | None:
    """The branch's ref, complete: only then its address is the one for changes."""
    return refusals.or_none(repository.get_git_ref(f"heads/{branch}").complete)


def _moved(branch: str, head: str | None, said: str) -> errors.Conflict:
    """The error of a branch that is not where it should be, or that GitHub does not move."""
    place = f"is at {head}" if head else "does not exist"
    return errors.Conflict(
        f"The branch {branch} {place}, so it cannot be changed as planned.{said}",
        "Plan the release again from where the branch is now.",
        reason="branch_moved",
    )


def tag(repository: Repository, name: str) -> ports.Tag | None:
    """The tag, peeled down to its commit."""
    found = refusals.or_none(lambda: repository.get_git_ref(f"tags/{name}").object)
    if found is None:
        return None
    is_annotated = found.type == "tag"
    for _ in range(DEEPEST_TAG):
        if found.type != "tag":
            break
        found = repository.get_git_tag(found.sha).object
    return ports.Tag(name=name, commit=found.sha, annotated=is_annotated)


def create_tag(
    repository: Repository, name: str, commit: str, message: str, tagger: InputGitAuthor
) -> None:
    """Make a tag object on the commit, and the ref that names it."""
    made = repository.create_git_tag(name, message, commit, "commit", tagger)
    try:
        repository.create_git_ref(f"refs/tags/{name}", made.sha)
    except github.GithubException as error:
        there = tag(repository, name) if error.status in refusals.TAKEN else None
        if there is None:
            raise
        if there.commit != commit:
            raise errors.Conflict(
                f"The tag {name} exists on {there.commit}, not on {commit}.",
                "A published tag is never moved: release the next version.",
                reason="tag_taken",
            ) from error
