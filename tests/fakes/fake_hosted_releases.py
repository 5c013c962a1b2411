"""Releases at a code host, in memory: several drafts per tag, drafts without a tag."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import errors, ports
from bot.domain.files.artifacts import Artifact
from tests.fakes.effect_log import sha256_of
from tests.fakes.fake_tracker import FakeTracker


class FakeHostedReleases(FakeTracker):
    """A part of `ports.CodeHost`. Its attributes are the world; a test may change them."""

    def __init__(self) -> None:
        """Nothing is tagged or published."""
        super().__init__()
        self.tags: dict[str, ports.Tag] = {}
        self.hosted: dict[int, ports.HostedRelease] = {}
        self.latest: int | None = None
        self._last_id = 0

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
