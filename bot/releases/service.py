"""The service behind the port `Releases`: start, vote, retry, look; durable in one folder."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa
from dbos import DBOS

from bot import errors
from bot.domain.approvals.approval import CountedVote, Tally, Vote
from bot.domain.conversation import commands
from bot.domain.notes import edited_notes
from bot.domain.records.retention import Limits
from bot.ports import Clock
from bot.releases import audit, project
from bot.releases.controls import (
    adopting,
    bypassing,
    cancelling,
    holding,
    requesting,
    restoring,
    retrying,
    revising,
    ticking,
    voting,
)
from bot.releases.controls.planning import Planner
from bot.releases.incoming import hearing
from bot.releases.incoming.binding_rows import BindingRows
from bot.releases.incoming.inbox import DatabaseInbox
from bot.releases.incoming.notice_rows import NoticeRows
from bot.releases.looking import probing
from bot.releases.looking.looks import Looks, Roles
from bot.releases.looking.rhythms import Rhythms
from bot.releases.project import Project
from bot.releases.running import engine, workflow
from bot.releases.running.performing import Performer
from bot.releases.running.steps import ReleaseSteps
from bot.releases.running.stopwatch import Stopwatch
from bot.releases.storage import database, database_refusals
from bot.releases.storage.database import Database
from bot.releases.storage.draft_rows import DraftRows
from bot.releases.storage.live_message_rows import LiveMessageRows
from bot.releases.watching import branches, housekeeping, reviewing
from bot.releases.watching.branches import BranchWatch
from bot.releases.watching.sweep import Sweep

Json = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


class DurableReleases(Looks):
    """Releases that survive `kill -9`: an asynchronous context manager around one data folder."""

    def __init__(
        self,
        folder: Path,
        projects: Mapping[str, Project],
        roles: Roles,
        clock: Clock,
        *,
        works: bool = True,
        branch_seconds: float = 30.0,
    ) -> None:
        """`roles` is asked at every decision, so that a withdrawn role counts at once.

        Without `works` it looks and records, and no release goes on before the next start. Every
        `branch_seconds` it looks whether a branch moved on which people are asked to decide.
        """
        self._works = works
        self._branch_seconds = branch_seconds
        self._folder = folder
        self._stopwatch = Stopwatch()
        watched = {name: project.watched(each, self._stopwatch) for name, each in projects.items()}
        super().__init__(watched, roles, clock)
        self._wake = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Lock the folder, migrate, recover what was running, start what is due."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / database.FILE
        async with contextlib.AsyncExitStack() as opened:
            lock = engine.FolderLock(self._folder)
            opened.callback(lock.release)
            self._database = Database(path)
            opened.callback(self._database.close)
            self._rhythms = Rhythms(self._database, self._projects)
            self.live_messages = LiveMessageRows(self._database)
            self.inbox = DatabaseInbox(self._database, self._clock)
            self.drafts = DraftRows(self._database, self._clock)
            self.notices = NoticeRows(self._database, self._clock)
            self.bindings = BindingRows(self._database, self._clock)
            if self._works:
                await self._review()
                self._start(opened, path)
            self._opened = opened.pop_all()
        return self

    def _start(self, opened: contextlib.AsyncExitStack, path: Path) -> None:
        engine.configure(path)
        opened.push_async_callback(engine.shut_down)
        run_segment = workflow.register(self._steps())
        DBOS.launch()
        sweep = Sweep(self._database, self._clock, self._wake, run_segment, self._roles)
        sweep.start()
        opened.push_async_callback(sweep.stop)
        watch = BranchWatch(self.look_at_branches, self._branch_seconds)
        watch.start()
        opened.push_async_callback(watch.stop)

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
        project.check_enabled(self._projects, command.project)
        chosen, now = self._projects[command.project], self._clock.now()
        command = await adopting.settled(self._database, chosen, command)
        return await self._decide(requesting.request, command, chosen.rules.repository, now)

    async def vote(self, command: commands.CastVote) -> CountedVote:
        """Take a vote. Raises `errors.Refused` with the reason code for one that does not count."""
        vote = Vote(
            person=command.person,
            answer=command.answer,
            time=self._clock.now(),
            reason=command.reason,
            account=command.account,
            typed=command.typed,
        )
        about, told = (self._projects, command.question, vote), command.may_decide
        counted = await self._decide(reviewing.cast, *about, self._roles(), may_decide=told)
        if isinstance(counted, errors.ReleasebotError):
            raise counted
        return counted

    async def withdraw(self, question: str, person: str) -> Tally:
        """Take a vote back while its question is open."""
        await self._review()
        now = self._clock.now()
        return await self._decide(voting.withdraw, question, person, self._roles(), now)

    async def hold(self, release: str, person: str, reason: str) -> None:
        """Let nothing more begin until `resume`."""
        await self._decide(holding.hold, release, person, reason, self._clock.now())

    async def resume(self, release: str, person: str) -> None:
        """Go on after a hold; of a release that is done, what has vanished is brought back."""
        if not await self._restore(release, person):
            await self._decide(holding.resume, release, person, self._clock.now())

    async def cancel(self, release: str, person: str, reason: str) -> None:
        """Give the release up; what it made is removed as long as nothing of it is public."""
        await self._decide(cancelling.cancel, release, person, reason, self._clock.now())

    async def retry(self, release: str, person: str) -> None:
        """Start what failed again, after a new approval where the old one is void.

        Of a release that is done, what has vanished since is brought back.
        """
        if not await self._restore(release, person):
            now = self._clock.now()
            await self._decide(retrying.retry, release, person, self._roles(), now)

    async def skip(self, release: str, stage: str, person: str, reason: str) -> None:
        """Leave a stage out that failed or has not begun."""
        await self._decide(bypassing.skip, release, stage, person, reason, self._clock.now())

    async def override(self, release: str, gate: str, person: str, reason: str) -> None:
        """Record that a red gate is passed on this person's word."""
        await self._decide(bypassing.override, release, gate, person, reason, self._clock.now())

    async def edit_notes(self, release: str, person: str, text: str, base: str) -> None:
        """Replace the notes whose digest is `base`; the release is prepared again."""
        accepted = await asyncio.to_thread(edited_notes.accept, text)  # a long text takes seconds
        now = self._clock.now()
        await self._decide(revising.edit_notes, release, person, accepted, base, now)

    async def decide_branch(self, release: str, person: str, choice: str) -> None:
        """Release "without" what is new on the base branch, or plan again "with" it."""
        await self._decide(revising.decide_branch, release, person, choice, self._clock.now())

    async def look_at_branches(self) -> None:
        """See whether the base branch of a release that waits for people has moved."""
        await branches.look(self._database, self._projects, self._clock)
        self._wake.set()

    async def bring_forward(self, project_name: str) -> None:
        """Let what waits for the world in the project's releases look again at once."""
        await self._decide(hearing.bring_forward, project_name, self._clock.now())

    async def tick(self, release: str, line: str, person: str, evidence: str) -> None:
        """Record that a person vouches for a line of the checklist."""
        await self._decide(ticking.tick, release, line, person, evidence, self._clock.now())

    async def note(self, actor: str, action: str, data: Json) -> None:
        """Add a row to the audit that is about no release."""
        now = self._clock.now()
        await self._database.run(
            audit.append, time=now, actor=actor, action=action, release=None, data=data
        )

    async def tidy(self, limits: Limits) -> None:
        """Remove of the past what the limits let go; what may still go on loses nothing."""
        stores = {project.outside.artifacts for project in self._projects.values()}
        await housekeeping.tidy(self._database, stores, limits, self._clock.now())

    async def _review(self) -> None:
        """Void what the settings have overtaken, for good, whatever becomes of a vote on it."""
        now = self._clock.now()
        await self._decide(reviewing.review, self._projects, self._roles(), now)

    async def _restore(self, release: str, person: str) -> bool:
        """Bring back what a release that is done has lost; False where there is nothing to do."""
        vanished = await probing.vanished(self._database, self._projects, release)
        if vanished:
            asked = (release, person, self._roles(), self._clock.now())
            await self._decide(restoring.restore, *asked, vanished)
        return bool(vanished)

    async def _decide(
        self,
        decision: Callable[Concatenate[sa.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Record a decision in one transaction, and let the sweep start at once what follows."""
        with database_refusals.in_words():
            decided = await self._database.run(decision, *args, **kwargs)
        self._wake.set()
        return decided
