"""publish_pypi: the recorded bytes on the real index; the point of no return."""

from bot.domain.plans.plan import Plan
from bot.domain.records.ledger import LedgerRow
from bot.stages import index_upload
from bot.stages.work import Outcome, Work

INDEX = "pypi"


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Upload {plan.package} {plan.version} to PyPI; this cannot be undone"


async def already_done(work: Work) -> Outcome:
    """Look at the index."""
    return await index_upload.look(work, work.index(INDEX))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> Outcome:
    """Upload and wait until the index shows the files with our hashes."""
    return await index_upload.upload(work, work.index(INDEX), missing)
