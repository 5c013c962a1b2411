"""draft_github_release: a draft with the notes and all assets, digests compared."""

from bot.domain.plans.plan import Plan
from bot.domain.records.ledger import LedgerRow
from bot.ports import HostedRelease
from bot.stages import hand_made_tag, hosted_release
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Draft the GitHub release {plan.title} {plan.tag} with all files"


async def already_done(work: Work) -> Outcome:
    """Look for a published release of ours or exactly one draft; compare each asset's digest."""
    if others := await hosted_release.strangers(work):
        return Outcome(rows=(hosted_release.taken("github", work.plan, others[0]),))
    if work.plan.adopted and (tag := await hand_made_tag.row(work, "git")).state != "done":
        return Outcome(rows=(tag,))  # the release would belong to another commit
    mine = await hosted_release.ours(work)
    is_settled = len(mine) == 1 or (mine and not mine[0].draft)
    return Outcome(rows=hosted_release.rows(work, mine[0] if is_settled else None))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:  # noqa: ARG001  # looks again itself
    """Keep the oldest draft of ours or make one, then attach what it lacks."""
    release = await _only_draft(work)
    for artifact in work.artifacts():
        if hosted_release.asset_row(artifact, release).state != "done":
            path = work.outside.artifacts.path(artifact)
            await work.outside.code_host.upload_asset(release.id, artifact, path)


async def _only_draft(work: Work) -> HostedRelease:
    plan, host = work.plan, work.outside.code_host
    mine = await hosted_release.ours(work)
    for surplus in mine[1:]:
        await host.delete_draft(surplus.id)
    if mine:
        return mine[0]
    return await host.create_draft(
        plan.tag,
        work.release_commit(),
        hosted_release.title(plan),
        hosted_release.body(plan),
        prerelease=plan.prerelease,
    )
