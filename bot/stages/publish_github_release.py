"""publish_github_release: the draft becomes the release that everybody sees."""

from bot import errors
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages import hosted_release
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    latest = "as the latest" if plan.latest else "without moving the latest"
    return f"Publish the GitHub release {plan.tag} {latest}"


async def already_done(work: Work) -> Outcome:
    """Look whether our release is public."""
    key = f"published {work.plan.tag}"
    mine = await hosted_release.ours(work)
    if mine and not mine[0].draft:
        wrong = tuple(row for row in hosted_release.rows(work, mine[0]) if row.state != "done")
        return Outcome(rows=(ledger.done("github", key, url=mine[0].url), *wrong))
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
    await work.outside.code_host.publish_release(mine[0].id, latest=work.plan.latest)
