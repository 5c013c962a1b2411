"""A git repository in memory, reading the same history as the fake code host."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot import errors
from bot.domain.notes.changes import Commit
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules, TagFact
from tests.fakes.effect_log import EffectLog
from tests.fakes.fake_history import FakeHistory


def make_facts(commit: str, branch: str = "main") -> RepositoryFacts:
    """Facts of a repository in which nothing was ever released; change them by `replace`."""
    return RepositoryFacts(
        branch=branch,
        commit=commit,
        tags=(),
        previous_tags=(),
        commits_since={},
        pull_requests=(),
        files={},
        mentions={},
        rules=RepositoryRules(),
    )


class FakeRepository(EffectLog):
    """Implements `ports.Repository`. `known` are the facts; a test may replace them."""

    def __init__(self, history: FakeHistory, known: RepositoryFacts) -> None:
        """Read `history`, answer with `known`."""
        super().__init__()
        self.history = history
        self.known = known

    async def facts(self, branch: str | None, at: TagFact | None = None) -> RepositoryFacts:
        """The known facts, at the branch's head of this moment or at a tag, then without it."""
        with self._call("facts"):
            name = branch or self.known.branch
            if name not in self.history.branches:
                raise errors.BadReference(f"There is no branch {name}.", "Name another branch.")
            known = replace(self.known, branch=name, commit=self.history.branches[name])
            if at is None:
                return known
            others = tuple(tag for tag in known.tags if tag != at)
            return replace(known, commit=at.commit, tags=others)

    async def read_files(self, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those paths that the commit has."""
        with self._call("read_files"):
            tree = self._tree(commit)
            return {path: tree[path] for path in paths if path in tree}

    async def export(self, commit: str, folder: Path) -> None:
        """Write the commit's tree into the folder."""
        with self._call("export"):
            for path, content in self._tree(commit).items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)

    async def copy(self, branch: str | None, folder: Path) -> str:
        """An empty folder."""
        with self._call("copy"):
            await asyncio.to_thread(folder.mkdir)
            return branch or self.known.branch

    async def changed_paths(self, parent: str, commit: str) -> tuple[str, ...] | None:
        """The paths that differ from the only parent."""
        with self._call("changed_paths"):
            before, after = self._tree(parent), self._tree(commit)
            if self.history.commits[commit].parents != (parent,):
                return None
            return tuple(p for p in {**before, **after} if before.get(p) != after.get(p))

    async def commits_between(self, older: str, newer: str) -> tuple[Commit, ...] | None:
        """The commits from `newer` back to `older`, by their first parents."""
        with self._call("commits_between"):
            found: list[Commit] = []
            while newer != older:
                known = self.history.commits[newer]
                found.append(
                    Commit(
                        sha=newer,
                        subject=known.message.partition("\n")[0],
                        body="",
                        author="alice",
                        time=known.when,
                        parents=known.parents,
                    )
                )
                if not known.parents:
                    return None
                newer = known.parents[0]
            return tuple(found)

    async def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` contains `older`."""
        with self._call("is_ancestor"):
            return self.history.is_ancestor(older, newer)

    def _tree(self, commit: str) -> dict[str, bytes]:
        """The files of a commit, or the error of one that is not there."""
        if commit not in self.history.commits:
            raise errors.BadReference(f"There is no commit {commit}.", "Name another commit.")
        return dict(self.history.commits[commit].files)
