"""Bindings as rows: a project that is paused releases nothing, and what is under way is held."""

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot import errors
from bot.ports import Binding, Clock, Notice
from bot.releases import audit
from bot.releases.controls import holding
from bot.releases.incoming import notice_rows
from bot.releases.storage.database import Database
from bot.releases.storage.tables import bindings, releases


class BindingRows:
    """Implements `ports.Bindings` in the bot's database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep them there."""
        self._database = database
        self._clock = clock

    async def find(self, project: str) -> Binding | None:
        """What is known of the project's repository."""
        return await self._database.run(_find, project)

    async def bind(self, project: str, repository: str, number: int) -> None:
        """Remember the number, and let the project be released."""
        await self._database.run(_bind, project, repository, number, self._clock.now())

    async def pause(self, project: str, why: str) -> None:
        """Release nothing of the project any more."""
        await self._database.run(_pause, project, why, self._clock.now())

    async def hold(self, project: str, why: str) -> None:
        """Hold what is under way."""
        await self._database.run(_hold, project, why, self._clock.now())


def check(connection: sa.Connection, project: str, repository: str) -> None:
    """Refuse a new release of a project that is paused, while it is configured as it was then."""
    found = _find(connection, project)
    if found and found.paused and found.repository == repository:
        raise errors.Refused(
            f"{project} is paused: {found.paused}",
            "Nothing was started. Correct its repository in releasebot.toml, or give the bot "
            "access to it again; it goes on by itself then.",
            reason="project_paused",
        )


def _find(connection: sa.Connection, project: str) -> Binding | None:
    row = connection.execute(sa.select(bindings).filter_by(project=project)).mappings().first()
    return Binding(**row) if row else None


def _bind(connection: sa.Connection, project: str, repository: str, number: int, now: str) -> None:
    before = _find(connection, project)
    bound = Binding(project=project, repository=repository, number=number)
    if before == bound:
        return
    values = {"repository": repository, "number": number, "paused": ""}
    fresh = insert(bindings).values(project=project, **values)
    connection.execute(fresh.on_conflict_do_update(index_elements=["project"], set_=values))
    _note(connection, "bound", {"project": project, "repository": repository}, now)
    if before and before.paused:
        text = f"{project} may be released again: {repository} is there. What is held stays held."
        _tell(connection, project, text, now)


def _pause(connection: sa.Connection, project: str, why: str, now: str) -> None:
    before = _find(connection, project)
    if before is None or before.paused == why:
        return
    connection.execute(sa.update(bindings).filter_by(project=project).values(paused=why))
    _note(connection, "paused", {"project": project, "why": why}, now)
    _hold_open(connection, project, why, now)
    _tell(connection, project, f"Nothing of {project} is released: {why}", now)


def _hold(connection: sa.Connection, project: str, why: str, now: str) -> None:
    held = _hold_open(connection, project, why, now)
    rest = f" What is under way is held ({held}) until somebody resumes it." if held else ""
    _tell(connection, project, f"{why}{rest}", now, cause=why)


def _hold_open(connection: sa.Connection, project: str, why: str, now: str) -> int:
    flags = releases.c.finished, releases.c.held, releases.c.cancelled
    is_open = [flag.is_(None) for flag in flags]
    wanted = sa.select(releases.c.id).where(releases.c.project == project, *is_open)
    found = connection.execute(wanted).scalars().all()
    for release in found:
        holding.hold(connection, release, audit.BOT, why, now)
    return len(found)


def _tell(connection: sa.Connection, project: str, text: str, now: str, cause: str = "") -> None:
    """Let people know, once a day: several events may have the same cause."""
    key = f"{project}: {now[:10]} {cause or text}"
    notice_rows.add(connection, Notice(key=key, project=project, text=text), now)


def _note(connection: sa.Connection, action: str, data: dict[str, object], now: str) -> None:
    audit.append(connection, time=now, actor=audit.BOT, action=action, release=None, data=data)
