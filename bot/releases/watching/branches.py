"""Seeing base branches move while people decide, and saying so."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import sqlalchemy as sa

from bot import errors
from bot.domain import foreign_text, phrases
from bot.ports import Clock
from bot.releases import audit, project
from bot.releases.controls import ending, revising
from bot.releases.project import Project
from bot.releases.storage import question_rows, release_rows
from bot.releases.storage.database import Database
from bot.stages.work import Work

logger = logging.getLogger(__name__)

LONGEST_SECONDS = 60.0  # one look at one release; a first fetch of what is new takes a while
BOTH = ["without", "with"]
ONLY_WITH = ["with"]

Json = dict[str, Any]


class BranchWatch:
    """Looks again and again, beside the sweep: a destination that hangs must not stop that."""

    def __init__(self, look_at_branches: Callable[[], Awaitable[None]], seconds: float) -> None:
        """Keep what it needs; `start` begins."""
        self._look = look_at_branches
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look every so many seconds from now on."""
        self._task = asyncio.get_running_loop().create_task(self._forever(), name="branches")

    async def stop(self) -> None:
        """Look no more; a look that is under way is left."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _forever(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self._look()
            except Exception:  # the next look must come, whatever this one met
                logger.exception("look at branches")


async def look(database: Database, projects: Mapping[str, Project], clock: Clock) -> None:
    """Compare each branch with the plan that people are asked about; record what is new.

    A release whose destination does not answer is left for the next look.
    """
    asked = await database.run(_asked)
    await asyncio.gather(*(_look_at(database, projects, clock, release) for release in asked))


def _asked(connection: sa.Connection) -> list[str]:
    """The releases that people are asked about before anything of them is public."""
    asked = {question.release for question in question_rows.open_now(connection)}
    return [release for release in asked if not ending.may_be_public(connection, release)]


async def _look_at(
    database: Database, projects: Mapping[str, Project], clock: Clock, release: str
) -> None:
    known = (await database.run(release_rows.get, release)).moved
    try:
        work = await project.work_on(database, projects, release)
        async with asyncio.timeout(LONGEST_SECONDS):
            moved = await _moved(work, known)
    except (errors.ReleasebotError, TimeoutError) as error:
        logger.info("look at the branch of %s: %s", release, error)
        return
    if moved != known:
        await database.run(_note, work.plan.release, known, moved, clock.now())


async def _moved(work: Work, known: Json | None) -> Json | None:
    """How the branch stands to the plan's commit; None: there. What is known is not asked anew."""
    plan = work.plan
    if plan.adopted:
        return None  # what is public already takes nothing that is new
    head = await work.outside.code_host.branch_head(plan.branch)
    if head == plan.commit:
        return None
    if known and known["to"] == (head or ""):
        return known
    new = await work.outside.repository.commits_between(plan.commit, head) if head else None
    start = phrases.short_commit(plan.commit)
    if head is None:
        why = f"The branch {plan.branch} is gone."
    elif new is None:
        why = f"{plan.branch} was moved by force: it lacks {start}, from which this was planned."
    else:
        end, count = phrases.short_commit(head), phrases.counted(len(new), "commit")
        newest = foreign_text.printable(new[0].subject)
        why = f"{plan.branch} moved from {start} to {end} ({count}: {newest})."
    return {
        "from": plan.commit,
        "to": head or "",
        "commits": len(new or ()),
        "choices": ONLY_WITH if new is None else BOTH,
        "choice": "",
        "why": why,
    }


def _note(
    connection: sa.Connection, release: str, known: Json | None, moved: Json | None, now: str
) -> None:
    """Record what was seen, compare-and-set; a branch that only goes forward is planned anew."""
    row = release_rows.get(connection, release)
    is_current = row.moved == known and (moved is None or row.plan["commit"] == moved["from"])
    if not is_current or release not in _asked(connection):
        return
    if moved and moved["choices"] == BOTH and row.plan["land"] == "fast-forward":
        revising.replan(connection, release, moved["why"], now)
        return
    release_rows.set_values(connection, release, moved=moved)
    if moved:
        data: dict[str, object] = {key: moved[key] for key in ("from", "to", "commits", "why")}
        audit.append(
            connection, time=now, actor=audit.BOT, action="moved", release=release, data=data
        )
