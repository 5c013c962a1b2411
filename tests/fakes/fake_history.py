"""A git history in memory, shared by the fake code host and the fake repository."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeCommit:
    """A commit with its whole tree."""

    parents: tuple[str, ...]
    message: str
    when: str
    files: Mapping[str, bytes]


@dataclass(slots=True)
class FakeHistory:
    """Commits by id, branches by name; ids follow from content, as in git."""

    commits: dict[str, FakeCommit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        files: Mapping[str, bytes],
        *parents: str,
        message: str = "change",
        when: str = "2026-01-01T00:00:00Z",
    ) -> str:
        """Store a commit whose tree is its first parent's with `files` replaced."""
        tree = {**(self.commits[parents[0]].files if parents else {}), **files}
        named = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(tree.items())}
        content = json.dumps([parents, message, when, named])
        commit = hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()
        self.commits[commit] = FakeCommit(parents=parents, message=message, when=when, files=tree)
        return commit

    def merge(self, base: str, head: str) -> str | None:
        """Store the merge of a commit that stands on an older one; None where the two conflict."""
        [start] = self.commits[head].parents
        ours, theirs, before = (self.commits[each].files for each in (base, head, start))
        changed = {path: data for path, data in theirs.items() if before.get(path) != data}
        if any(ours.get(path) != before.get(path) for path in changed):
            return None
        return self.add(changed, base, head, message="merge", when=self.commits[head].when)

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` contains `older`."""
        waiting, seen = [newer], set[str]()
        while waiting:
            commit = waiting.pop()
            if commit == older:
                return True
            if commit not in seen:
                seen.add(commit)
                waiting.extend(self.commits[commit].parents)
        return False
