"""Driving one release from a terminal: ask for it, tell the story, bring the votes."""

import asyncio
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.prompt import Prompt
from rich.text import Text

from bot.cli import endings
from bot.cli.speaking import filling, replies
from bot.cli.story import Story
from bot.domain import card, phrases
from bot.domain.answers import standings
from bot.domain.conversation import reply_json
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Action, Button, Reply
from bot.domain.records import standing
from bot.ports import Reception, Releases
from bot.rehearsal.operator_file import APPROVERS, REQUESTER

Json = dict[str, Any]

LOOK_SECONDS = 0.1
ANSWERS: dict[str, Action] = {"yes": "approve", "no": "reject"}


def _nobody(_status: Json) -> None:
    """Nobody wants to know."""


class Driver:
    """Stands in for the people of a rehearsal, who come to the reception like everybody."""

    def __init__(
        self,
        releases: Releases,
        reception: Reception,
        console: Console,
        *,
        ask_people: bool,
        on_look: Callable[[Json], None] = _nobody,
    ) -> None:
        """Ask the person at the terminal, or let the scripted approvers vote.

        `on_look` is given each status that is looked at.
        """
        self._releases = releases
        self._reception = reception
        self._console = console
        self._ask_people = ask_people
        self._on_look = on_look
        self._shown: set[str] = set()

    async def drive(self, project: str, bump: str, delivery: str) -> Json:
        """Ask for the release, or find the one that this delivery started; bring it to its end.

        Returns the last status: ended, or waiting for an approval that nobody here can give.
        """
        caller = _caller(REQUESTER, delivery, project)
        release = _granted(await self._reception.say(bump, caller)).release
        if (await self._releases.status(release))["state"] == "failed":
            _granted(await self._reception.say(f"retry {release}", caller))
        with Story(self._console) as story:
            while True:
                status = await self._releases.status(release)
                story.update(status)
                self._on_look(status)
                if status["state"] in endings.ENDED:
                    return status
                question = standing.open_question(status)
                if question and not await self._vote(story, status, question):
                    return status
                await asyncio.sleep(LOOK_SECONDS)

    async def _vote(self, story: Story, status: Json, question: Json) -> bool:
        """Bring one more vote; False if nobody here can."""
        person = next((name for name in APPROVERS if name in question["awaits"]), None)
        buttons = {button.action: button for button in card.make_card(status).buttons}
        if person is None or "approve" not in buttons:
            return False
        answer = "yes"
        if self._ask_people:
            if not sys.stdin.isatty():
                return False
            story.pause()
            answer = await self._ask(status, question, person)
            if answer not in ANSWERS:
                return False
        button = buttons[ANSWERS[answer]]
        story.say(f"  {person} says {button.action} to {phrases.short_digest(question['digest'])}")
        await self._press(button, _caller(person, question["id"], status["project"]))
        return True

    async def _press(self, button: Button, caller: Caller) -> None:
        """Press a button of the card, after the dialog that it may open was filled in."""
        named = (button.action, button.release, button.question, button.argument)
        fields: dict[str, str] = {}
        if button.asks and self._ask_people:
            dialog = _granted(await self._reception.open_dialog(*named, caller)).dialog
            fields = await filling.fill_in(dialog, self._console) if dialog else {}
        _granted(await self._reception.press(*named, fields, caller))

    async def _ask(self, status: Json, question: Json, person: str) -> str:
        if question["id"] not in self._shown:
            self._shown.add(question["id"])
            shown = card.make_card(status)
            replies.show_blocks(self._console, (standings.headline(status), *shown.blocks))
        what = f"{standing.name(status)} ({phrases.short_digest(question['digest'])})"
        ships = " This yes ships it." if question["last_vote"] else ""
        text = f"You act as {person}. Approve {what}?{ships}"
        choices = [*ANSWERS, "later"]
        return await filling.typed(
            lambda: Prompt.ask(Text(text), console=self._console, choices=choices, default="later")
        )


def _granted(reply: Reply) -> Reply:
    """The reply, or the error that it tells of."""
    if reply.error:
        raise reply_json.error_from_json(reply.error)
    return reply


def _caller(person: str, delivery: str, project: str) -> Caller:
    return Caller(account=f"local:{person}", person=person, delivery=delivery, project=project)
