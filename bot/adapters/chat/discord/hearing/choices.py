"""Choices: what is offered while somebody types an option, from memory alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from packaging.version import Version

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
        return _bumps(cards, project or (projects[0] if len(projects) == 1 else ""))
    if option == commands.RELEASE:
        return _releases(subcommand, cards, project)
    return ((name, name) for name in verbs.NAMES)


def _bumps(cards: Sequence[Card], project: str) -> Iterator[tuple[str, str]]:
    """Each kind, with the version that it leads to where a release of the project is remembered.

    What is sent is the kind alone: what is next is counted anew, from the tags of that moment.
    """
    last = max(_released(cards, project), default=None)
    for name in version.BUMPS:
        if last and version.is_level(name):
            yield f"{name}: {version.next_level(last, name)} after {last}", name
        else:
            yield name, name


def _released(cards: Sequence[Card], project: str) -> Iterator[Version]:
    """The versions that were released while this process remembers."""
    for card in cards:
        if (card.kind, card.state, card.project) == ("release", "done", project):
            known = version.read_version(card.title.rpartition(" ")[2])
            if known is not None:
                yield known


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
