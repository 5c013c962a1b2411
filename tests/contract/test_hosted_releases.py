"""Every code host: drafts that hide from their tag, assets by digest, releases that stay."""

from pathlib import Path

import pytest

from bot import errors
from tests.contract.code_hosts import WHEN, Site
from tests.fakes.stored_files import store


async def test_drafts_share_a_tag_and_are_listed(site: Site) -> None:
    """Two drafts of one tag, both found by it although the tag itself does not exist."""
    for body in ("first\n", "second\n"):
        await site.host.create_draft("v9.0.0", site.head, "Nine", body, prerelease=True)

    found = await site.host.releases("v9.0.0")

    assert {release.body for release in found} == {"first\n", "second\n"}
    assert {(r.title, r.draft, r.prerelease, r.assets) for r in found} == {("Nine", True, True, ())}
    assert await site.host.tag("v9.0.0") is None


async def test_a_draft_is_deleted_once(site: Site) -> None:
    """Deleting what is gone is fine."""
    draft = await site.host.create_draft("v9.0.0", site.head, "Nine", "", prerelease=False)
    for _ in range(2):
        await site.host.delete_draft(draft.id)

    assert await site.host.releases("v9.0.0") == ()


async def test_an_asset_is_uploaded_once_with_its_digest(site: Site, tmp_path: Path) -> None:
    """The host says the same hash as we do; the same file again changes nothing."""
    artifact, path = store(tmp_path, "wheel", ("nine-9.0.0-py3-none-any.whl", b"bytes" * 999))
    draft = await site.host.create_draft("v9.0.0", site.head, "Nine", "", prerelease=False)
    seen = []
    for _ in range(2):
        await site.host.upload_asset(draft.id, artifact, path)
        seen.append((await site.host.releases("v9.0.0"))[0].assets)

    assert seen[0] == seen[1]
    asset = seen[0][0]
    assert (asset.name, asset.size, asset.uploaded) == (artifact.name, artifact.size, True)
    assert asset.digest == f"sha256:{artifact.sha256}"


async def test_a_different_asset_of_a_draft_is_replaced(site: Site, tmp_path: Path) -> None:
    """A draft is ours until it is published."""
    draft = await site.host.create_draft("v9.0.0", site.head, "Nine", "", prerelease=False)
    await site.host.upload_asset(draft.id, *store(tmp_path, "sdist", ("a.tar.gz", b"old")))
    artifact, path = store(tmp_path, "sdist", ("a.tar.gz", b"new"))
    await site.host.upload_asset(draft.id, artifact, path)

    (release,) = await site.host.releases("v9.0.0")
    assert [asset.digest for asset in release.assets] == [f"sha256:{artifact.sha256}"]


async def test_a_changed_file_is_never_uploaded(site: Site, tmp_path: Path) -> None:
    """What is attached is what was approved, or nothing."""
    artifact, path = store(tmp_path, "sdist", ("a.tar.gz", b"approved"))
    path.write_bytes(b"tampered")
    draft = await site.host.create_draft("v9.0.0", site.head, "Nine", "", prerelease=False)

    with pytest.raises(errors.BadArtifact):
        await site.host.upload_asset(draft.id, artifact, path)

    assert (await site.host.releases("v9.0.0"))[0].assets == ()


async def test_a_published_release_stays_as_it_is(site: Site, tmp_path: Path) -> None:
    """Publishing twice is fine; afterwards neither its removal nor other bytes are."""
    artifact, path = store(tmp_path, "sdist", ("a.tar.gz", b"bytes"))
    await site.host.create_tag("v9.0.0", site.head, "Nine", WHEN)
    draft = await site.host.create_draft("v9.0.0", site.head, "Nine", "notes", prerelease=False)
    await site.host.upload_asset(draft.id, artifact, path)
    for _ in range(2):
        await site.host.publish_release(draft.id, latest=True)
    (published,) = await site.host.releases("v9.0.0")

    await site.host.upload_asset(draft.id, artifact, path)
    for refused in (
        site.host.delete_draft(draft.id),
        site.host.upload_asset(draft.id, *store(tmp_path, "sdist", ("a.tar.gz", b"other"))),
    ):
        with pytest.raises(errors.Refused):
            await refused

    assert (published.draft, published.title, published.body) == (False, "Nine", "notes")
    assert await site.host.releases("v9.0.0") == (published,)


async def test_a_published_release_gets_a_file_that_it_lacks(site: Site, tmp_path: Path) -> None:
    """As when somebody removed it by hand: nothing is replaced, so nobody is deceived."""
    draft = await site.host.create_draft("v9.0.0", site.head, "Nine", "", prerelease=False)
    await site.host.create_tag("v9.0.0", site.head, "Nine", WHEN)
    await site.host.publish_release(draft.id, latest=True)
    artifact, path = store(tmp_path, "sdist", ("a.tar.gz", b"bytes"))
    await site.host.upload_asset(draft.id, artifact, path)

    (release,) = await site.host.releases("v9.0.0")
    assert not release.draft
    assert [asset.digest for asset in release.assets] == [f"sha256:{artifact.sha256}"]


async def test_publishing_what_is_gone_fails(site: Site) -> None:
    """A release that somebody removed is no success."""
    with pytest.raises(errors.Failed):
        await site.host.publish_release(987654321, latest=False)
