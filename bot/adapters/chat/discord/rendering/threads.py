"""Threads: what happened to a release, a line for each event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import discord

from bot.adapters.chat.discord import marks
from bot.adapters.chat.discord.rendering import blocks, layout, text
from bot.adapters.chat.discord.rendering.layout import View
from bot.domain.conversation.messages import Conversation, Event

MOST_LINES = 12  # of one message, where many events are to be caught up with
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A message of a thread: the events from one number to another, and who is told of them."""

    first: int
    last: int
    view: View
    pinged: tuple[int, ...]


def messages(shown: Conversation, after: int, accounts: Mapping[str, str]) -> list[Lines]:
    """The messages that tell every event with a number above `after`.

    `accounts` are the people's ids: whoever has to do something is mentioned, nobody else.
    """
    new = [event for event in shown.thread if event.number > after]
    return [_message(group, accounts) for group in _groups(new)]


def _groups(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Events that go into one message; a log is alone with its event, so that it has room."""
    group: list[Event] = []
    for event in events:
        if event.log and group:
            yield group
            group = []
        group.append(event)
        if event.log or len(group) == MOST_LINES:
            yield group
            group = []
    if group:
        yield group


def _message(events: Sequence[Event], accounts: Mapping[str, str]) -> Lines:
    newest = events[-1].number
    people = [accounts[name] for event in events for name in event.pings if name in accounts]
    told = "\n".join([*(_line(event, accounts) for event in events), *_log(events[-1])])
    body = discord.ui.TextDisplay[View](blocks.cut(told, blocks.ROOM), id=marks.EVENTS + newest)
    return Lines(
        first=events[0].number,
        last=newest,
        view=layout.view([body]),
        pinged=tuple(dict.fromkeys(map(int, people))),
    )


def _log(event: Event) -> Iterator[str]:
    if event.log:
        yield blocks.log(event.log)


def _line(event: Event, accounts: Mapping[str, str]) -> str:
    mentions = [f"<@{accounts[name]}>" for name in event.pings if name in accounts]
    said = text.signed(event.tone, text.line(event.text, LONGEST_LINE))
    return " ".join([said, *mentions])
