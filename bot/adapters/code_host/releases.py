"""Releases at GitHub: listed with their drafts, drafted, published; an asset's place made free."""

from itertools import islice

from github.GitRelease import GitRelease
from github.GitReleaseAsset import GitReleaseAsset
from github.NamedUser import NamedUser
from github.Repository import Repository

from bot import errors, ports
from bot.adapters.code_host import refusals
from bot.domain.files.artifacts import Artifact

MOST_RELEASES = 1000


def of_tag(repository: Repository, tag: str) -> tuple[ports.HostedRelease, ...]:
    """All releases of the tag; listed, because a look-up by tag never shows drafts."""
    newest = islice(repository.get_releases(), MOST_RELEASES)
    return tuple(hosted(release) for release in newest if release.tag_name == tag)


def published(repository: Repository) -> tuple[ports.HostedRelease, ...]:
    """The newest releases that are no drafts."""
    newest = islice(repository.get_releases(), MOST_RELEASES)
    return tuple(hosted(release) for release in newest if not release.draft)


def latest(repository: Repository) -> ports.HostedRelease | None:
    """What is marked as the latest; GitHub says 404 where there is neither that nor a final."""
    found = refusals.or_none(repository.get_latest_release().complete)
    return hosted(found) if found else None


def hosted(release: GitRelease) -> ports.HostedRelease:
    """GitHub's release as ours."""
    return ports.HostedRelease(
        id=release.id,
        tag=release.tag_name,
        title=release.name or "",
        body=release.body or "",
        draft=release.draft,
        prerelease=release.prerelease,
        url=release.html_url,
        assets=tuple(_asset(asset) for asset in release.assets),
        author=_login(release.author),
        target=release.target_commitish or "",
        immutable=bool(release.immutable),
    )


def _login(author: NamedUser | None) -> str:
    """Whose account it was; GitHub shows none of one that was deleted."""
    return author.login if author else ""


def _asset(asset: GitReleaseAsset) -> ports.HostedAsset:
    """GitHub's asset as ours; one in state "starter" is an upload that never ended."""
    return ports.HostedAsset(
        id=asset.id,
        name=asset.name,
        digest=asset.digest or "",
        size=asset.size,
        uploaded=asset.state == "uploaded",
    )


def generated_notes(repository: Repository, tag: str, commit: str, previous_tag: str | None) -> str:
    """GitHub's own notes since the previous tag; by raw request, for its answer is only a text."""
    asked = {"tag_name": tag, "target_commitish": commit}
    asked |= {"previous_tag_name": previous_tag} if previous_tag else {}
    url = f"{repository.url}/releases/generate-notes"
    _, found = repository.requester.requestJsonAndCheck("POST", url, input=asked)
    return str(found["body"])


def delete_draft(repository: Repository, release: int) -> None:
    """Remove a draft; one that is gone is fine, a published one is left alone."""
    found = refusals.or_none(repository.get_release(release).complete)
    if found is None:
        return
    _must_be_draft(found)
    found.delete_release()


def publish(repository: Repository, release: int, *, latest: bool) -> None:
    """Publish by the two fields that this is about; all others stay as they are."""
    change = {"draft": False, "make_latest": "true" if latest else "false"}
    url = f"{repository.url}/releases/{release}"
    repository.requester.requestJsonAndCheck("PATCH", url, input=change)


def make_room(repository: Repository, release: int, artifact: Artifact) -> str | None:
    """Where to upload the file to; None if it is there already.

    An upload of that name that never ended is removed first, and from a draft also a different
    file; in a published release that stays.
    """
    found = repository.get_release(release).complete()
    named = [asset for asset in found.assets if asset.name == artifact.name]
    ours = [a for a in named if a.state == "uploaded" and a.digest == f"sha256:{artifact.sha256}"]
    if ours:
        return None
    for asset in named:
        if asset.state == "uploaded":
            _must_be_draft(found)
        _delete(asset)
    if named:
        _must_be_free(repository, release, artifact.name)
    return found.upload_url.partition("{")[0]


def _delete(asset: GitReleaseAsset) -> None:
    """Remove it; one that is gone is fine."""
    if refusals.or_none(asset.delete_asset) is False:
        raise _still_there(asset.name)


def _must_be_free(repository: Repository, release: int, name: str) -> None:
    """Look whether the deleted file is gone indeed."""
    now = repository.get_release(release).complete()
    if any(asset.name == name for asset in now.assets):
        raise _still_there(name)


def _still_there(name: str) -> errors.Unknown:
    return errors.Unknown(
        f"GitHub still shows the file {name} that was to make room for the new one.",
        "It will be looked at again; delete it at GitHub if it stays.",
    )


def _must_be_draft(release: GitRelease) -> None:
    """Refuse to change what people can already see."""
    if not release.draft:
        raise errors.Refused(
            f"The release {release.tag_name} is published, so the bot does not change it.",
            "Change it by hand at GitHub if that is really meant.",
            reason="release_published",
        )
