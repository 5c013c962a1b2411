"""Threads: what happened to a release, a line for each event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.chat.slack.rendering import blocks, elements
from bot.domain.conversation.messages import Conversation, Event

Json = dict[str, Any]

MOST_LINES = 15  # of one message, where many events are to be caught up with


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A message of a thread: the events from one number to another."""

    first: int
    last: int
    text: str
    blocks: list[Json]
    is_broadcast: bool  # whether the whole channel sees it
    log: str = ""  # all that is kept of the log, where the message shows only its end


def messages(shown: Conversation, after: int, accounts: Mapping[str, str]) -> list[Lines]:
    """The messages that tell every event with a number above `after`.

    `accounts` are the people's ids: whoever has to do something is mentioned, nobody else.
    """
    new = [event for event in shown.thread if event.number > after]
    newest = shown.thread[-1].number if shown.thread else 0
    return [_message(group, shown, newest, accounts) for group in _groups(new)]


def long_logs(shown: Conversation, after: int, until: int) -> dict[int, str]:
    """The logs of which a message shows only the end, by the number of their event."""
    told = (event for event in shown.thread if after < event.number <= until)
    return {event.number: event.log for event in told if _is_long(event)}


def _groups(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Events that go into one message; a log is the last thing in its message."""
    group: list[Event] = []
    for event in events:
        group.append(event)
        if event.log or len(group) == MOST_LINES:
            yield group
            group = []
    if group:
        yield group


def _message(
    events: Sequence[Event], shown: Conversation, newest: int, accounts: Mapping[str, str]
) -> Lines:
    last = events[-1]
    has_failed = shown.card.state == "failed" and last.number == newest and last.tone == "bad"
    told = elements.nameless(" ".join(event.text for event in events))
    title = "" if told.startswith(shown.card.title) else f"{shown.card.title}: "
    return Lines(
        first=events[0].number,
        last=last.number,
        text=elements.notification(f"{title}{told}", 1000),
        blocks=[elements.rich_text([*(_line(event, accounts) for event in events), *_log(last)])],
        is_broadcast=has_failed,
        log=last.log if _is_long(last) else "",
    )


def _is_long(event: Event) -> bool:
    return len(event.log) > blocks.LONGEST_LOG


def _log(event: Event) -> Iterator[Json]:
    if event.log:
        yield blocks.log(event.log)


def _line(event: Event, accounts: Mapping[str, str]) -> Json:
    told = [*elements.sign(event.tone), *elements.named(event.text)]
    for person in event.pings:
        if person in accounts:
            told += [*elements.literal(" "), elements.user(accounts[person])]
    return elements.section(told)
