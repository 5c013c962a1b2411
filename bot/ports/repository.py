"""A git repository that is only read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bot.domain.notes.changes import Commit
from bot.domain.plans.facts import RepositoryFacts, TagFact


class Repository(Protocol):
    """A git repository that is only read: facts, files and exports of exact commits."""

    async def facts(self, branch: str | None, at: TagFact | None = None) -> RepositoryFacts:
        """What a plan needs to know of `branch` (None: the default one), freshly fetched.

        With `at`, as it was at the commit of that tag, which the branch contains, before there was
        the tag.
        """
        ...

    async def read_files(self, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those of `paths` that are regular files at `commit`."""
        ...

    async def export(self, commit: str, folder: Path) -> None:
        """Write the tree of `commit` into the empty `folder`, without `.git`."""
        ...

    async def copy(self, branch: str | None, folder: Path) -> str:
        """Make the new bare repository `folder` of one branch and all tags, freshly fetched.

        Tells the branch, which is the only one there.
        """
        ...

    async def changed_paths(self, parent: str, commit: str) -> tuple[str, ...] | None:
        """The paths that `commit` changes; None unless `parent` is its only parent.

        Fetches `commit` first where it is not known yet, as `read_files` and `export` do.
        """
        ...

    async def commits_between(self, older: str, newer: str) -> tuple[Commit, ...] | None:
        """The commits that `newer` has and `older` has not, newest first, bounded.

        None where `newer` does not contain `older`. Fetches first, as `changed_paths` does.
        """
        ...

    async def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` contains `older`."""
        ...
