"""The reception: every door leads here, and every question leaves with an answer."""

import dataclasses
import logging
from collections.abc import Awaitable
from typing import Any

from bot import errors
from bot.domain import card
from bot.domain.conversation import commands, grammar, presses
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Action, Conversation, Line, Reply
from bot.domain.rehearsals import words
from handlers import dialogs, herald, looking, rhythms, routing
from handlers.desk import Desk

logger = logging.getLogger(__name__)

Json = dict[str, Any]


class Receptionist:
    """Implements `ports.Reception`: answers people, whatever they typed or pressed."""

    def __init__(self, desk: Desk) -> None:
        """Answer at this desk."""
        self._desk = desk

    async def say(self, text: str, caller: Caller) -> Reply:
        """Answer a line of the grammar."""
        reply = await _answered(self._say(text, caller))
        return await self._dated(reply, reply.release)

    async def open_dialog(
        self, action: Action, release: str, question: str, argument: str, caller: Caller
    ) -> Reply:
        """The dialog that belongs to a button."""
        command = commands.OpenDialog(
            action=action, question=question, argument=argument, which=release, caller=caller
        )
        return await _answered(routing.handle(command, self._desk))

    async def press(
        self,
        action: Action,
        release: str,
        question: str,
        argument: str,
        fields: dict[str, str],
        caller: Caller,
    ) -> Reply:
        """Do what a button or a filled-in dialog asks for."""
        press = presses.Press(
            action=action,
            release=release,
            question=question,
            argument=argument,
            fields=fields,
            caller=caller,
        )
        return await self._dated(await _answered(self._press(press)), release)

    async def keep_draft(self, release: str, text: str, base: str, caller: Caller) -> Reply:
        """Keep what is being typed in place of a release's notes."""
        return await _answered(dialogs.keep_draft(release, text, base, caller, self._desk))

    async def drop_draft(self, release: str, caller: Caller) -> Reply:
        """Forget it; the answer brings the dialog with the notes as they are."""
        return await _answered(dialogs.drop_draft(release, caller, self._desk))

    async def preview_posts(self, release: str, text: str | None = None) -> Reply:
        """What each channel gets, with the notes as they are, or if they were this text."""
        return await _answered(looking.on_preview_posts(release, text, self._desk))

    async def preview_notes(self, release: str, text: str) -> Reply:
        """How much room the release's channels would have, if its notes were this text."""
        return await _answered(looking.on_preview_notes(release, text, self._desk))

    async def upcoming(self, caller: Caller) -> Reply:
        """What is next by cadence in every project that has one."""
        return await _answered(rhythms.on_show_upcoming(caller, self._desk))

    async def conversations(self, project: str, limit: int) -> tuple[Conversation, ...]:
        """The newest releases and rehearsals of a project as a channel shows them, oldest first."""
        newest = await self._desk.releases.recent(project, limit)
        shown = [(row.get("created", ""), await self._conversation(row)) for row in newest[::-1]]
        if self._desk.rehearsals:
            rehearsed = self._desk.rehearsals.recent(project)
            shown += [(each.begun, words.conversation(each)) for each in rehearsed]
        return tuple(each for _, each in sorted(shown, key=lambda row: row[0]))

    async def _conversation(self, row: Json) -> Conversation:
        """One release; one that cannot be read says so, and hides no other."""
        try:
            return await herald.conversation(row["release"], self._desk)
        except Exception:  # whatever is wrong with one, people need the others
            logger.exception("release %s cannot be shown", row["release"])
            return Conversation(card=card.make_unreadable_card(row), thread=())

    async def _dated(self, reply: Reply, release: str) -> Reply:
        """The answer, with the newest event that it takes into account."""
        if reply.as_of or not release:
            return reply
        try:
            rows = await self._desk.releases.audit(release)
        except Exception:  # an answer without it is one as well
            logger.exception("release %s does not tell its events", release)
            return reply
        return dataclasses.replace(reply, as_of=max((row["number"] for row in rows), default=0))

    async def _say(self, text: str, caller: Caller) -> Reply:
        command = grammar.parse(text, caller, self._desk.releases.projects())
        return await routing.handle(command, self._desk)

    async def _press(self, press: presses.Press) -> Reply:
        return await routing.handle(presses.make_command(press), self._desk)


async def _answered(answer: Awaitable[Reply]) -> Reply:
    """The answer, where every refusal is one, and a bug is a sentence and a line in the log."""
    try:
        return await answer
    except errors.ReleasebotError as error:
        return _refusal(error)
    except Exception:  # the last border before a person: never a traceback
        logger.exception("a command could not be answered")
        return _refusal(
            errors.Failed(
                "The bot met something that it did not expect, and its log has the details.",
                "Look at the release's status before you try again.",
                reason="bug",
            )
        )


def _refusal(error: errors.ReleasebotError) -> Reply:
    return Reply(
        blocks=(Line(text=error.sentence, tone="bad"), Line(text=error.next_step)),
        data={"error": error.to_json()},
        error=error.to_json(),
    )
