"""Commits at GitHub: made through the Git data API, and the pull requests behind them."""

import base64
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from itertools import islice

from github.GitTreeElement import GitTreeElement
from github.InputGitTreeElement import InputGitTreeElement
from github.PullRequest import PullRequest as GitHubPullRequest
from github.Repository import Repository

from bot.adapters.code_host import refs, refusals
from bot.domain.notes.changes import PullRequest

REGULAR, EXECUTABLE = "100644", "100755"
NO_SUCH_COMMIT = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
MOST_PULLS = 100
Folder = Callable[[str], dict[str, GitTreeElement]]


def create(
    repository: Repository, parent: str, message: str, files: Mapping[str, bytes], when: str
) -> str:
    """Make a commit on `parent`; who and when are fixed, so the same input gives the same id."""
    before = repository.get_git_commit(parent)

    @cache
    def folder(tree: str) -> dict[str, GitTreeElement]:
        return {element.path: element for element in repository.get_git_tree(tree).tree}

    changed = [
        InputGitTreeElement(
            path, _mode(folder, before.tree.sha, path), "blob", sha=_blob(repository, content)
        )
        for path, content in sorted(files.items())
    ]
    tree = repository.create_git_tree(changed, before.tree)
    who = refs.signature(when)
    return repository.create_git_commit(message, tree, [before], who, who).sha


def _blob(repository: Repository, content: bytes) -> str:
    """Store the bytes; base64, because not every file is text."""
    return repository.create_git_blob(base64.b64encode(content).decode(), "base64").sha


def _mode(folder: Folder, root: str, path: str) -> str:
    """The mode of the file that is replaced; folder by folder, as large trees come truncated."""
    *parents, name = path.split("/")
    tree = root
    for parent in parents:
        element = folder(tree).get(parent)
        if element is None or element.type != "tree":
            return REGULAR
        tree = element.sha
    there = folder(tree).get(name)
    return EXECUTABLE if there is not None and there.mode == EXECUTABLE else REGULAR


def pull_requests(repository: Repository, commit: str) -> list[PullRequest]:
    """The merged pull requests that brought the commit."""

    def find() -> list[GitHubPullRequest]:
        return list(islice(repository.get_commit(commit).get_pulls(), MOST_PULLS))

    found = refusals.or_none(find, NO_SUCH_COMMIT) or []
    return [_pull_request(pull) for pull in found if pull.merged_at is not None]


def _pull_request(pull: GitHubPullRequest) -> PullRequest:
    """GitHub's pull request as ours; a deleted author is GitHub's "ghost"."""
    return PullRequest(
        number=pull.number,
        title=pull.title,
        author=getattr(pull.user, "login", "ghost"),
        labels=tuple(label.name for label in pull.labels),
        merge_commit=pull.merge_commit_sha or "",
        body=pull.body or "",
    )
