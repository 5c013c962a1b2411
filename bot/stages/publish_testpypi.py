"""publish_testpypi: the same bytes on the test index first, and installed from there."""

import sys

from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages import index_upload, publish_pypi
from bot.stages.work import Outcome, Work

INDEX = "testpypi"
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"  # for a package that names none


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Upload {plan.package} {plan.version} to TestPyPI and install it from there"


async def already_done(work: Work) -> Outcome:
    """Look at the test index, and whether the installation from it was tried."""
    if await _has_no_use(work):
        return Outcome(rows=())
    outcome = await index_upload.look(work, work.index(INDEX))
    return Outcome(rows=(*outcome.rows, _installation(work)))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> Outcome:
    """Upload, wait for the index, install."""
    index = work.index(INDEX)
    outcome = await index_upload.upload(work, index, missing)
    if outcome.waiting:
        return outcome
    plan = work.plan
    await index.install(plan.package, plan.version, plan.pythons[-1] if plan.pythons else OWN)
    return Outcome(rows=(*outcome.rows, ledger.done(INDEX, _key(work), by="uv")))


async def _has_no_use(work: Work) -> bool:
    """Whether the files were on the real index before anybody could have tried them here."""
    if work.plan.adopted is None or work.recorded("publish_testpypi"):
        return False
    return not (await index_upload.look(work, work.index(publish_pypi.INDEX))).missing()


def _key(work: Work) -> str:
    return f"install {work.plan.package}=={work.plan.version}"


def _installation(work: Work) -> LedgerRow:
    recorded = {row.key: row for row in work.recorded("publish_testpypi") if row.state == "done"}
    return recorded.get(_key(work), ledger.missing(INDEX, _key(work)))
