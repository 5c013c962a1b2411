"""Driving a release as people do: ask for it, look until something happens, vote."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.domain.approvals.approval import Answer, Tally
from bot.domain.approvals.policy import Terms
from bot.domain.cadence.rhythm import Cadence
from bot.domain.conversation import commands
from bot.domain.plans.plan import Land, RequiredCheck
from bot.releases.service import DurableReleases
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_world import ROLES, TERMS, FakeWorld

Json = dict[str, Any]
Effects = list[tuple[str, ...]]

PATIENCE_SECONDS = 30.0
WHOLE_RELEASE = Counter(
    {
        ("github", "create_commit"): 1,
        ("github", "set_branch"): 2,  # release/v1.2.0, main
        ("github", "create_tag"): 1,
        ("github", "create_draft"): 1,
        ("github", "upload_asset"): 4,  # sdist, wheel, SBOM, checksums
        ("github", "publish_release"): 1,
        ("testpypi", "upload"): 2,
        ("pypi", "upload"): 2,
        ("chat", "post"): 1,
    }
)
REVISED = WHOLE_RELEASE + Counter([("github", "create_commit"), ("github", "replace_branch")])
PUBLIC = {"create_tag", "create_draft", "upload_asset", "publish_release", "upload", "post"}


class Driver:
    """Asks, waits and votes."""

    def __init__(self, releases: DurableReleases, clock: FakeClock) -> None:
        """Drive these releases by this clock."""
        self.releases = releases
        self._clock = clock

    async def start(
        self, bump: str = "minor", delivery: str = "1", branch: str | None = None
    ) -> str:
        """Ask for a release as alice."""
        command = commands.StartRelease(
            project="greeter", bump=bump, person="alice", delivery=delivery, branch=branch
        )
        return await self.releases.start(command)

    async def adopt(self, tag: str = "v1.2.0", delivery: str = "github:release:1") -> str:
        """Ask as alice to complete what was published by hand."""
        command = commands.StartRelease(
            project="greeter", bump="", person="alice", delivery=delivery, adopts=tag
        )
        return await self.releases.start(command)

    async def until(self, release: str, *states: str) -> Json:
        """The status as soon as the release is in one of these states."""
        return await self.until_status(release, lambda status: status["state"] in states)

    async def until_status(self, release: str, is_so: Callable[[Json], bool]) -> Json:
        """The status as soon as it is so."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not is_so(status := await self.releases.status(release)):  # noqa: ASYNC110  # as every door looks
                await asyncio.sleep(0.01)
        return status

    async def until_asked(self, release: str) -> Json:
        """The open question."""
        status = await self.until_status(
            release, lambda status: status["state"] == "failed" or bool(open_questions(status))
        )
        assert open_questions(status), status["error"]
        return open_questions(status)[0]

    async def asked(self) -> Json:
        """Ask for a release; its status as soon as people are asked."""
        release = await self.start()
        await self.until_asked(release)
        return await self.releases.status(release)

    async def asked_anew(self, before: Json) -> Json:
        """The status as soon as there is a question that was not there before."""
        known = {question["id"] for question in before["questions"]}
        return await self.until_status(
            before["release"],
            lambda status: (
                status["state"] == "failed"
                or any(question["id"] not in known for question in open_questions(status))
            ),
        )

    async def edit(self, seen: Json, text: str, person: str = "alice") -> None:
        """Put a text in place of the notes that were seen."""
        await self.releases.edit_notes(seen["release"], person, text, seen["notes_digest"])

    async def until_ended(self, release: str) -> Json:
        """The status as soon as nothing more happens by itself."""
        return await self.until(release, "done", "failed", "cancelled")

    async def vote(
        self, question: str, person: str, answer: Answer = "approve", typed: str = ""
    ) -> Tally:
        """Answer a question."""
        command = commands.CastVote(
            question=question,
            person=person,
            answer=answer,
            reason="because",
            account=person,
            typed=typed,
        )
        return (await self.releases.vote(command)).tally

    async def approve(self, release: str) -> None:
        """Let bob and carol approve."""
        question = await self.until_asked(release)
        for person in ("bob", "carol"):
            await self.vote(question["id"], person)

    async def released(self) -> Json:
        """Ask for a release, let it be approved, and tell how it ended."""
        release = await self.start()
        await self.approve(release)
        return await self.until_ended(release)

    async def patiently(self, release: str) -> tuple[Json, list[str]]:
        """Approve, let time pass where it waits; tell how it ended and on what it waited."""
        waited: list[str] = []
        while True:
            status = await self.until_status(release, wants_somebody)
            if status["waits_for"]:
                waited.append(status["waits_for"])
                self.later(60)
                await self.until_status(release, lambda now: not now["waits_for"])
            elif open_questions(status):
                await self.approve(release)
            else:
                return status, waited

    async def retried(self, release: str) -> Json:
        """Retry as alice, and tell how it ended."""
        await self.releases.retry(release, "alice")
        return await self.until_ended(release)

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self._clock.advance(seconds)
        self.releases._wake.set()


def wants_somebody(status: Json) -> bool:
    """Whether nothing more happens by itself: ended, asking people, or waiting for the world."""
    ended = status["state"] in ("done", "failed", "cancelled")
    return ended or bool(status["waits_for"] or open_questions(status))


def open_questions(status: Json) -> list[Json]:
    """The questions that wait for people."""
    return [question for question in status["questions"] if question["state"] == "open"]


@dataclass(slots=True, kw_only=True)
class Bench:
    """A data folder in a world; the engine can be opened there again and again."""

    folder: Path
    world: FakeWorld
    clock: FakeClock = field(default_factory=FakeClock)
    roles: dict[str, frozenset[str]] = field(default_factory=lambda: dict(ROLES))
    terms: Terms = TERMS
    others: dict[str, Terms] = field(default_factory=dict)  # questions besides "publish"
    land: Land = "fast-forward"
    required: tuple[RequiredCheck, ...] = ()
    cadence: Cadence | None = None
    branch_seconds: float = 3600.0  # longer than any test

    def releases(self) -> DurableReleases:
        """An engine, not opened yet."""
        project = self.world.project(self.terms, self.land, **self.others)
        rules = replace(project.rules, required=self.required, cadence=self.cadence)
        projects = {"greeter": replace(project, rules=rules)}
        return DurableReleases(
            self.folder,
            projects,
            lambda: dict(self.roles),
            self.clock,
            branch_seconds=self.branch_seconds,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Driver]:
        """Open an engine, and somebody who drives it."""
        async with self.releases() as releases:
            yield Driver(releases, self.clock)

    async def resumed(self, release: str) -> Json:
        """Open an engine and see how the release ends."""
        async with self.running() as driver:
            status, waited = await driver.patiently(release)
        assert not waited
        return status

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Read or change the database behind the engine's back."""
        with closing(sqlite3.connect(self.folder / "releasebot.sqlite", timeout=10)) as connection:
            found = connection.execute(sql, values).fetchall()
            connection.commit()
        return found

    def effects(self) -> Counter[tuple[str, str]]:
        """How often each effect happened at each destination."""
        assert len(self.world.effects()) == len(set(self.world.effects())), "something twice"
        return Counter((effect[0], effect[1]) for effect in self.world.effects())

    def public(self) -> Effects:
        """The effects that strangers can see."""
        main = ("github", "set_branch", "main")
        return [e for e in self.world.effects() if e[1] in PUBLIC or e[:3] == main]
