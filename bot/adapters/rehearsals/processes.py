"""The rehearsals of a serving bot: who may begin, how each goes on, and how all of them end."""

import asyncio
import contextlib
import dataclasses
import logging
import weakref
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from bot import errors
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.git_command import GitFailed
from bot.adapters.rehearsals import child, folders
from bot.adapters.rehearsals.folders import Folders
from bot.domain import foreign_text, phrases, redaction
from bot.domain.records import command_log
from bot.domain.rehearsals import rehearsal
from bot.domain.rehearsals.rehearsal import Asked, Rehearsal
from bot.ports import Clock, Repository
from bot.settings import environment, secrets

Json = dict[str, Any]

MOST = 2  # at once
REMEMBERED = 20  # more than there are records of
LAST_BYTES = 20_000  # of the child's own log, where it ended without a word

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Of what a rehearsal makes its copy, and how the project lands a release commit."""

    repository: Repository
    land: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the rehearsals of a machine share."""

    clock: Clock
    limits: Limits = child.LIMITS
    most: int = MOST
    command: Callable[..., list[str]] = child.command
    trusted: bool = False  # whether a repository's code may be run where there is no sandbox


@dataclass(slots=True, kw_only=True, eq=False, weakref_slot=True)
class _Follower:
    queue: "asyncio.Queue[Rehearsal]" = field(default_factory=asyncio.Queue)


