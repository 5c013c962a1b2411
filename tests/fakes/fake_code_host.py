"""A code host in memory: its branches, fast-forward only, its pull requests and tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot import errors, ports
from bot.domain.notes.changes import PullRequest
from tests.fakes.fake_history import FakeHistory
from tests.fakes.fake_hosted_releases import FakeHostedReleases


@dataclass(frozen=True, slots=True, kw_only=True)
class FakePull:
    """A pull request; `head_commit` is "" while it follows its branch."""

    of: tuple[str, str]  # head, base
    title: str = ""
    body: str = ""
    state: Literal["open", "merged", "closed"] = "open"
    head_commit: str = ""
    merge_commit: str = ""


class FakeCodeHost(FakeHostedReleases):
    """Implements `ports.CodeHost`. Its attributes are the world; a test may change them."""

    def __init__(self, history: FakeHistory) -> None:
        """Host that history, with no tags and no releases."""
        super().__init__()
        self.history = history
        self.merged: list[PullRequest] = []
        self.pulls: dict[int, FakePull] = {}
        self.merges_need = ""  # what is still missing before anything may be merged

    async def branch_head(self, branch: str) -> str | None:
        """The branch's commit."""
        with self._call("branch_head"):
            return self.history.branches.get(branch)

    async def pull_requests(self, commits: Sequence[str]) -> tuple[PullRequest, ...]:
        """The merged pull requests whose merge commit is asked for."""
        with self._call("pull_requests"):
            return tuple(pull for pull in self.merged if pull.merge_commit in commits)

    async def create_commit(
        self, parent: str, message: str, files: Mapping[str, bytes], when: str
    ) -> str:
        """Store a commit; the same input is the same commit."""
        with self._call("create_commit"):
            known = len(self.history.commits)
            commit = self.history.add(files, parent, message=message, when=when)
            if len(self.history.commits) > known:
                self._record("create_commit", commit)
            return commit

    async def set_branch(self, branch: str, commit: str, expected: str | None) -> None:
        """Move the branch forward from where it is expected."""
        with self._call("set_branch"):
            head = self.history.branches.get(branch)
            if head == commit:
                return
            is_forward = head is None or self.history.is_ancestor(head, commit)
            if head != expected or not is_forward:
                raise errors.Conflict(f"{branch} is at {head}, not {expected}.", "Plan anew.")
            self.history.branches[branch] = commit
            self._record("set_branch", branch, commit)

    async def replace_branch(self, branch: str, commit: str, expected: str) -> None:
        """Move the branch anywhere, from where it is expected."""
        with self._call("replace_branch"):
            head = self.history.branches.get(branch)
            if head == commit:
                return
            if head != expected:
                raise errors.Conflict(f"{branch} is at {head}, not {expected}.", "Plan anew.")
            self.history.branches[branch] = commit
            self._record("replace_branch", branch, commit)

    async def delete_branch(self, branch: str, expected: str) -> None:
        """Remove the branch from where it is expected."""
        with self._call("delete_branch"):
            head = self.history.branches.get(branch)
            if head is None:
                return
            if head != expected:
                raise errors.Conflict(f"{branch} is at {head}, not {expected}.", "Look at it.")
            del self.history.branches[branch]
            self._record("delete_branch", branch, expected)

    async def pull_request(self, head: str, base: str) -> ports.HostedPull | None:
        """The newest one of the two branches."""
        with self._call("pull_request"):
            found = [number for number, pull in self.pulls.items() if pull.of == (head, base)]
            return self._pull(found[-1]) if found else None

    async def create_pull_request(
        self, head: str, base: str, title: str, body: str
    ) -> ports.HostedPull:
        """Make one, unless the two branches have one that is open."""
        with self._call("create_pull_request"):
            for number, pull in self.pulls.items():
                if pull.of == (head, base) and pull.state == "open":
                    return self._pull(number)
            number = self._next_id()
            self.pulls[number] = FakePull(of=(head, base), title=title, body=body)
            self._record("create_pull_request", head, base)
            return self._pull(number)

    async def merge_pull_request(self, number: int, head_commit: str) -> None:
        """Merge with what is on the base by now, if nothing is missing and nothing conflicts."""
        with self._call("merge_pull_request"):
            pull, seen = self.pulls[number], self._pull(number)
            if seen.state == "merged":
                return
            branch = pull.of[1]
            is_current = seen.state == "open" and seen.head_commit == head_commit
            merged = self.history.merge(self.history.branches[branch], head_commit)
            if self.merges_need or not is_current or merged is None:
                raise errors.Refused(
                    f"It is not merged: {self.merges_need or 'not mergeable'}.",
                    "Merge it by hand.",
                    reason="not_mergeable",
                )
            self.history.branches[branch] = merged
            self.pulls[number] = replace(
                pull, state="merged", merge_commit=merged, head_commit=head_commit
            )
            self._record("merge_pull_request", branch, head_commit)

    def _pull(self, number: int) -> ports.HostedPull:
        """The pull request as it is now: the head of an open one is its branch's."""
        pull = self.pulls[number]
        return ports.HostedPull(
            number=number,
            state=pull.state,
            head_commit=pull.head_commit or self.history.branches[pull.of[0]],
            merge_commit=pull.merge_commit,
            url=f"https://code.example/pull/{number}",
        )

    async def tag(self, name: str) -> ports.Tag | None:
        """The tag."""
        with self._call("tag"):
            return self.tags.get(name)

    async def create_tag(self, name: str, commit: str, message: str, when: str) -> None:
        """Make the annotated tag; message and date are not kept."""
        del message, when
        with self._call("create_tag"):
            there = self.tags.get(name)
            if there and there.commit != commit:
                raise errors.Conflict(f"{name} is at {there.commit}.", "Release another version.")
            if not there:
                self.tags[name] = ports.Tag(name=name, commit=commit, annotated=True)
                self._record("create_tag", name, commit)
