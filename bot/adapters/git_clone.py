"""Git clone: a person's own clone, read as it is; nothing is fetched and nothing is written."""

import re
from pathlib import Path

from bot import errors
from bot.adapters.git_command import GitCommand, GitFailed
from bot.domain import foreign_text
from bot.domain.versions import references

_GITHUB = re.compile(
    r"(?:https://|ssh://git@|git@)github\.com[:/](?P<name>[A-Za-z0-9-]+/[A-Za-z0-9._-]+?)(?:\.git)?/?"
)


class GitClone:
    """A local clone."""

    def __init__(self, folder: Path) -> None:
        """Read the clone in `folder`, its top folder or a bare repository."""
        self.git = GitCommand(folder=folder.resolve())

    def refresh(self) -> None:
        """Look that the folder is a repository; a clone is never fetched for its owner."""
        folder = self.git.folder
        if not folder.is_dir():
            raise errors.BadRepository(
                f"There is no folder {foreign_text.printable(str(folder), 200)}.",
                "Give the path of a clone.",
                reason="no_repository",
            )
        try:
            self.git.run("rev-parse", "--git-dir")
        except GitFailed as failure:
            raise errors.BadRepository(
                f"{foreign_text.printable(str(folder), 200)} is not a git repository.",
                "Give the top folder of a clone.",
                reason="no_repository",
            ) from failure

    def find_branch(self, name: str | None) -> tuple[str, str]:
        """The branch and its commit: a local one, else that of origin; None: where HEAD is."""
        branch = references.parse_branch(name) if name else self._current()
        for ref in (f"refs/heads/{branch}", f"refs/remotes/origin/{branch}"):
            if found := resolve(self.git, ref):
                return branch, found
        if name is None:
            raise empty()
        raise no_branch(branch)

    def find_commit(self, commit: str) -> None:
        """Look that the commit is here."""
        if resolve(self.git, references.parse_commit(commit)) is None:
            raise no_commit(commit)

    def is_shallow(self) -> bool:
        """Whether the clone ends before its history does."""
        return self.git.run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def hosted_name(self) -> str:
        """The "owner/name" that the clone's origin has on GitHub, "" where it is elsewhere."""
        try:
            url = self.git.run("config", "--get", "remote.origin.url").decode("utf-8", "replace")
        except GitFailed:
            return ""
        return github_name(url.strip())

    def _current(self) -> str:
        try:
            ref = self.git.run("symbolic-ref", "--quiet", "HEAD").decode().strip()
        except GitFailed as failure:
            raise errors.BadRepository(
                "The clone is at a commit, not on a branch (detached HEAD).",
                "Name the branch with --branch.",
                reason="detached_head",
            ) from failure
        return references.parse_branch(ref.removeprefix("refs/heads/"))


def github_name(url: str) -> str:
    """The "owner/name" in an address of GitHub, "" in any other."""
    match = _GITHUB.fullmatch(url)
    return match["name"] if match else ""


def resolve(git: GitCommand, name: str) -> str | None:
    """The commit that a full reference or id names; None where there is none."""
    try:
        return git.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except GitFailed:
        return None


def empty() -> errors.BadRepository:
    """The error of a repository without any commit."""
    return errors.BadRepository(
        "The repository has no commit yet, so there is nothing to release.",
        "Commit something first.",
        reason="empty_repository",
    )


def no_branch(name: str) -> errors.BadReference:
    """The error of a branch that is not there."""
    return errors.BadReference(
        f"There is no branch {name}.", "Name one that `git branch --all` lists."
    )


def no_commit(commit: str) -> errors.BadReference:
    """The error of a commit that is not there."""
    return errors.BadReference(f"There is no commit {commit} here.", "Plan the release again.")
