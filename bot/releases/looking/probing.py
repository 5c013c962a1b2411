"""Probing: what every destination holds of a release right now, looked up and never remembered."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot import errors, stages
from bot.domain.plans import stage_facts
from bot.domain.records import ledger
from bot.domain.records.evidence import Ledger
from bot.domain.records.ledger import LedgerRow
from bot.releases import patience, project
from bot.releases.controls import restoring
from bot.releases.looking import ledger_status
from bot.releases.project import Project
from bot.releases.storage import release_rows
from bot.releases.storage.database import Database
from bot.stages.work import Work

Json = dict[str, Any]

STANDS = ("done", "skipped", "unknown")  # what matters of a release that was given up


async def look(database: Database, projects: Mapping[str, Project], release: str, now: str) -> Json:
    """The release's ledger as it is at this moment; nothing is written down."""
    rows = await _ledger_now(database, projects, release)
    return {"ledger": ledger_status.of(rows), "probed": now}


async def vanished(
    database: Database, projects: Mapping[str, Project], release: str
) -> tuple[str, ...]:
    """The stages of a finished release whose effects are not there any more, in their order.

    Raises `errors.BadArtifact` where there are any, but not the files to bring them back.
    """
    if not restoring.can_be_restored(await database.look(release_rows.get, release)):
        return ()
    rows = await _ledger_now(database, projects, release)
    found = tuple(
        stage
        for stage in stage_facts.DESTINATIONS
        if any(row.state == "missing" for row in rows.get(stage, ()))
    )
    if found:
        work = await project.work_on(database, projects, release)
        await asyncio.to_thread(work.hash_again)
    return found


async def _ledger_now(database: Database, projects: Mapping[str, Project], release: str) -> Ledger:
    row = await database.look(release_rows.get, release)
    if row.plan is None:
        return {}
    work = await project.work_on(database, projects, release)
    names = [name for name in stage_facts.DESTINATIONS if _can_be_looked_up(work, name)]
    seen = await asyncio.gather(*(_look(work, name) for name in names))
    rows = {**work.ledger, **dict(zip(names, seen, strict=True))}
    if _is_landed(rows):
        rows["prepare_release"] = work.recorded("prepare_release")  # its branch has served
    if row.state == "cancelled":
        rows |= {name: tuple(r for r in rows[name] if r.state in STANDS) for name in names}
    return _each_once(rows)


def _can_be_looked_up(work: Work, name: str) -> bool:
    planned = {stage.name for segment in work.plan.segments for stage in segment.stages}
    is_skipped = any(row.state == "skipped" for row in work.recorded(name))
    is_prepared = bool(work.release_commit()) or name == "prepare_release"
    return name in planned and is_prepared and not is_skipped


async def _look(work: Work, name: str) -> tuple[LedgerRow, ...]:
    """What a stage sees; where a destination does not answer, its rows are unknown."""
    known = [(row.target, row.key) for row in work.recorded(name)]
    try:
        outcome = await patience.ask(stages.STAGES[name].already_done(work), name)
    except errors.Unknown as error:
        return tuple(
            ledger.unknown(target, key, why=error.sentence)
            for target, key in known or [(stage_facts.DESTINATIONS[name], name)]
        )
    return outcome.rows


def _is_landed(rows: Ledger) -> bool:
    landings = (rows.get(name, ()) for name in stage_facts.LANDINGS)
    return any(row.state == "done" for landing in landings for row in landing)


def _each_once(rows: Ledger) -> Ledger:
    """Without what a later stage sees again: a published release's files are those of its draft."""
    known: set[tuple[str, str]] = set()
    told: dict[str, tuple[LedgerRow, ...]] = {}
    for stage in stages.STAGES:
        told[stage] = tuple(r for r in rows.get(stage, ()) if (r.target, r.key) not in known)
        known |= {(row.target, row.key) for row in told[stage]}
    return told
