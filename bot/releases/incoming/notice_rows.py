"""Notices as rows: kept with a line of the audit, told to the channels afterwards."""

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.ports import Clock, Notice
from bot.releases import audit
from bot.releases.storage.database import Database
from bot.releases.storage.tables import notices

AT_ONCE = 50  # untold ones that are handed out


class NoticeRows:
    """Implements `ports.Notices` in the bot's database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep them there."""
        self._database = database
        self._clock = clock

    async def add(self, notice: Notice) -> None:
        """Keep it, in the audit too, once for each key."""
        await self._database.run(add, notice, self._clock.now())

    async def untold(self) -> tuple[Notice, ...]:
        """What the channels were not told yet, oldest first."""
        return await self._database.run(_untold)

    async def told(self, key: str) -> None:
        """Every channel of the project has it."""
        await self._database.run(_told, key)

    async def newest(self, project: str, limit: int) -> tuple[Notice, ...]:
        """The newest of a project first."""
        return await self._database.run(_newest, project, limit)


def add(connection: sa.Connection, notice: Notice, now: str) -> None:
    """Keep it in the transaction of what it tells of."""
    values = {"key": notice.key, "project": notice.project, "text": notice.text, "time": now}
    added = connection.execute(insert(notices).values(**values).on_conflict_do_nothing())
    if added.rowcount == 1:
        audit.append(
            connection,
            time=now,
            actor=audit.BOT,
            action="noticed",
            release=None,
            data={"project": notice.project, "text": notice.text},
        )


def _untold(connection: sa.Connection) -> tuple[Notice, ...]:
    wanted = sa.select(notices).where(~notices.c.told).order_by(notices.c.time, notices.c.key)
    return _found(connection, wanted.limit(AT_ONCE))


def _told(connection: sa.Connection, key: str) -> None:
    connection.execute(sa.update(notices).filter_by(key=key).values(told=True))


def _newest(connection: sa.Connection, project: str, limit: int) -> tuple[Notice, ...]:
    wanted = sa.select(notices).order_by(notices.c.time.desc(), notices.c.key).limit(limit)
    return _found(connection, wanted.filter_by(project=project) if project else wanted)


def _found(connection: sa.Connection, wanted: sa.Select[tuple[object, ...]]) -> tuple[Notice, ...]:
    return tuple(
        Notice(key=row.key, project=row.project, text=row.text, time=row.time)
        for row in connection.execute(wanted)
    )