class RehearsalProcesses:
    """Implements `ports.Rehearsals`; as a context manager it leaves no child behind."""

    def __init__(self, parent: Path, sources: Mapping[str, Source], house: House) -> None:
        """Work in folders below `parent`, with copies of these projects' repositories."""
        self._folders = Folders(parent)
        self._sources = sources
        self._house = house
        self._known: dict[str, Rehearsal] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._followers: weakref.WeakSet[_Follower] = weakref.WeakSet()
        self._interrupted: tuple[Rehearsal, ...] = ()

    async def __aenter__(self) -> Self:
        """End and clear away what a bot that was killed left behind; know what is recorded."""
        try:
            left = await asyncio.to_thread(self._folders.interrupted)
            over = await asyncio.to_thread(self._folders.over)
        except OSError:  # a folder that nobody may read hinders no release
            logger.exception("the folders of rehearsals")
            left, over = (), []
        now = self._house.clock.now()
        self._interrupted = tuple(
            dataclasses.replace(each, state="interrupted", ended=now) for each in left
        )
        kept = sorted((*over, *self._interrupted), key=lambda each: each.begun)
        self._known = {each.asked.id: each for each in kept}
        return self

    async def __aexit__(self, *_: object) -> None:
        """End those that run; the next bot tells people that they were interrupted."""
        running = tuple(self._tasks.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def start(self, asked: Asked) -> Rehearsal:
        """Begin; one that is known already is told again."""
        if asked.id in self._known:
            return self._known[asked.id]
        if asked.project not in self._sources:
            raise errors.BadInput(
                f"There is no project {asked.project}.",
                f"Configured are: {', '.join(sorted(self._sources)) or 'none'}.",
                reason="not_bound",
            )
        self._check_room(asked)
        begun = Rehearsal(asked=asked, begun=self._house.clock.now())
        self._known[asked.id] = begun
        while len(self._known) > REMEMBERED:
            self._forget_oldest()
        task = asyncio.create_task(self._run(begun))
        self._tasks[asked.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(asked.id))
        return begun

    def recent(self, project: str) -> tuple[Rehearsal, ...]:
        """Those that are known, oldest first."""
        found = self._known.values()
        return tuple(each for each in found if project in ("", each.asked.project))

    def changes(self) -> AsyncIterator[Rehearsal]:
        """Each state of each rehearsal from this call on."""
        follower = _Follower()
        self._followers.add(follower)
        return _told_to(follower)

    async def take_interrupted(self) -> tuple[Rehearsal, ...]:
        """Those that the last bot could not end, once."""
        taken, self._interrupted = self._interrupted, ()
        for each in taken:
            with contextlib.suppress(OSError):  # a full disk: it is told again after the next start
                await asyncio.to_thread(self._folders.write, each)
        return taken

    def _check_room(self, asked: Asked) -> None:
        running = [each for each in self._known.values() if not each.is_over]
        for each in running:
            if each.asked.project == asked.project:
                raise errors.Refused(
                    f"{asked.project} is being rehearsed already: {each.asked.bump}, asked for by "
                    f"{each.asked.person} at {phrases.clock(each.begun)}.",
                    "Nothing was started. Look at its message, and ask again when it has ended.",
                    reason="rehearsal_running",
                )
        if len(running) >= self._house.most:
            raise errors.Refused(
                f"{phrases.counted(len(running), 'rehearsal')} are running on this machine, and "
                "that is the most.",
                "Nothing was started. Ask again in some minutes.",
                reason="rehearsal_running",
            )

    def _forget_oldest(self) -> None:
        over = next((key for key, each in self._known.items() if each.is_over), None)
        if over:
            del self._known[over]

    def _publish(self, shown: Rehearsal) -> None:
        self._known[shown.asked.id] = shown
        for follower in self._followers:
            follower.queue.put_nowait(shown)

    async def _run(self, begun: Rehearsal) -> None:
        """Go from the copy to the end; a bot that stops in between leaves the record as it is."""
        id_ = begun.asked.id
        error: Json | None = None
        try:
            folder = await asyncio.to_thread(self._folders.make, begun)
            self._publish(begun)  # not before, since where its messages are is kept in its folder
            error = await self._rehearse(begun, folder)
        except errors.ReleasebotError as failure:
            error = failure.to_json()
        except (OSError, GitFailed) as failure:
            error = _broken(str(failure) or type(failure).__name__).to_json()
        except Exception:  # whatever it was, the person has to be told
            logger.exception("rehearsal %s", id_)
            error = _broken("the bot's log tells what happened").to_json()
        finally:
            await asyncio.to_thread(self._folders.clear, id_)
        await self._conclude(self._known[id_], error)

    async def _conclude(self, shown: Rehearsal, error: Json | None) -> None:
        over = dataclasses.replace(
            shown,
            state="failed" if error else "done",
            ended=self._house.clock.now(),
            error=_clean(error, shown.status) if error else None,
        )
        with contextlib.suppress(OSError):  # a full disk: people are told all the same
            await asyncio.to_thread(self._folders.write, over)
        self._publish(over)

    async def _rehearse(self, begun: Rehearsal, folder: Path) -> Json | None:
        """What it failed of, None where it came to a good end."""
        asked, source = begun.asked, self._sources[begun.asked.project]
        work = folder / folders.WORK
        repository = work / f"{asked.project}.git"
        await source.repository.copy(asked.branch, repository)
        argv = self._house.command(repository, asked.bump, source.land, trusted=self._house.trusted)
        variables = child.environment(environment.variables(), work, sorted(secrets.known()))
        telling = child.told(
            argv,
            folder,
            variables,
            self._house.limits,
            lambda pid: self._folders.started(asked.id, pid),
        )
        status: Json = {}
        async with contextlib.aclosing(telling) as lines:
            async for line in lines:
                status = rehearsal.report({**status, **line})
                self._publish(dataclasses.replace(self._known[asked.id], status=status))
        return await asyncio.to_thread(_ending, status, folder / folders.LOG)


async def _told_to(follower: _Follower) -> AsyncIterator[Rehearsal]:
    while True:
        yield await follower.queue.get()


def _ending(status: Json, log: Path) -> Json | None:
    if status.get("error"):
        return dict(status["error"])
    if status.get("state") == "done":
        return None
    if status.get("waits_for"):
        return errors.Failed(
            f"It waits for something that no rehearsal has: {status['waits_for']}.",
            "Look at the rules of the repository.",
        ).to_json()
    said = log.read_bytes()[-LAST_BYTES:].decode("utf-8", "replace") if log.is_file() else ""
    return {**_broken("it ended without a word").to_json(), "log": said}


def _broken(why: str) -> errors.Failed:
    return errors.Failed(
        f"The rehearsal could not be run: {foreign_text.printable(why, 200)}.",
        "Look into the bot's log and at the machine's disk.",
    )


def _clean(error: Json, status: Mapping[str, Any]) -> Json:
    """The error with the end of the log of what failed, without secrets."""
    said = str(error.get("log") or rehearsal.log_of(status))
    clean = redaction.redact(command_log.end(said), secrets.known())
    return {**error, "log": foreign_text.visible(clean)}
