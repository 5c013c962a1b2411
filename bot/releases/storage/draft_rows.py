"""Drafts as rows: what people typed into the notes of an open release and have not saved."""

import sqlalchemy as sa

from bot.domain import moments
from bot.domain.notes import drafts
from bot.domain.notes.drafts import Draft
from bot.ports import Clock
from bot.releases.storage import database_refusals, release_rows, tables
from bot.releases.storage.database import Database

MOST = 20  # of one release: as many people as edit its notes, and a bound all the same
KEPT_DAYS = 30  # of a release that is left open; its end removes them at once


class DraftRows:
    """Implements `ports.Drafts` in the bot's database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep them there."""
        self._database = database
        self._clock = clock

    async def recall(self, release: str, person: str) -> Draft | None:
        """What the person typed last and did not save."""
        return await self._database.run(_load, release, person)

    async def keep(self, release: str, person: str, text: str, base: str) -> None:
        """Keep this in place of what was kept, as long as the release is open."""
        now = self._clock.now()
        draft = Draft(text=text, base=base, time=now)
        with database_refusals.in_words():
            await self._database.run(_store, release, person, draft)

    async def drop(self, release: str, person: str) -> None:
        """Forget what the person typed."""
        await self._database.run(remove, release, person)


def remove(connection: sa.Connection, release: str, person: str) -> None:
    """Remove a person's draft: it was saved, or is not wanted."""
    connection.execute(sa.delete(tables.drafts).filter_by(release=release, person=person))


def remove_all(connection: sa.Connection, release: str) -> None:
    """Remove the drafts of a release that has ended."""
    connection.execute(sa.delete(tables.drafts).filter_by(release=release))


def forget(connection: sa.Connection, now: str) -> None:
    """Remove what nobody has gone on with for a long time."""
    before = moments.later(now, -KEPT_DAYS * 24 * 3600)
    connection.execute(sa.delete(tables.drafts).where(tables.drafts.c.time < before))


def _load(connection: sa.Connection, release: str, person: str) -> Draft | None:
    row = connection.execute(
        sa.select(tables.drafts).filter_by(release=release, person=person)
    ).first()
    return Draft(text=row.text, base=row.base, time=row.time) if row else None


def _store(connection: sa.Connection, release: str, person: str, draft: Draft) -> None:
    row = release_rows.get(connection, release)
    remove(connection, release, person)
    if row.finished or not drafts.is_worth_keeping(draft.text, release_rows.current_notes(row)):
        return
    connection.execute(
        sa.insert(tables.drafts).values(
            release=release,
            person=person,
            text=draft.text.encode("utf-8", "replace").decode(),  # half of a pair is no text
            base=draft.base,
            time=draft.time,
        )
    )
    _remove_oldest(connection, release)


def _remove_oldest(connection: sa.Connection, release: str) -> None:
    """Keep no more than the newest of a release."""
    c = tables.drafts.c
    newest = sa.select(c.person).filter_by(release=release).order_by(c.time.desc()).limit(MOST)
    older = c.release == release, c.person.not_in(newest)
    connection.execute(sa.delete(tables.drafts).where(*older))
