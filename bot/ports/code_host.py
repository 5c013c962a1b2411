"""Where the repository lives, with its refs, releases and assets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from bot.domain.approvals.gates import BranchRules, OpenIssue, ReportedCheck
from bot.domain.files.artifacts import Artifact
from bot.domain.notes.changes import PullRequest
from bot.ports.effects import effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag: its name, the commit that it peels to, and whether it is an annotated one."""

    name: str
    commit: str
    annotated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedPull:
    """A pull request; `merge_commit` is "" until it is merged."""

    number: int
    state: Literal["open", "merged", "closed"]
    head_commit: str
    merge_commit: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedAsset:
    """A file at a code host's release. `digest` is "sha256:…", "" while it is not known."""

    id: int
    name: str
    digest: str
    size: int
    uploaded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedRelease:
    """A release at a code host."""

    id: int
    tag: str
    title: str
    body: str
    draft: bool
    prerelease: bool
    url: str
    assets: tuple[HostedAsset, ...]
    author: str = ""  # login of whoever published it, "" for a deleted account
    target: str = ""  # the branch or commit that was named for its tag
    immutable: bool = False  # its files can never change again


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedMilestone:
    """A milestone, by which issues are planned for a version."""

    number: int
    title: str
    is_open: bool
    open_issues: int
    url: str


class CodeHost(Protocol):
    """Where the repository lives: refs, commits made through its API, releases with assets."""

    async def branch_head(self, branch: str) -> str | None:
        """The commit that the branch points at; None where there is no such branch."""
        ...

    async def pull_requests(self, commits: Sequence[str]) -> tuple[PullRequest, ...]:
        """The merged pull requests that brought these commits, each once."""
        ...

    async def check_state(self, commit: str) -> str:
        """Tell the combined checks of a commit: "success", "failure", "pending" or "none"."""
        ...

    async def reported_checks(self, commit: str) -> tuple[ReportedCheck, ...]:
        """Every check and status that was reported for exactly this commit."""
        ...

    async def open_issues(self, label: str) -> tuple[OpenIssue, ...]:
        """The open issues and pull requests with that label, at most a page of them."""
        ...

    async def branch_rules(self, branch: str) -> BranchRules:
        """What the branch's changes are held to."""
        ...

    async def milestone(self, titles: Sequence[str]) -> HostedMilestone | None:
        """The milestone with one of these titles, the first title first."""
        ...

    @effect
    async def close_milestone(self, number: int) -> None:
        """Close the milestone; a closed one stays closed, and so do its issues as they are."""
        ...

    @effect
    async def create_commit(
        self, parent: str, message: str, files: Mapping[str, bytes], when: str
    ) -> str:
        """Make a commit on `parent` with these files replaced; the same input gives the same id.

        `when` is RFC 3339 and becomes both dates; author and committer are the bot.
        """
        ...

    @effect
    async def set_branch(self, branch: str, commit: str, expected: str | None) -> None:
        """Point the branch at `commit`, never by force: only forward from `expected`.

        `expected` None creates the branch. Raises `errors.Conflict` if it is elsewhere by now.
        """
        ...

    @effect
    async def replace_branch(self, branch: str, commit: str, expected: str) -> None:
        """Point a branch of our own at another commit of ours, by force but only from `expected`.

        Raises `errors.Conflict` if it is elsewhere by now.
        """
        ...

    @effect
    async def delete_branch(self, branch: str, expected: str) -> None:
        """Remove a branch of our own, only while it is at `expected`; a missing one is fine.

        Raises `errors.Conflict` if it is elsewhere by now.
        """
        ...

    async def pull_request(self, head: str, base: str) -> HostedPull | None:
        """The newest pull request from one branch of the repository into another."""
        ...

    @effect
    async def create_pull_request(self, head: str, base: str, title: str, body: str) -> HostedPull:
        """Ask for the branch `head` to be merged into `base`; an open one of the two is kept."""
        ...

    @effect
    async def merge_pull_request(self, number: int, head_commit: str) -> None:
        """Merge by a merge commit, only while the pull request's head is at `head_commit`.

        Raises `errors.Refused` with `not_mergeable` where reviews or checks are still missing.
        """
        ...

    async def tag(self, name: str) -> Tag | None:
        """The tag, peeled; None where there is none."""
        ...

    @effect
    async def create_tag(self, name: str, commit: str, message: str, when: str) -> None:
        """Make an annotated tag on `commit`."""
        ...

    async def releases(self, tag: str) -> tuple[HostedRelease, ...]:
        """All releases of that tag, drafts included (several drafts may share a tag)."""
        ...

    async def published_releases(self) -> tuple[HostedRelease, ...]:
        """The newest releases that everybody sees, a thousand at most, pre-releases included."""
        ...

    async def latest_release(self) -> HostedRelease | None:
        """The release that the code host shows as its latest; None where none can be that."""
        ...

    async def generated_notes(self, tag: str, commit: str, previous_tag: str | None) -> str:
        """The notes that the code host would write for a release by itself; foreign Markdown."""
        ...

    @effect
    async def create_draft(
        self, tag: str, commit: str, title: str, body: str, *, prerelease: bool
    ) -> HostedRelease:
        """Make a draft release."""
        ...

    @effect
    async def delete_draft(self, release: int) -> None:
        """Remove a draft of ours; refuses to touch a published release."""
        ...

    @effect
    async def upload_asset(self, release: int, artifact: Artifact, path: Path) -> None:
        """Attach a file; one of that name is replaced in a draft, never in a published release."""
        ...

    @effect
    async def publish_release(self, release: int, *, latest: bool) -> None:
        """Turn the draft into a published release; `latest` says whether it becomes the latest.

        One that is published already stays so, and may become the latest.
        """
        ...
