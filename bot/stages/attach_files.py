"""attach_files: a release that was published by hand gets the files that it lacks."""

from bot import errors
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow, LeftOut
from bot.ports import HostedRelease
from bot.stages import hosted_release
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Attach the files to the GitHub release {plan.tag} that was published by hand"


async def already_done(work: Work) -> Outcome:
    """Compare each file's digest with what the release holds, whoever attached it."""
    release = await hosted_release.adopted(work)
    if release is None:
        return Outcome(rows=(_gone(work.plan),))
    rows = hosted_release.asset_rows(work, release)
    if not release.immutable:
        return Outcome(rows=rows)
    lacking = [row.key for row in rows if row.state == "missing"]
    there = tuple(row for row in rows if row.state != "missing")
    return Outcome(rows=there, left_out=(_immutable(release, lacking),) if lacking else ())


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Attach what is missing; a file that is there already is never replaced."""
    release = await hosted_release.adopted(work)
    if release is None:
        raise errors.Conflict(
            f"The release {work.plan.tag} is not public any more.",
            "Publish it again, then retry.",
        )
    names = {row.key for row in missing}
    for artifact in work.artifacts():
        if artifact.name in names:
            path = work.outside.artifacts.path(artifact)
            await work.outside.code_host.upload_asset(release.id, artifact, path)


def _gone(plan: Plan) -> LedgerRow:
    return ledger.differs(
        "github",
        f"release {plan.tag}",
        why=f"the release {plan.tag} that was published by hand is not public any more",
        next="publish it again, then retry",
    )


def _immutable(release: HostedRelease, lacking: list[str]) -> LeftOut:
    return LeftOut(
        target=f"files of the GitHub release {release.tag}",
        why=f"GitHub keeps it immutable since it was published, without {', '.join(lacking)}",
        remedy="let the bot publish the next one: it attaches every file before that",
    )
