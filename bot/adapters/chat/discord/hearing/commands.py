"""Commands: the slash command, made from the grammar's own verbs, and back into a line of it.

What is filled in takes the place of the capitals in a verb's usage, so that there is one grammar
for every chat. A value with spaces is quoted, unless it is the rest of the line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot import errors
from bot.domain import foreign_text
from bot.domain.conversation import usages, verbs
from bot.domain.conversation.typed_words import TypedWords
from bot.domain.conversation.verb import Verb

Json = dict[str, Any]

NAME = "release"
PERMISSION = discord.Permissions(manage_messages=True)
PROJECT, BUMP, RELEASE = "project", "bump", "release"
COMPLETED = (PROJECT, BUMP, RELEASE, "verb")
OF_ALL = ("list", "cadence")  # of every project, where none is named
LONGEST_VALUE = 1_000

COMMON = (  # Discord takes 25 names below a command; all others stand in the group MORE
    *(
        "start",
        "plan",
        "rehearse",
        "status",
        "list",
        "next",
        "cadence",
        "who",
        "checklist",
        "notes",
    ),
    *("approve", "reject", "withdraw", "hold", "resume", "cancel", "retry", "audit", "whoami"),
    "help",
)
MORE = "more"

_SUBCOMMAND, _GROUP, _TEXT = 1, 2, 3
_PART = re.compile(r"\[[^\]]+\]|\S+")
_RESTS = ("REASON", "EVIDENCE", "TITLE")
_HINTS = {
    "bump": "A kind of release, or a version",
    "release": "A version or an id; left out, the only one that is open",
    "project": "Left out, the project of this channel",
    "branch": "From this branch",
    "tag": "The tag, or the version, that was published by hand",
    "title": "What the release is called",
    "reason": "Everybody will see it",
    "stage": "The stage, as the card names it",
    "gate": "The gate, as the card names it",
    "line": "A line of the checklist",
    "evidence": "A link, or a sentence",
    "verb": "The command to be explained",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a usage: a value, the word before it, or a word alone."""

    word: str = ""
    name: str = ""
    required: bool = False
    is_rest: bool = False


def subcommands() -> dict[str, Verb]:
    """The verbs by the name of their subcommand."""
    found: dict[str, Verb] = {}
    for verb in verbs.VERBS:
        name = "start" if verb.name == verbs.START else verb.name
        words = [part.word for part in _parts(verb) if part.word and not part.name]
        found[name if name not in found else "-".join([name, *words])] = verb
    return found


def definition() -> Json:
    """The command as Discord registers it."""
    made = {name: _subcommand(name, verb) for name, verb in subcommands().items()}
    group = {
        "type": _GROUP,
        "name": MORE,
        "description": "What is needed less often",
        "options": [each for name, each in made.items() if name not in COMMON],
    }
    return {
        "name": NAME,
        "description": "Releases: ask for one, follow it, approve it",
        "type": 1,
        "default_member_permissions": str(PERMISSION.value),
        "options": [*(made[name] for name in COMMON), group],
    }


def line(name: str, filled: Mapping[str, str], projects: Sequence[str]) -> str:
    """The line that a filled-in subcommand means. Raises `errors.BadInput`."""
    verb = subcommands().get(name)
    if verb is None:
        raise errors.BadInput("There is no such command.", "Type /release help for all of them.")
    project = filled.get(PROJECT, "").strip()
    if project and project not in projects:
        raise _unknown(PROJECT, project, projects)
    words = [_bump(filled.get(BUMP, ""))] if verb.name == verbs.START else [verb.name]
    words += [project] if project else []
    for part in _parts(verb):
        words += _words(verb, part, filled)
    return " ".join(words)


def _words(verb: Verb, part: Part, filled: Mapping[str, str]) -> Iterator[str]:
    if not part.name:
        yield part.word
        return
    value = " ".join(foreign_text.visible(filled.get(part.name, "")).split())
    if not value:
        return
    if len(value) > LONGEST_VALUE:
        raise errors.BadInput(
            f"{part.name} has more than {LONGEST_VALUE:,} characters.",
            "Nothing was done. Say it shorter.",
            reason="too_long",
        )
    if part.name == BUMP:
        value = _bump(value)
    if part.word:
        yield part.word
    if part.is_rest:
        yield value
    else:
        single = value.replace('"', "'")
        yield f'"{single}"' if " " in single or _is_a_word_of(verb, single) else single


def _is_a_word_of(verb: Verb, value: str) -> bool:
    return value in {part.word for part in _parts(verb)}


def _bump(typed: str) -> str:
    """A kind of release or a version; anything else would be another command."""
    words = TypedWords(typed)
    word = words.take()
    known = usages.bump(word) if word else None
    if known is None or words.peek():
        raise _unknown(BUMP, typed, verbs.BUMPS)
    return known


def _unknown(what: str, typed: str, known: Sequence[str]) -> errors.BadInput:
    return errors.BadInput(
        f"“{foreign_text.printable(typed)}” is no {what}.",
        f"Nothing was done. Choose one of: {', '.join(known)}.",
    )


def _parts(verb: Verb) -> Iterator[Part]:
    for piece in _PART.findall(verb.usage):
        word, _, name = piece.strip("[]").rpartition(" ")
        if name.islower():
            yield Part(word=name)
        else:
            is_needed = not piece.startswith("[")
            yield Part(word=word, name=name.lower(), required=is_needed, is_rest=name in _RESTS)


def _subcommand(name: str, verb: Verb) -> Json:
    options = [_option(part.name, part.required) for part in _parts(verb) if part.name]
    if verb.name == verbs.START:
        options = [_option(BUMP, required=True), *options]
    if verb.needs_project or verb.name in OF_ALL:
        options.append(_option(PROJECT, required=False))
    return {
        "type": _SUBCOMMAND,
        "name": name,
        "description": f"{verb.does[:1].upper()}{verb.does[1:]}"[:100],
        "options": sorted(options, key=lambda option: not option["required"]),
    }


def _option(name: str, required: bool) -> Json:  # noqa: FBT001  # a field of Discord's
    made = {"type": _TEXT, "name": name, "description": _HINTS[name], "required": required}
    return made | ({"autocomplete": True} if name in COMPLETED else {})
