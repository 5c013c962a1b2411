"""Rhythms: how a project stands with its cadence, from its repository and the bot's own rows.

What the repository told is kept for a while, because a page that many people open must not fetch
it for each of them.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot import errors
from bot.domain.cadence import past, rhythm
from bot.domain.cadence.past import Seen
from bot.releases import patience, project
from bot.releases.project import Project
from bot.releases.storage.database import Database
from bot.releases.storage.tables import audit, releases

Json = dict[str, Any]

AT_ONCE = 4  # repositories that are fetched
SILENCE_SECONDS = 60.0  # after which a repository that told nothing is asked again in any case


def recorded(connection: sa.Connection, project_name: str) -> dict[str, str]:
    """The moment at which the bot has released each version, also of what was restored since.

    What was published by hand has the time of its tag, not of its completion.
    """
    of_project = (releases.c.project == project_name, releases.c.version.is_not(None))
    ours = (releases.c.adopts == "", audit.c.action == "done")
    first = sa.func.min(audit.c.time).label("time")
    joined = releases.join(audit, audit.c.release == releases.c.id)
    rows = sa.select(releases.c.version, first).select_from(joined).where(*of_project, *ours)
    return {row.version: row.time for row in connection.execute(rows.group_by(releases.c.version))}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What a repository told; `seen` None: nothing, and `why`."""

    at: float
    recorded: Mapping[str, str]
    seen: Seen | None
    why: str = ""
    title: str = ""  # as the repository calls itself

    def holds(self, now: float, seconds: float, known: Mapping[str, str]) -> bool:
        """Whether it is young enough, and no release has ended since."""
        most = seconds if self.seen else min(seconds, SILENCE_SECONDS)
        return now - self.at < most and known == self.recorded


class Rhythms:
    """Tells how the projects stand, each looked at by one asker at a time."""

    def __init__(
        self,
        database: Database,
        projects: Mapping[str, Project],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing was looked at yet."""
        self._database = database
        self._projects = projects
        self._seconds = seconds
        self._looks: dict[str, _Look] = {}
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def of(self, name: str, now: str, kept: float) -> Json | None:
        """How the project stands; None where no cadence is configured.

        What its repository told may be so many seconds old; 0 asks it in any case. Where it does
        not answer, `unknown` says why, and only the bot's own rows count.
        """
        chosen = project.find(self._projects, name)
        cadence = chosen.rules.cadence
        if cadence is None:
            return None
        known = await self._database.look(recorded, name)
        look = await self._look(name, chosen, known, kept)
        found = rhythm.beats(cadence, known, look.seen, now)
        return {
            "project": name,
            "title": chosen.rules.title or look.title or name,
            "unknown": look.why or None,
            **rhythm.to_json(cadence, found, now),
        }

    async def _look(
        self, name: str, chosen: Project, known: Mapping[str, str], kept: float
    ) -> _Look:
        async with self._turns[name], self._at_once:
            look = self._looks.get(name)
            if look is None or not look.holds(self._seconds(), kept, known):
                look = self._looks[name] = await self._looked(chosen, known)
            return look

    async def _looked(self, chosen: Project, known: Mapping[str, str]) -> _Look:
        seen, why, title = None, "", ""
        try:
            facts = await patience.ask(chosen.outside.repository.facts(None), "repository")
            seen, title = past.see(facts), facts.rules.display_name
        except errors.Unknown as error:
            why = error.sentence
        return _Look(at=self._seconds(), recorded=known, seen=seen, why=why, title=title)
