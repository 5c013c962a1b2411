"""Where the repository lives, with its refs, releases and assets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.artifacts import Artifact
from bot.domain.changes import PullRequest
from bot.ports.effects import effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag: its name, the commit that it peels to, and whether it is an annotated one."""

    name: str
    commit: str
    annotated: bool


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
        """Attach a file to a draft, replacing an unfinished upload of the same name."""
        ...

    @effect
    async def publish_release(self, release: int, *, latest: bool) -> None:
        """Turn the draft into a published release; `latest` says whether it becomes the latest."""
        ...
