"""Driving one release from a terminal: ask for it, tell the story, bring the votes."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.prompt import Prompt

from bot.cli import cards
from bot.cli.story import Story
from bot.domain import commands
from bot.domain.approval import Answer
from bot.rehearsal.operator_file import APPROVERS, REQUESTER
from handlers import approval_buttons, chat_commands
from handlers.desk import Desk

Json = dict[str, Any]

LOOK_SECONDS = 0.1
ENDED = ("done", "failed", "cancelled")
ANSWERS: dict[str, Answer] = {"yes": "approve", "no": "reject"}


class Driver:
    """Stands in for the people of a rehearsal."""

    def __init__(self, desk: Desk, console: Console, *, ask_people: bool) -> None:
        """Ask the person at the terminal, or let the scripted approvers vote."""
        self._desk = desk
        self._console = console
        self._ask_people = ask_people
        self._shown: set[str] = set()

    async def drive(self, project: str, bump: str, delivery: str) -> Json:
        """Ask for the release, or find the one that this delivery started; bring it to its end.

        Returns the last status: ended, or waiting for an approval that nobody here can give.
        """
        command = commands.StartRelease(
            project=project, bump=bump, person=REQUESTER, delivery=delivery
        )
        release = await chat_commands.on_start_release(command, self._desk)
        if (await self._status(release))["state"] == "failed":
            await chat_commands.on_retry(release, REQUESTER, self._desk)
        with Story(self._console) as story:
            while True:
                status = await self._status(release)
                story.update(status)
                if status["state"] in ENDED:
                    return status
                question = _open_question(status)
                if question and not await self._vote(story, status, question):
                    return status
                await asyncio.sleep(LOOK_SECONDS)

    async def _status(self, release: str) -> Json:
        return await self._desk.releases.status(release)

    async def _vote(self, story: Story, status: Json, question: Json) -> bool:
        """Bring one more vote; False if nobody here can."""
        person = next((name for name in APPROVERS if name in question["awaits"]), None)
        if person is None:
            return False
        if self._ask_people:
            if not sys.stdin.isatty():
                return False
            story.pause()
            answer = await self._ask(status, question, person)
            if answer is None:
                return False
        else:
            answer = "approve"
        story.say(f"  {person} says {answer} to {question['digest'][:15]}")
        vote = commands.CastVote(
            question=question["id"], person=person, answer=answer, account=f"local:{person}"
        )
        await approval_buttons.on_cast_vote(vote, self._desk)
        return True

    async def _ask(self, status: Json, question: Json, person: str) -> Answer | None:
        if question["id"] not in self._shown:
            self._shown.add(question["id"])
            cards.show_question(self._console, status, question)
        last = len(question["votes"]) + 1 == question["needed"]
        what = f"{status['tag']} ({question['digest'][:15]})"
        text = f"You act as {person}. Approve {what}?" + (" Your yes ships it." if last else "")
        choices = [*ANSWERS, "later"]
        chosen = await _typed(
            lambda: Prompt.ask(text, console=self._console, choices=choices, default="later")
        )
        return ANSWERS.get(chosen)


async def _typed(ask: Callable[[], str]) -> str:
    """Wait for what a person types, in a thread that Ctrl-C need not wait for."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        with contextlib.suppress(EOFError, RuntimeError):  # closed input, or a loop that has ended
            typed = ask()
            loop.call_soon_threadsafe(answer.set_result, typed)

    threading.Thread(target=read, name="prompt", daemon=True).start()
    return await answer


def _open_question(status: Json) -> Json | None:
    found: list[Json] = [q for q in status["questions"] if q["state"] == "open"]
    return found[0] if found else None
