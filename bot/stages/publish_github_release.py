"""publish_github_release: the draft becomes the release that everybody sees."""

from bot import errors
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.domain.versions.latest import becomes_latest, highest_above
from bot.stages import hosted_release
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    latest = "as the latest, unless a higher one is out"
    return (
        f"Publish the GitHub release {plan.tag} "
        f"{latest if plan.latest else 'without moving the latest'}"
    )


async def already_done(work: Work) -> Outcome:
    """Look whether our release is public, and which one is the latest now."""
    key = f"published {work.plan.tag}"
    mine = await hosted_release.ours(work)
    if mine and not mine[0].draft:
        wrong = tuple(row for row in hosted_release.rows(work, mine[0]) if row.state != "done")
        told = await _which_is_latest(work)
        return Outcome(rows=(ledger.done("github", key, url=mine[0].url, latest=told), *wrong))
    return Outcome(rows=(ledger.missing("github", key),))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:  # noqa: ARG001  # one release
    """Publish the draft, if it still holds exactly what draft_github_release verified."""
    mine = await hosted_release.ours(work)
    if not mine:
        raise errors.Conflict(
            f"The draft release of {work.plan.tag} is gone.",
            "Retry, which drafts it again from the same files.",
        )
    if changed := [row for row in hosted_release.rows(work, mine[0]) if row.state != "done"]:
        raise errors.Conflict(
            f"The draft's {changed[0].key} is not what was approved any more.",
            "Find out who changed it, delete the draft, then retry, which drafts it again.",
        )
    is_latest = becomes_latest(work.plan, await _finals(work))
    await work.outside.code_host.publish_release(mine[0].id, latest=is_latest)
    if not work.plan.prerelease:
        await _give_way(work)


async def _finals(work: Work) -> dict[str, int]:
    """The tags of what is published and no pre-release, each with the release's id."""
    found = await work.outside.code_host.published_releases()
    return {release.tag: release.id for release in found if not release.prerelease}


async def _give_way(work: Work) -> None:
    """Make the higher version the latest that came out at the same moment, or that has no mark."""
    finals = await _finals(work)
    higher = highest_above(work.plan, finals)
    if higher and await _which_is_latest(work) == work.plan.tag:
        await work.outside.code_host.publish_release(finals[higher], latest=True)


async def _which_is_latest(work: Work) -> str:
    found = await work.outside.code_host.latest_release()
    return found.tag if found else "none"
