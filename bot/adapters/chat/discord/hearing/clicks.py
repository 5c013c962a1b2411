"""Clicks: buttons and filled-in dialogs; each is stored before its answer says so."""

from collections.abc import Awaitable
from typing import Any, get_args

import discord

from bot import errors
from bot.adapters.chat.discord.hearing import answers
from bot.adapters.chat.discord.hearing.answers import Told
from bot.adapters.chat.discord.hearing.room import Room
from bot.adapters.chat.discord.rendering import controls, dialogs, replies
from bot.adapters.chat.discord.rendering.controls import Control
from bot.domain.conversation.messages import Action, Button, Reply

Interaction = discord.Interaction[Any]

LOOKS = {controls.LOG: "audit", controls.TEXTS: "notes"}  # what is typed for the same
LOOKED_THROUGH = 60  # releases, for a button whose card was not shown by this process
NOT_OURS = errors.BadInput(
    "This button is not one of ours.", "Look at the release's card and press one there."
)
GONE = errors.Refused(
    "The release does not have this button any more.",
    "Nothing was done. Look at its card, or type /release status.",
    reason="question_closed",
)


class Clicks:
    """Hears what people press and fill in."""

    def __init__(self, room: Room) -> None:
        """Answer in this room."""
        self._room = room

    async def button(self, interaction: Interaction, control: Control) -> None:
        """A button of ours; one that ships is confirmed in a second step."""
        does = self._confirm if control.step == "c" else self._press
        await self._answer(interaction, does(interaction, control))

    async def unknown(self, interaction: Interaction) -> None:
        """Something that carries none of our ids."""
        await answers.show(interaction, replies.refusal(NOT_OURS.to_json()))

    async def dialog(self, interaction: Interaction) -> None:
        """A dialog that was filled in; what was typed is given back with a refusal."""
        data: Any = interaction.data or {}
        control = controls.read(str(data.get("custom_id", "")))
        if control is None:
            await self.unknown(interaction)
            return
        fields = dialogs.filled(data.get("components"))
        typed = "\n\n".join(text for text in fields.values() if text)
        fields |= {"base": control.base} if control.base else {}
        await self._answer(interaction, self._fill(interaction, control, fields), typed)

    async def _answer(
        self, interaction: Interaction, asked: Awaitable[Told], typed: str = ""
    ) -> None:
        await answers.answer(interaction, asked, self._room.work, typed)

    async def _confirm(self, interaction: Interaction, control: Control) -> Told:
        button = await self._button(control)
        if button is None or button.confirm is None:
            # The engine says why: the question was decided, or this person may not answer it.
            return await self._press(interaction, control)
        return replies.confirm(button, button.confirm)

    async def _press(self, interaction: Interaction, control: Control) -> Told:
        sender = self._room.accounts.sender(interaction)
        texts = self._room.surface.texts(control.release)
        if control.action == controls.TEXTS and texts:
            return Reply(blocks=texts)
        if control.action in LOOKS:
            line = f"{LOOKS[control.action]} {control.release}"
            return sender.told(await self._room.reception.say(line, sender.caller))
        action, argument = _action(control), await self._argument(control)
        about = (action, control.release, control.question, argument)
        if control.step == "a":
            return sender.told(await self._room.reception.open_dialog(*about, sender.caller))
        return sender.told(await self._room.reception.press(*about, {}, sender.caller))

    async def _fill(
        self, interaction: Interaction, control: Control, fields: dict[str, str]
    ) -> Reply:
        sender = self._room.accounts.sender(interaction)
        about = (_action(control), control.release, control.question, await self._argument(control))
        return sender.told(await self._room.reception.press(*about, fields, sender.caller))

    async def _argument(self, control: Control) -> str:
        """The argument; where only its hash was carried, what the release's button has."""
        if not controls.is_hashed(control.argument):
            return control.argument
        button = await self._button(control)
        if button is None:
            raise GONE
        return button.argument

    async def _button(self, control: Control) -> Button | None:
        """The button as the release has it now, None where it has it no more."""
        for card in self._room.surface.cards():
            if card.release == control.release:
                return next((b for b in card.buttons if control.stands_for(b)), None)
        shown = await self._room.reception.conversations("", LOOKED_THROUGH)
        found = (b for each in shown for b in each.card.buttons if control.stands_for(b))
        return next(found, None)


def _action(control: Control) -> Action:
    """The action of a control. Raises `errors.BadInput` where no button has it."""
    action = next((each for each in get_args(Action) if each == control.action), None)
    if action is None:
        raise NOT_OURS
    known: Action = action
    return known
