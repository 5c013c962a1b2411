"""The service behind the port `Releases`: start, vote, retry, look; durable in one folder."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from dbos import DBOS

from bot.domain import commands
from bot.domain.approval import Tally, Vote
from bot.ports import Clock
from bot.releases import (
    audit,
    engine,
    project,
    release_rows,
    retrying,
    segment_rows,
    status,
    voting,
    workflow,
)
from bot.releases.database import Database
from bot.releases.performing import Performer
from bot.releases.planning import Planner
from bot.releases.project import Project
from bot.releases.steps import ReleaseSteps
from bot.releases.stopwatch import Stopwatch
from bot.releases.sweep import Sweep
from bot.stages.work import Outside

Roles = Callable[[], dict[str, frozenset[str]]]


class DurableReleases:
    """Releases that survive `kill -9`: an asynchronous context manager around one data folder."""

    def __init__(
        self,
        folder: Path,
        projects: Mapping[str, Project],
        roles: Roles,
        clock: Clock,
    ) -> None:
        """`roles` is asked at every decision, so that a withdrawn role counts at once."""
        self._folder = folder
        self._roles = roles
        self._clock = clock
        self._stopwatch = Stopwatch()
        self._projects = {
            name: Project(rules=each.rules, outside=_watched(each.outside, self._stopwatch))
            for name, each in projects.items()
        }
        self._wake = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Lock the folder, migrate, recover what was running, start what is due."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / "releasebot.sqlite"
        async with contextlib.AsyncExitStack() as opened:
            lock = engine.FolderLock(self._folder)
            opened.callback(lock.release)
            self._database = Database(path)
            opened.callback(self._database.close)
            engine.configure(path)
            opened.push_async_callback(engine.shut_down)
            run_segment = workflow.register(self._steps())
            DBOS.launch()
            sweep = Sweep(self._database, self._clock, self._wake, run_segment)
            sweep.start()
            opened.push_async_callback(sweep.stop)
            self._opened = opened.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End in order; what is in flight goes on at the next start."""
        await self._opened.aclose()

    def _steps(self) -> ReleaseSteps:
        planner = Planner(self._database, self._projects)
        performer = Performer(
            self._database, self._projects, self._stopwatch, planner.plan, self._roles
        )
        return ReleaseSteps(self._database, performer, self._clock, self._wake)

    async def start(self, command: commands.StartRelease) -> str:
        """Record the request and begin; the same delivery again is the same release."""
        project.find(self._projects, command.project)
        release = await self._database.run(_request, command, self._clock.now())
        self._wake.set()
        return release

    async def vote(self, command: commands.CastVote) -> Tally:
        """Take a vote. Raises `errors.Refused` with the reason code for one that does not count."""
        vote = Vote(
            person=command.person,
            answer=command.answer,
            time=self._clock.now(),
            reason=command.reason,
            account=command.account,
        )
        tally = await self._database.run(voting.cast, command.question, vote, self._roles())
        self._wake.set()
        return tally

    async def retry(self, release: str, person: str) -> None:
        """Start what failed again, after a new approval where the old one is void."""
        await self._database.run(retrying.retry, release, person, self._roles(), self._clock.now())
        self._wake.set()

    async def status(self, release: str) -> dict[str, Any]:
        """Everything about one release, as JSON."""
        now = self._clock.now()
        return await self._database.run(status.of, release, self._roles(), now)

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of releases that have not ended, oldest first."""
        return await self._database.run(release_rows.unfinished)

    async def first_altered_audit_row(self) -> int | None:
        """The audit row at which the chain breaks; None if it is whole."""
        return await self._database.run(audit.first_altered)


def _watched(outside: Outside, stopwatch: Stopwatch) -> Outside:
    return Outside(
        repository=stopwatch.watch(outside.repository),
        code_host=stopwatch.watch(outside.code_host),
        builder=stopwatch.watch(outside.builder),
        artifacts=outside.artifacts,
        indexes={name: stopwatch.watch(index) for name, index in outside.indexes.items()},
        chat=stopwatch.watch(outside.chat),
    )


def _request(connection: sa.Connection, command: commands.StartRelease, now: str) -> str:
    release, is_new = release_rows.insert_release(connection, command, now)
    if is_new:
        segment_rows.schedule(connection, release, release_rows.PLANNING, now)
        audit.append(
            connection,
            time=now,
            actor=command.person,
            action="requested",
            release=release,
            data={"project": command.project, "bump": command.bump, "branch": command.branch},
        )
    return release
