"""A code host in memory: fast-forward only, several drafts per tag, drafts without a tag."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from bot import errors, ports
from bot.domain.files.artifacts import Artifact
from bot.domain.notes.changes import PullRequest
from tests.fakes.effect_log import sha256_of
from tests.fakes.fake_history import FakeHistory
from tests.fakes.fake_tracker import FakeTracker


@dataclass(frozen=True, slots=True, kw_only=True)
class FakePull:
    """A pull request; `head_commit` is "" while it follows its branch."""

    of: tuple[str, str]  # head, base
    title: str = ""
    body: str = ""
    state: Literal["open", "merged", "closed"] = "open"
    head_commit: str = ""
    merge_commit: str = ""


class FakeCodeHost(FakeTracker):
    """Implements `ports.CodeHost`. Its attributes are the world; a test may change them."""

    def __init__(self, history: FakeHistory) -> None:
        """Host that history, with no tags and no releases."""
        super().__init__()
        self.history = history
        self.tags: dict[str, ports.Tag] = {}
        self.hosted: dict[int, ports.HostedRelease] = {}
        self.latest: int | None = None
        self.merged: list[PullRequest] = []
        self.pulls: dict[int, FakePull] = {}
        self.merges_need = ""  # what is still missing before anything may be merged
        self._last_id = 0

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

    async def releases(self, tag: str) -> tuple[ports.HostedRelease, ...]:
        """All releases of the tag, drafts included."""
        with self._call("releases"):
            return tuple(release for release in self.hosted.values() if release.tag == tag)

    async def published_releases(self) -> tuple[ports.HostedRelease, ...]:
        """All that are no drafts."""
        with self._call("published_releases"):
            return tuple(release for release in self.hosted.values() if not release.draft)

    async def latest_release(self) -> ports.HostedRelease | None:
        """What was marked, else the newest final."""
        with self._call("latest_release"):
            finals = [r for r in self.hosted.values() if not r.draft and not r.prerelease]
            return next((r for r in finals if r.id == self.latest), finals[-1] if finals else None)

    async def create_draft(
        self, tag: str, commit: str, title: str, body: str, *, prerelease: bool
    ) -> ports.HostedRelease:
        """Make one more draft, however many there are."""
        del commit
        with self._call("create_draft"):
            number = self._next_id()
            release = ports.HostedRelease(
                id=number,
                tag=tag,
                title=title,
                body=body,
                draft=True,
                prerelease=prerelease,
                url=f"https://code.example/releases/{number}",
                assets=(),
            )
            self.hosted[number] = release
            self._record("create_draft", tag, str(number))
            return release

    async def delete_draft(self, release: int) -> None:
        """Remove a draft; one that is gone is fine."""
        with self._call("delete_draft"):
            if release in self.hosted:
                self._must_be_draft(self.hosted[release])
                del self.hosted[release]
                self._record("delete_draft", str(release))

    async def upload_asset(self, release: int, artifact: Artifact, path: Path) -> None:
        """Attach the file, in a draft also in place of an unfinished or different one."""
        with self._call("upload_asset"):
            found = self._release(release)
            digest = f"sha256:{artifact.sha256}"
            if any(
                a.uploaded and (a.name, a.digest) == (artifact.name, digest) for a in found.assets
            ):
                return
            if any(asset.uploaded and asset.name == artifact.name for asset in found.assets):
                self._must_be_draft(found)
            if sha256_of(path) != artifact.sha256:
                raise errors.BadArtifact(f"{artifact.name} was changed.", "Build it again.")
            asset = ports.HostedAsset(
                id=self._next_id(),
                name=artifact.name,
                digest=digest,
                size=artifact.size,
                uploaded=True,
            )
            others = tuple(a for a in found.assets if a.name != asset.name)
            self.hosted[release] = replace(found, assets=(*others, asset))
            self._record("upload_asset", str(release), artifact.name, digest)

    async def publish_release(self, release: int, *, latest: bool) -> None:
        """Publish the draft."""
        with self._call("publish_release"):
            found = self._release(release)
            if latest and found.prerelease:
                raise errors.Conflict("The latest is no pre-release.", "Look at the code host.")
            if found.draft:
                self.hosted[release] = replace(found, draft=False)
                self._record("publish_release", str(release))
            if latest:
                self.latest = release

    def publish_by_hand(self, tag: str, commit: str, body: str = "", **more: Any) -> int:  # noqa: ANN401  # any part of a release
        """Let somebody publish a release in the browser, with a lightweight tag."""
        number = self._next_id()
        self.tags[tag] = ports.Tag(name=tag, commit=commit, annotated=False)
        known: dict[str, Any] = {
            "title": tag,
            "draft": False,
            "prerelease": False,
            "url": f"https://code.example/releases/{number}",
            "assets": (),
            "author": "carol",
            "target": "main",
        }
        self.hosted[number] = ports.HostedRelease(id=number, tag=tag, body=body, **(known | more))
        return number

    def attach_by_hand(
        self, release: int, name: str, digest: str, *, uploaded: bool = True
    ) -> None:
        """Let somebody attach a file of their own, or begin to."""
        found = self.hosted[release]
        asset = ports.HostedAsset(
            id=self._next_id(), name=name, digest=digest, size=1, uploaded=uploaded
        )
        self.hosted[release] = replace(found, assets=(*found.assets, asset))

    def lose_asset(self, name: str) -> None:
        """Let somebody remove the file from every release."""
        for number, release in self.hosted.items():
            kept = tuple(asset for asset in release.assets if asset.name != name)
            self.hosted[number] = replace(release, assets=kept)

    def _release(self, release: int) -> ports.HostedRelease:
        """The release with that id."""
        if release not in self.hosted:
            raise errors.Failed(f"There is no release {release}.", "Look at the code host.")
        return self.hosted[release]

    def _must_be_draft(self, release: ports.HostedRelease) -> None:
        """Refuse to change a published release."""
        if not release.draft:
            raise errors.Refused(f"Release {release.id} is published.", "Change it by hand.")

    def _next_id(self) -> int:
        """A number that was never used."""
        self._last_id += 1
        return self._last_id
