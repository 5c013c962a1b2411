"""Uploading the recorded distributions to a package index; what both index stages do."""

import asyncio

from bot.domain.files import artifacts
from bot.domain.files.artifacts import Artifact
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.ports import IndexFile, PackageIndex
from bot.stages.work import Outcome, Waiting, Work

LOOKS = 20
PAUSE_SECONDS = 1.5


async def look(work: Work, index: PackageIndex) -> Outcome:
    """Compare what the index lists with the recorded files, by hash."""
    plan = work.plan
    listed = {file.name: file for file in await index.files(plan.package, plan.version)}
    wanted = artifacts.distributions(work.artifacts())
    rows = tuple(_row(plan, index.name, each, listed.get(each.name)) for each in wanted)
    return Outcome(rows=rows)


def _row(plan: Plan, target: str, artifact: Artifact, listed: IndexFile | None) -> LedgerRow:
    digest = f"sha256:{artifact.sha256}"
    if listed is None:
        return ledger.missing(target, artifact.name, digest=digest)
    if not listed.sha256:
        return ledger.unknown(
            target, artifact.name, why=f"{target} does not tell the hash of {artifact.name}"
        )
    if listed.sha256 == artifact.sha256:
        page = {"page": listed.page} if listed.page else {}
        return ledger.done(target, artifact.name, digest=digest, url=listed.url, **page)
    return ledger.differs(
        target,
        artifact.name,
        digest=digest,
        found=f"sha256:{listed.sha256}",
        why=f"{stage_facts.place(target).name} already holds other bytes as {artifact.name}: "
        f"sha256 {listed.sha256[:12]}…, ours has {artifact.sha256[:12]}…",
        next=f"cancel this release and adopt {plan.version} again, which takes the public files"
        if plan.adopted
        else "release the next version: an index never takes a file name twice",
    )


async def upload(work: Work, index: PackageIndex, missing: tuple[LedgerRow, ...]) -> Outcome:
    """Upload what is missing, in order, and wait until the index shows it."""
    names = {row.key for row in missing}
    for artifact in artifacts.distributions(work.artifacts()):
        if artifact.name in names:
            await index.upload(artifact, work.outside.artifacts.path(artifact))
    return await _shown(work, index)


async def _shown(work: Work, index: PackageIndex) -> Outcome:
    for _ in range(LOOKS):
        outcome = await look(work, index)
        if not outcome.missing():
            return outcome
        await asyncio.sleep(PAUSE_SECONDS)
    return Outcome(rows=outcome.rows, waiting=Waiting(on=f"{index.name} to show it", seconds=30))
