"""Housekeeping: what the limits of retention let go is removed; the audit stays for ever.

Every removal may be broken off and is simply chosen again: records of a thing go before the thing.
"""

import asyncio
import logging
from collections.abc import Iterable

import sqlalchemy as sa
from dbos import DBOS

from bot.domain import phrases
from bot.domain.records import retention
from bot.domain.records.retention import KnownRelease, Limits
from bot.ports import ArtifactStore
from bot.releases import audit
from bot.releases.incoming import inbox_rows
from bot.releases.storage import draft_rows, tables
from bot.releases.storage.database import Database
from bot.releases.watching import past

logger = logging.getLogger(__name__)

PAGE = 500
AT_ONCE = 20  # in one transaction, and then a pause: nobody waits long for the database
PAUSE_SECONDS = 0.02
MOST_FORGOTTEN = 100  # in one round
MOST_WORKFLOWS = 5000  # in one round
OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]  # as DBOS calls it
_OF_THE_RELEASES = "rel:"


async def tidy(
    database: Database, stores: Iterable[ArtifactStore], limits: Limits, now: str
) -> None:
    """One round: artifacts, what the engine wrote down, deliveries, drafts, then releases."""
    known = await database.run(past.known)
    for store in stores:
        await asyncio.to_thread(_remove_artifacts, store, known, limits, now)
    await _remove_workflows(database, limits, now)
    await database.run(inbox_rows.forget, now)
    await database.run(draft_rows.forget, now)
    for _ in range(MOST_FORGOTTEN // AT_ONCE):
        await database.run(_forget, limits, now)
        await asyncio.sleep(PAUSE_SECONDS)


def _remove_artifacts(
    store: ArtifactStore, known: tuple[KnownRelease, ...], limits: Limits, now: str
) -> None:
    chosen = retention.choose(store.stored(), known, limits, now)
    store.remove([removal.artifact for removal in chosen])
    for removal in chosen:
        size = phrases.size(removal.artifact.size)
        logger.info("removed the artifact %s (%s): %s", removal.artifact.sha256, size, removal.why)


async def _remove_workflows(database: Database, limits: Limits, now: str) -> None:
    """Remove the engine's record of releases that ended long ago, or that nobody knows any more."""
    offset = removed = 0
    while removed < MOST_WORKFLOWS:
        page = await DBOS.list_workflows_async(
            workflow_id_prefix=_OF_THE_RELEASES,
            status=OVER,
            limit=PAGE,
            offset=offset,
            load_input=False,
            load_output=False,
        )
        kept = await database.run(_still_needed, limits, now)
        ids = [each.workflow_id for each in page if _release_of(each.workflow_id) not in kept]
        for start in range(0, len(ids), AT_ONCE):
            await DBOS.delete_workflows_async(ids[start : start + AT_ONCE])
            await asyncio.sleep(PAUSE_SECONDS)
        removed += len(ids)
        offset += len(page) - len(ids)
        if len(page) < PAGE:
            break
    if removed:
        logger.info("removed the engine's record of %s", phrases.counted(removed, "workflow"))


def _still_needed(connection: sa.Connection, limits: Limits, now: str) -> frozenset[str]:
    """The releases of which the engine must still know; asked after its list was made."""
    known = past.without_artifacts(connection)
    over = {each.id for each in retention.ended_before(known, limits.logs, now)}
    return frozenset(each.id for each in known if each.id not in over)


def _release_of(workflow_id: str) -> str:
    return workflow_id.split(":")[1]


def _forget(connection: sa.Connection, limits: Limits, now: str) -> None:
    """Remove every row of old releases but those of the audit, which tells of it."""
    old = retention.forgettable(past.without_artifacts(connection), limits, now)
    for release in old[:AT_ONCE]:
        project, version = connection.execute(
            sa.select(tables.releases.c.project, tables.releases.c.version).filter_by(id=release)
        ).one()
        _remove_rows(connection, release)
        audit.append(
            connection,
            time=now,
            actor=audit.BOT,
            action="forgot",
            release=None,
            data={"release": release, "project": project, "version": version},
        )
        logger.info("forgot %s %s (%s)", project, version, release)


def _remove_rows(connection: sa.Connection, release: str) -> None:
    asked = sa.select(tables.questions.c.id).filter_by(release=release)
    owners = {tables.releases.c.id: sa.select(sa.literal(release)), tables.questions.c.id: asked}
    for table in reversed(tables.metadata.sorted_tables):
        for key in table.foreign_keys:
            connection.execute(sa.delete(table).where(key.parent.in_(owners[key.column])))
    connection.execute(sa.delete(tables.releases).filter_by(id=release))
