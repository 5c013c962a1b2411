"""Changes since the last release: from commits and pull requests to lines that people read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.notes import conventional
from bot.domain.versions.version import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit as git tells it. `time` is the committer's, RFC 3339."""

    sha: str
    subject: str
    body: str
    author: str  # name, as data; never an identity
    time: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A merged pull request as the code host tells it."""

    number: int
    title: str
    author: str  # login
    labels: tuple[str, ...]
    merge_commit: str
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the notes."""

    kind: str  # conventional type: "feat", "fix", … or "other"
    scope: str
    text: str
    breaking: bool
    commit: str
    pull_request: int | None
    authors: tuple[str, ...]


_CO_AUTHOR = re.compile(r"^co-authored-by:\s*([^<\n]+?)\s*<", re.IGNORECASE | re.MULTILINE)
_SQUASHED = re.compile(r"\s*\(#(?P<number>[0-9]{1,9})\)\s*$")
_MERGED = re.compile(r"Merge pull request #(?P<number>[0-9]{1,9})\b")
_LABELS = {
    **{kind: kind for kind in conventional.KINDS},
    **conventional.ALIASES,
    "enhancement": "feat",
    "documentation": "docs",
    "deprecation": "deprecate",
    "removal": "remove",
    "dependencies": "build",
}
_BREAKING_LABELS = frozenset({"breaking", "breaking-change", "breaking change"})
_SKIP_LABELS = frozenset({"skip-changelog", "skip changelog", "no-changelog", "ignore-for-release"})


def pull_request_of(commit: Commit) -> PullRequest | None:
    """The pull request that a commit says it brought: a merge's, or "(#12)" at a subject's end."""
    if merged := _MERGED.match(commit.subject):
        title = next((line for line in commit.body.splitlines() if line.strip()), commit.subject)
    elif merged := _SQUASHED.search(commit.subject):
        title = commit.subject[: merged.start()]
    else:
        return None
    return PullRequest(
        number=int(merged["number"]),
        title=title.strip(),
        author="",
        labels=(),
        merge_commit=commit.sha,
    )


def change_of_commit(commit: Commit, request: PullRequest | None) -> Change:
    """The line of one commit, named after its own subject; labels help where that says no kind."""
    subject = _SQUASHED.sub("", commit.subject) if request else commit.subject
    kind, scope, text, marked = conventional.read_subject(subject)
    labels = _labels(request) if request else frozenset()
    if kind == "other" and request:
        kind = _labelled_kind(request) or kind
    return Change(
        kind=kind,
        scope=scope,
        text=text,
        breaking=marked
        or conventional.has_breaking_footer(commit.body)
        or bool(labels & _BREAKING_LABELS),
        commit=commit.sha,
        pull_request=request.number if request else None,
        authors=_authors([commit], request),
    )


def changes_of_merge(commit: Commit, request: PullRequest, side: Sequence[Commit]) -> list[Change]:
    """The line of a merged pull request; its commits' where only they are conventional."""
    title = replace(commit, subject=request.title, body=request.body)
    authors = _authors(side, request)
    change = replace(change_of_commit(title, request), authors=authors)
    inner = [change_of_commit(each, request) for each in side if len(each.parents) <= 1]
    if change.kind == "other":
        told = [replace(each, authors=authors) for each in inner if each.kind != "other"]
        if told:
            return told
    breaking = change.breaking or any(each.breaking for each in inner)
    return [replace(change, breaking=breaking)]


def is_left_out(request: PullRequest) -> bool:
    """Whether a label keeps the pull request out of the notes."""
    return bool(_SKIP_LABELS & _labels(request))


def implied_level(changes: Iterable[Change], *, stable: bool) -> Level:
    """The smallest release that these changes ask for; before 1.0 a breaking one asks for minor."""
    found = tuple(changes)
    if any(change.breaking for change in found):
        return "major" if stable else "minor"
    return "minor" if any(change.kind == "feat" for change in found) else "patch"


def contributors(changes: Iterable[Change]) -> tuple[str, ...]:
    """Everybody who wrote one of these changes, once, in alphabetical order."""
    return tuple(sorted({name for change in changes for name in change.authors}, key=str.casefold))


def _labels(request: PullRequest) -> frozenset[str]:
    """The labels in lower case; "type: bug" and "kind/bug" count as "bug" as well."""
    lower = [label.lower().strip() for label in request.labels]
    return frozenset(lower) | {re.split(r"[:/]\s*", label)[-1] for label in lower}


def _labelled_kind(request: PullRequest) -> str:
    return next((_LABELS[label] for label in sorted(_labels(request)) if label in _LABELS), "")


def _authors(commits: Sequence[Commit], request: PullRequest | None) -> tuple[str, ...]:
    names = [commit.author for commit in commits]
    if request and request.author:
        names = [request.author]
    names += [name for commit in commits for name in _CO_AUTHOR.findall(commit.body)]
    return tuple(dict.fromkeys(name for name in names if name and not name.endswith("[bot]")))
