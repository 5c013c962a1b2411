"""History: which commits of a range stand for themselves, and which came inside a pull request."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from bot.domain.notes import changes
from bot.domain.notes.changes import Change, Commit, PullRequest

DEVELOPMENT_SUBJECT = "chore: begin "
DEVELOPMENT_FOOTER = "Releasebot-Development: "  # of the bot's commit after a release

_DEVELOPMENT = re.compile(rf"^{DEVELOPMENT_FOOTER}([0-9]\S*)$", re.MULTILINE)
_REVERTS = re.compile(r"^This reverts commit ([0-9a-f]{40})\b", re.MULTILINE)


def make_changes(
    commits: Sequence[Commit], pull_requests: Iterable[PullRequest]
) -> tuple[Change, ...]:
    """The lines of the notes, newest first: a pull request once, other commits each.

    `commits` are newest first. What was reverted again among them is left out, and so is a pull
    request whose commits were all released before, as the one by which a release landed, and the
    commit that only begins a development version.
    """
    found = pull_requests_in(commits, pull_requests)
    made: list[Change] = []
    for commit, side in _main_line(commits, found):
        request = found.get(commit.sha)
        if request and changes.is_left_out(request):
            continue
        if request and len(commit.parents) > 1:
            made += changes.changes_of_merge(commit, request, side) if side else ()
        elif len(commit.parents) <= 1:
            made.append(changes.change_of_commit(commit, request))
    cancelled = _reverted(commits) | beginnings(commits)
    return tuple(change for change in made if change.commit not in cancelled)


def pull_requests_in(
    commits: Iterable[Commit], known: Iterable[PullRequest] = ()
) -> dict[str, PullRequest]:
    """The pull request that each commit brought, by commit; `known` ones are better informed."""
    hosted = tuple(known)
    by_number = {request.number: request for request in hosted}
    by_commit = {request.merge_commit: request for request in hosted}
    found: dict[str, PullRequest] = {}
    for commit in commits:
        if request := changes.pull_request_of(commit):
            found[commit.sha] = by_number.get(request.number, request)
        elif commit.sha in by_commit:
            found[commit.sha] = by_commit[commit.sha]
    return found


def beginnings(commits: Sequence[Commit]) -> set[str]:
    """The commits that only begin a development version, and the merges that brought them."""
    begun = {commit.sha for commit in commits if _begins(commit)}
    return begun | {commit.sha for commit in commits if begun & set(commit.parents[1:])}


def _begins(commit: Commit) -> bool:
    """Whether subject and footer are those of the bot's commit, with the same version in both."""
    footer = _DEVELOPMENT.search(commit.body)
    return footer is not None and commit.subject == f"{DEVELOPMENT_SUBJECT}{footer[1]}"


def _main_line(
    commits: Sequence[Commit], requests: Container[str]
) -> Iterator[tuple[Commit, list[Commit]]]:
    """Each commit that stands for itself, newest first, with the commits that it merged.

    The side of a pull request belongs to its merge; other merges only join two main lines.
    """
    by_sha = {commit.sha: commit for commit in commits}
    main = _first_parents(commits, by_sha, requests)
    sides: dict[str, list[Commit]] = {}
    claimed = set(main)
    for sha in reversed(main):  # the oldest merge that reaches a commit brought it
        sides[sha] = _reachable(by_sha[sha].parents[1:], by_sha, claimed)
    yield from ((commit, sides[commit.sha]) for commit in commits if commit.sha in sides)


def _first_parents(
    commits: Sequence[Commit], by_sha: Mapping[str, Commit], requests: Container[str]
) -> list[str]:
    main: dict[str, None] = {}
    heads = [commits[0].sha] if commits else []
    while heads:
        sha = heads.pop()
        while sha in by_sha and sha not in main:
            main[sha] = None
            parents = by_sha[sha].parents
            if sha not in requests:
                heads.extend(parents[1:])
            sha = parents[0] if parents else ""
    return sorted(main, key=_position(commits).__getitem__)


def _position(commits: Sequence[Commit]) -> dict[str, int]:
    return {commit.sha: number for number, commit in enumerate(commits)}


def _reachable(
    heads: Iterable[str], by_sha: Mapping[str, Commit], claimed: set[str]
) -> list[Commit]:
    waiting, found = list(heads), []
    while waiting:
        sha = waiting.pop()
        if sha in by_sha and sha not in claimed:
            claimed.add(sha)
            found.append(by_sha[sha])
            waiting.extend(by_sha[sha].parents)
    return found


def _reverted(commits: Iterable[Commit]) -> set[str]:
    """Reverted commits and their reverts; a revert that was itself reverted cancels nothing."""
    shas = {commit.sha for commit in commits}
    cancelled: set[str] = set()
    for commit in commits:
        match = _REVERTS.search(commit.body)
        if match and match[1] in shas and commit.sha not in cancelled:
            cancelled |= {commit.sha, match[1]}
    return cancelled
