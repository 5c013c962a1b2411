"""Our release at the code host: found by its marker, whatever else carries the same tag."""

from bot.domain.files.artifacts import Artifact
from bot.domain.notes import release_marker
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.ports import HostedRelease
from bot.stages.work import Work


def marker(plan: Plan) -> str:
    """The invisible line in the body by which a release of ours is known again."""
    return release_marker.of(plan.release)


def body(plan: Plan) -> str:
    """The release's text at the code host: the notes, what it adds itself, and the marker."""
    parts = (plan.notes.strip(), plan.hosted_notes, marker(plan))
    return "\n\n".join(filter(None, parts)) + "\n"


def title(plan: Plan) -> str:
    """The release's title at the code host."""
    return f"{plan.title} {plan.tag}"


def release_row(work: Work, release: HostedRelease | None) -> LedgerRow:
    """How our release stands: absent, as it was approved, or changed by somebody."""
    plan, key = work.plan, f"release {work.plan.tag}"
    if release is None:
        return ledger.missing("github", key)
    changed = _changed(work, release)
    if not changed:
        return ledger.done("github", key, url=release.url, id=str(release.id))
    return ledger.differs(
        "github",
        key,
        url=release.url,
        why=f"somebody changed our release of {plan.tag}: {', '.join(changed)}",
        next="put it back, or delete the draft, then retry, which drafts the approved text again",
    )


def rows(work: Work, release: HostedRelease | None) -> tuple[LedgerRow, ...]:
    """How the release and each of its files stand."""
    return (release_row(work, release), *asset_rows(work, release))


def _changed(work: Work, release: HostedRelease) -> list[str]:
    known = {artifact.name for artifact in work.artifacts()}
    foreign = sorted(asset.name for asset in release.assets if asset.name not in known)
    text = release.body.replace("\r\n", "\n").strip()
    return [
        *(["its text"] if text != body(work.plan).strip() else []),
        *(["its title"] if release.title != title(work.plan) else []),
        *(["its pre-release mark"] if release.prerelease != work.plan.prerelease else []),
        *(f"the foreign file {name}" for name in foreign),
    ]


async def ours(work: Work) -> tuple[HostedRelease, ...]:
    """Our releases of the tag, a published one first, then by age; more than one after a crash."""
    found = await work.outside.code_host.releases(work.plan.tag)
    mine = [release for release in found if marker(work.plan) in release.body]
    return tuple(sorted(mine, key=lambda release: (release.draft, release.id)))


async def adopted(work: Work) -> HostedRelease | None:
    """The release that somebody published by hand and ours completes; None if it is gone."""
    found = await work.outside.code_host.releases(work.plan.tag)
    number = work.plan.adopted.number if work.plan.adopted else 0
    return next((r for r in found if r.id == number and not r.draft), None)


async def strangers(work: Work) -> tuple[HostedRelease, ...]:
    """Published releases of the tag that somebody else made."""
    found = await work.outside.code_host.releases(work.plan.tag)
    return tuple(r for r in found if not r.draft and marker(work.plan) not in r.body)


def taken(target: str, plan: Plan, other: HostedRelease) -> LedgerRow:
    """The row where somebody else's release of the tag leaves no place for ours."""
    return ledger.differs(
        target,
        f"release {plan.tag}",
        url=other.url,
        why=f"somebody else has already published a release for {plan.tag}",
        next=f"cancel this release and adopt {plan.version} again, which completes that one"
        if plan.adopted
        else "look at it; release the next version",
    )


def asset_rows(work: Work, release: HostedRelease | None) -> tuple[LedgerRow, ...]:
    """How the recorded files stand at the release, file by file."""
    return tuple(asset_row(artifact, release) for artifact in work.artifacts())


def asset_row(artifact: Artifact, release: HostedRelease | None) -> LedgerRow:
    """How one file stands: there with its digest, to be attached, or wrong where all see it.

    An upload that never ended is no file yet.
    """
    digest = f"sha256:{artifact.sha256}"
    assets = {asset.name: asset for asset in release.assets} if release else {}
    asset = assets.get(artifact.name)
    if asset and asset.uploaded and asset.digest == digest:
        return ledger.done("github", artifact.name, digest=digest)
    if asset is None or not asset.uploaded or release is None or release.draft:
        return ledger.missing("github", artifact.name, digest=digest)
    return ledger.differs(
        "github",
        artifact.name,
        digest=digest,
        found=asset.digest,
        why=f"the published release holds other bytes as {artifact.name} than {digest}",
        next="compare the files by hand; the bot replaces nothing in a published release",
    )
