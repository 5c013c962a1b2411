"""Looks: the reading half of the service; whatever it is asked, nothing changes."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from bot.ports import Clock
from bot.releases import audit, project
from bot.releases.controls import previewing
from bot.releases.incoming import hearing
from bot.releases.looking import finding, probing, rhythms, status, unrecorded
from bot.releases.looking.rhythms import Rhythms
from bot.releases.project import Project
from bot.releases.storage import release_rows
from bot.releases.storage.database import Database

Json = dict[str, Any]
Roles = Callable[[], dict[str, frozenset[str]]]


class Looks:
    """What can be known of releases, from the database and from the outside world."""

    _database: Database
    _rhythms: Rhythms

    def __init__(self, projects: Mapping[str, Project], roles: Roles, clock: Clock) -> None:
        """`roles` is asked at every decision, so that a withdrawn role counts at once."""
        self._projects = projects
        self._roles = roles
        self._clock = clock

    def projects(self) -> tuple[str, ...]:
        """The names of the configured projects."""
        return tuple(self._projects)

    async def preview(self, project_name: str, bump: str, branch: str | None) -> Json:
        """The plan of a release as JSON, with its posts; nothing is stored."""
        chosen, now = project.find(self._projects, project_name), self._clock.now()
        known = await self._database.look(rhythms.recorded, project_name)
        return await previewing.make_preview(chosen, bump, branch, self._roles(), known, now)

    async def cadence(self, project_name: str, kept: float) -> Json | None:
        """How the project stands with its cadence; None where it has none."""
        return await self._rhythms.of(project_name, self._clock.now(), kept)

    async def find(self, project_name: str, which: str) -> str:
        """The id of a project's release by version or id; "" is the open or newest one."""
        return await self._database.look(finding.find, project_name, which)

    async def recent(self, project_name: str, limit: int) -> tuple[Json, ...]:
        """The newest releases first."""
        return await self._database.look(finding.recent, project_name, limit)

    async def status(self, release: str) -> Json:
        """Everything about one release as it was last recorded."""
        now = self._clock.now()
        return await self._database.look(status.of, release, self._roles(), now)

    async def probe(self, release: str) -> Json:
        """The status with a ledger that was looked up at every destination just now."""
        now = self._clock.now()
        looked = await probing.look(self._database, self._projects, release, now)
        return {**await self.status(release), **looked}

    async def look_up(self, project_name: str, version: str) -> Json:
        """What the destinations hold of a version of which there is no record."""
        chosen = project.find(self._projects, project_name)
        return await unrecorded.look(chosen, version, self._clock.now())

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of releases that have not ended, oldest first."""
        return await self._database.look(release_rows.unfinished)

    async def concerns(self, project_name: str, reference: str) -> bool:
        """Whether a release of the project is about this tag, commit or version."""
        return await self._database.look(hearing.concerns, project_name, reference)

    async def made_tag(self, project_name: str, tag: str, commit: str) -> bool:
        """Whether a release of the project made this tag at this commit, will, or completes it."""
        return await self._database.look(hearing.made_tag, project_name, tag, commit)

    async def audit(self, release: str = "", after: int = 0) -> tuple[Json, ...]:
        """Rows of the audit with a number above `after`, oldest first."""
        return await self._database.look(audit.rows, release, after)

    async def first_altered_audit_row(self) -> int | None:
        """The audit row at which the chain breaks; None if it is whole."""
        return await self._database.look(audit.first_altered)

    def changes(self) -> AsyncIterator[str]:
        """The ids of releases as they change from now on."""
        return self._database.changes.follow()
