"""Choices: what is offered while somebody types an option, from memory alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.adapters.chat.discord.hearing import commands
from bot.adapters.chat.discord.rendering import text
from bot.domain.conversation import verbs
from bot.domain.conversation.messages import Card
from bot.domain.versions import version

MOST = 25
ENDED = ("done", "cancelled")
LOOKS = ("status", "checklist", "notes", "audit", "resume")  # of what has ended, too


def offered(
    subcommand: str,
    option: str,
    typed: str,
    projects: Sequence[str],
    cards: Sequence[Card],
    project: str,
) -> list[tuple[str, str]]:
    """What fits, as it is shown and as it is sent; `project` is that of the channel or option."""
    known = _known(subcommand, option, projects, cards, project)
    wanted = typed.casefold().strip()
    fits = ((shown, value) for shown, value in known if wanted in f"{shown} {value}".casefold())
    return [(text.label(shown, 100), value[:100]) for shown, value in fits][:MOST]


def _known(
    subcommand: str, option: str, projects: Sequence[str], cards: Sequence[Card], project: str
) -> Iterable[tuple[str, str]]:
    if option == commands.PROJECT:
        return ((name, name) for name in projects)
    if option == commands.BUMP:
        return ((name, name) for name in version.BUMPS)
    if option == commands.RELEASE:
        return _releases(subcommand, cards, project)
    return ((name, name) for name in verbs.NAMES)


def _releases(subcommand: str, cards: Sequence[Card], project: str) -> Iterator[tuple[str, str]]:
    """The newest first; what has ended only where something can be done with it."""
    for card in reversed(cards):
        is_open = card.state not in ENDED
        if (
            card.kind == "release"
            and project in ("", card.project)
            and (is_open or subcommand in LOOKS)
        ):
            yield f"{card.title}: {card.summary}", card.release


def value_of(options: Iterable[Mapping[str, object]], name: str) -> str:
    """What is filled into an option so far."""
    return next((str(each.get("value", "")) for each in options if each["name"] == name), "")
