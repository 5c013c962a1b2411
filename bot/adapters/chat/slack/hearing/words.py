"""Words: slash commands, mentions in threads, and the shortcut at a message."""

import re
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot import errors
from bot.adapters.chat.slack.hearing import opening, requests
from bot.adapters.chat.slack.hearing.accounts import Source
from bot.adapters.chat.slack.hearing.home_tabs import HomeTabs
from bot.adapters.chat.slack.hearing.room import Room
from bot.domain.conversation.messages import Reply

Json = dict[str, Any]

_MENTION = re.compile(r"\A\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_LINK = re.compile(r"<(?P<address>(?:https?://|mailto:)[^|>]*)(?:\|(?P<shown>[^>]*))?>")
_MARK = re.compile(r"<(?P<sign>[@#!])(?P<id>[^|>]+)(?:\|(?P<name>[^>]*))?>")
_INVISIBLE = str.maketrans("\u00a0\u202f\u2007", "   ")

OTHER_COMMAND = errors.BadInput(
    "This bot has no such command, so nothing was done.",
    "Look at the name of the command in [slack] and in the app's settings.",
)


class Words:
    """Hears what people type."""

    def __init__(self, room: Room, tabs: HomeTabs) -> None:
        """Answer in this room."""
        self._room = room
        self._tabs = tabs

    async def command(self, ack: AsyncAck, body: Json) -> None:
        """A slash command; alone, it opens the dialog that starts a release."""
        await ack()
        source, address = requests.of_command(body), str(body.get("response_url", ""))
        if self._room.work.is_repeated(source.delivery):
            return
        line = _unescaped(str(body.get("text") or ""))
        if str(body.get("command", "")) != self._room.command:
            refused = Reply(error=OTHER_COMMAND.to_json())
            self._room.work.begin(self._room.answers.give(refused, source, address))
        elif line.strip():
            self._room.work.begin(self._say(line, source, address, str(body["trigger_id"])))
        else:
            opens = opening.start_dialog(self._room, source, str(body["trigger_id"]), address)
            self._room.work.begin(opens)

    async def mention(self, ack: AsyncAck, body: Json) -> None:
        """A message that begins with the bot's name; it works in threads, where commands do not.

        One that was edited says nothing new: whoever read it before would not know.
        """
        await ack()
        source, event = requests.of_event(body), body.get("event") or {}
        if event.get("edited") or not source.user or self._room.work.is_repeated(source.delivery):
            return
        said = str(event.get("text", ""))
        line = _unescaped(_MENTION.sub("", said, count=1)).strip()
        self._room.work.begin(self._say(line or "help", source, "", ""))

    async def shortcut(self, ack: AsyncAck, body: Json) -> None:
        """The shortcut opens the dialog that starts a release, also in a thread."""
        await ack()
        source = requests.of_interaction(body)
        if self._room.work.is_repeated(source.delivery):
            return
        address = str(body.get("response_url", ""))
        opens = opening.start_dialog(self._room, source, str(body.get("trigger_id", "")), address)
        self._room.work.begin(opens)

    async def home(self, ack: AsyncAck, body: Json) -> None:
        """Somebody opened the bot's own tab."""
        await ack()
        source = requests.of_event(body)
        is_tab = (body.get("event") or {}).get("tab", "home") == "home"
        if is_tab and source.user and not self._room.work.is_repeated(source.delivery):
            self._room.work.begin(self._tabs.open(source))

    async def _say(self, line: str, source: Source, address: str, trigger: str) -> None:
        sender = await self._room.accounts.sender(source)
        reply = sender.told(await self._room.reception.say(line, sender.caller))
        await opening.give(self._room, reply, source, address, trigger)


def _unescaped(text: str) -> str:
    """What was typed: Slack escapes three signs, and marks addresses, people and channels."""
    plain = _LINK.sub(lambda found: found["shown"] or found["address"], text)
    plain = _MARK.sub(_name, plain)
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain.translate(_INVISIBLE)


def _name(found: re.Match[str]) -> str:
    """A person, channel or group as people write it."""
    sign = "#" if found["sign"] == "#" else "@"
    return f"{sign}{(found['name'] or found['id']).removeprefix(sign)}"
