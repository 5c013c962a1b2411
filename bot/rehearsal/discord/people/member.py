"""A member of a guild: invokes, clicks, fills in, writes, and sees what a member sees."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import components
from bot.rehearsal.discord.numbers import Asked, Component, Flag, Permission
from bot.rehearsal.discord.objects import channels, interactions, messages
from bot.rehearsal.discord.people import typing
from bot.rehearsal.discord.people.reply import NotPossible, Reply, reply
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.rest import commands
from bot.rehearsal.discord.service import Service, loaded

PAUSE = 0.01
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Member:
    """One person in one guild; raises `NotPossible` for what Discord would not let them do."""

    service: Service
    user: int
    guild: int

    def commands(self) -> list[str]:
        """The commands that are shown to this person."""
        return sorted(each["name"] for each in self.definitions())

    def definitions(self) -> list[Json]:
        """The same, with everything below them."""
        mine = channels.guild_permissions(self.service, self.guild, self.user)
        everything = [
            *commands.registered(self.service, self.guild),
            *commands.registered(self.service, 0),
        ]
        return [each for each in everything if _is_shown(each, mine)]

    async def invoke(
        self, channel: int, command: str, options: Mapping[str, typing.Value] | None = None
    ) -> Reply:
        """Type a command, such as "release start", with its options."""
        known, words = self._command(channel, command)
        data = typing.command_data(known, words, options or {})
        return await self._ask(Asked.COMMAND, channel, data)

    async def complete(
        self,
        channel: int,
        command: str,
        option: str,
        typed: str,
        options: Mapping[str, typing.Value] | None = None,
    ) -> Reply:
        """Begin to type an option, and look at the choices that the app offers."""
        known, words = self._command(channel, command)
        given = {**(options or {}), option: typed}
        data = typing.command_data(known, words, given, focused=option)
        return await self._ask(Asked.AUTOCOMPLETE, channel, data)

    async def click(self, channel: int, message: int, custom_id: str) -> Reply:
        """Press a button that is there and can be pressed."""
        shown = self._shown(channel, message)
        data = _used(self._control(shown, custom_id))
        return await self._ask(Asked.COMPONENT, channel, data, shown)

    async def click_stale(self, channel: int, message: int, custom_id: str) -> Reply:
        """Press a button that was there once, as somebody whose screen has not been told yet."""
        row = self.service.db.execute(
            "SELECT * FROM discord_messages WHERE id = ? AND channel = ?", (message, channel)
        ).fetchone()
        once = json.loads(row["once_shown"]) if row else {}
        if custom_id not in once:
            raise NotPossible(f"There was never a button {custom_id}.")
        data = _used(self._control(once[custom_id], custom_id))
        return await self._ask(Asked.COMPONENT, channel, data, once[custom_id])

    async def choose(
        self, channel: int, message: int, custom_id: str, values: Sequence[str]
    ) -> Reply:
        """Choose in a select of texts."""
        shown = self._shown(channel, message)
        select = self._control(shown, custom_id)
        offered = {each["value"] for each in select.get("options", [])}
        if select["type"] != Component.STRING_SELECT or not offered >= {*values}:
            raise NotPossible(f"{custom_id} does not offer {', '.join(values)}.")
        data = {**_used(select), "values": list(values)}
        return await self._ask(Asked.COMPONENT, channel, data, shown)

    async def submit(self, opened: int, filled: Mapping[str, typing.Filled]) -> Reply:
        """Fill in and send the modal that answered the interaction `opened`."""
        before = interactions.by_id(self.service, opened)
        modal = reply(self.service, opened).modal
        if modal is None or before.user != self.user:
            raise NotPossible("No modal is open.")
        data = typing.modal_data(modal, filled)
        message = before.payload.get("message")
        return await self._ask(Asked.MODAL, before.place.id, data, message, before.payload)

    def write(self, channel: int, text: str) -> int:
        """Write a message of one's own; returns its id."""
        place = self._place(channel, Permission.SEND_MESSAGES)
        draft = messages.Draft(place, self.user, {"content": text})
        return int(messages.add(self.service, draft)["id"])

    def sees(self, channel: int) -> list[Json]:
        """The messages of a channel or thread, oldest first, with one's own ephemeral ones."""
        place = self._place(channel)
        rows = self.service.db.execute(
            "SELECT * FROM discord_messages WHERE channel = ? AND NOT deleted"
            " AND (seen_by IS NULL OR seen_by = ?) ORDER BY id",
            (place.id, self.user),
        )
        return [loaded(row) for row in rows]

    async def await_message(
        self, channel: int, fits: Callable[[Json], bool], seconds: float = PATIENCE
    ) -> Json:
        """The newest message that fits, as soon as there is one; raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while True:
                for each in reversed(self.sees(channel)):
                    if fits(each):
                        return each
                await asyncio.sleep(PAUSE)

    async def settled(self, replied: Reply, seconds: float = PATIENCE) -> Reply:
        """The reply once its message is more than "thinking"; raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while True:
                now = reply(self.service, replied.interaction)
                if not now.message or not int(now.message["flags"]) & Flag.LOADING:
                    return now
                await asyncio.sleep(PAUSE)

    def _place(self, channel: int, needed: Permission = Permission.VIEW_CHANNEL) -> channels.Place:
        try:
            place = channels.place(self.service, channel)
        except problems.Problem:
            raise NotPossible("There is no such channel.") from None
        if not channels.permissions(self.service, place, self.user) & needed:
            raise NotPossible("This person may not do that there.")
        return place

    def _command(self, channel: int, typed: str) -> tuple[Json, list[str]]:
        self._place(channel, Permission.USE_APPLICATION_COMMANDS)
        name, *words = typed.removeprefix("/").split()
        for each in self.definitions():
            if each["name"] == name:
                return each, words
        raise NotPossible(f"No command /{name} is shown to this person.")

    def _shown(self, channel: int, message: int) -> Json:
        for each in self.sees(channel):
            if each["id"] == str(message):
                return each
        raise NotPossible("There is no such message.")

    def _control(self, shown: Json, custom_id: str) -> Json:
        for _, each in components.walk(shown):
            if each.get("custom_id") == custom_id:
                if each.get("disabled"):
                    raise NotPossible(f"{custom_id} is disabled.")
                return each
        raise NotPossible(f"The message has no {custom_id}.")

    async def _ask(
        self,
        kind: Asked,
        channel: int,
        data: Json,
        message: Json | None = None,
        after: Json | None = None,
    ) -> Reply:
        place = channels.place(self.service, channel)
        question = interactions.Question(kind, self.user, place, data, message, after)
        answered = asyncio.Event()
        number = interactions.ask(self.service, question, answered)
        try:
            await asyncio.wait_for(answered.wait(), self.service.seconds_to_answer)
        except TimeoutError:
            pass
        finally:
            del self.service.answered[number]
        return reply(self.service, number)


def _used(control: Json) -> Json:
    return {"custom_id": control["custom_id"], "component_type": control["type"]}


def _is_shown(command: Json, permissions: int) -> bool:
    """Whether a command is offered to somebody with these permissions."""
    needed = command["default_member_permissions"]
    administers = bool(permissions & Permission.ADMINISTRATOR)
    if needed is None or administers:
        return True
    return int(needed) != 0 and permissions & int(needed) == int(needed)
