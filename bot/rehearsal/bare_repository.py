"""A bare git repository, spoken to by plumbing commands only.

The methods block on purpose: the world does one thing at a time, so nothing can come between the
look and the act of one request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.rehearsal import git_process
from bot.rehearsal.git_process import GitFailed

ZERO = "0" * 40


@dataclass(frozen=True, slots=True)
class Ref:
    """A ref: its whole name, the object that it points at, and that object's type."""

    name: str
    sha: str
    kind: str


@dataclass(frozen=True, slots=True)
class BareRepository:
    """One repository of the world."""

    folder: Path

    def run(
        self, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> bytes:
        """Run one git command here."""
        return git_process.run_git([f"--git-dir={self.folder}", *arguments], stdin=stdin, env=env)

    def text(self, *arguments: str) -> str:
        """What a git command printed, as text without the last line end."""
        return self.run(*arguments).decode(errors="replace").rstrip("\n")

    def resolve(self, revision: str, kind: str = "commit") -> str | None:
        """The full id that a revision peels to, None where there is none of that kind."""
        try:
            return self.text(
                *("rev-parse", "--verify", "--quiet"),
                *("--end-of-options", f"{revision}^{{{kind}}}"),
            )
        except GitFailed:
            return None

    def kind(self, sha: str) -> str | None:
        """The type of an object, None where there is no such object."""
        try:
            return self.text("cat-file", "-t", sha)
        except GitFailed:
            return None

    def read(self, sha: str, kind: str) -> bytes | None:
        """The raw bytes of an object of that type, None where there is none."""
        try:
            return self.run("cat-file", kind, sha)
        except GitFailed:
            return None

    def read_commits(self, shas: Iterable[str]) -> list[tuple[str, bytes]]:
        """The raw commits of these ids, read by one process."""
        asked = "".join(f"{sha}\n" for sha in shas).encode()
        answer = self.run("cat-file", "--batch", stdin=asked)
        commits = []
        while answer:
            header, _, rest = answer.partition(b"\n")
            sha, _, size = header.decode().split(" ")
            commits.append((sha, rest[: int(size)]))
            answer = rest[int(size) + 1 :]
        return commits

    def write(self, kind: str, content: bytes) -> str:
        """Store an object and return its id; the same bytes give the same id."""
        return self.run("hash-object", "-w", "-t", kind, "--stdin", stdin=content).decode().strip()

    def ref(self, name: str) -> Ref | None:
        """The ref of exactly this name."""
        return next((ref for ref in self.refs(name) if ref.name == name), None)

    def refs(self, pattern: str) -> list[Ref]:
        """All refs under a folder such as `refs/heads`."""
        form = "--format=%(refname) %(objectname) %(objecttype)"
        lines = self.text("for-each-ref", form, pattern).splitlines()
        return [Ref(*line.split(" ")) for line in lines]

    def set_ref(self, name: str, sha: str, old: str) -> None:
        """Point a ref at an object, only from `old` (`ZERO`: only where there is none)."""
        self.run("update-ref", "--no-deref", name, sha, old)

    def delete_ref(self, name: str, old: str) -> None:
        """Remove a ref, only while it points at `old`."""
        self.run("update-ref", "--no-deref", "-d", name, old)

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` contains `older`."""
        return self.text("rev-list", "--count", "--max-count=1", older, f"^{newer}") == "0"

    def merged_tree(self, base: str, head: str) -> str | None:
        """The tree of a merge of two commits, None where they conflict."""
        try:
            return self.text("merge-tree", "--write-tree", base, head)
        except GitFailed:
            return None

    def is_valid_ref_name(self, name: str) -> bool:
        """Whether git would take this whole name of a ref."""
        try:
            self.run("check-ref-format", name)
        except GitFailed:
            return False
        return True
