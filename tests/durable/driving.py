"""Driving a release as people do: ask for it, look until something happens, vote."""

import asyncio
from typing import Any

from bot.domain import commands
from bot.domain.approval import Answer, Tally
from bot.releases.service import DurableReleases

Json = dict[str, Any]

PATIENCE_SECONDS = 30.0


class Driver:
    """Asks, waits and votes."""

    def __init__(self, releases: DurableReleases) -> None:
        """Drive these releases."""
        self.releases = releases

    async def start(self, bump: str = "minor", delivery: str = "1") -> str:
        """Ask for a release as alice."""
        command = commands.StartRelease(
            project="greeter", bump=bump, person="alice", delivery=delivery
        )
        return await self.releases.start(command)

    async def until(self, release: str, *states: str) -> Json:
        """The status as soon as the release is in one of these states."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                status = await self.releases.status(release)
                if status["state"] in states:
                    return status
                await asyncio.sleep(0.02)

    async def until_asked(self, release: str) -> Json:
        """The open question."""
        status = await self.until(release, "waiting", "failed")
        open_questions = [q for q in status["questions"] if q["state"] == "open"]
        assert open_questions, status["error"]
        found: Json = open_questions[0]
        return found

    async def vote(self, question: str, person: str, answer: Answer = "approve") -> Tally:
        """Answer a question."""
        command = commands.CastVote(
            question=question, person=person, answer=answer, reason="because", account=person
        )
        return await self.releases.vote(command)

    async def approve(self, release: str) -> None:
        """Let bob and carol approve."""
        question = await self.until_asked(release)
        for person in ("bob", "carol"):
            await self.vote(question["id"], person)
