"""Commands: names, descriptions, options and how many of each."""

import re
from collections import Counter

from bot.rehearsal.discord.limits import values
from bot.rehearsal.discord.limits.values import Complaints, Path
from bot.rehearsal.discord.numbers import Option
from bot.rehearsal.discord.problems import Complaint, Json

MOST = {1: 100, 2: 15, 3: 15}
OPTIONS = 25
CHOICES = 25
NAME, DESCRIPTION, CHOICE_NAME, CHOICE_VALUE = 32, 100, 100, 100
MOST_TEXT = 8000
_NAME = re.compile(r"[-_'\w]{1,32}")
_GROUPING = (Option.SUBCOMMAND, Option.GROUP)
_CHAT_INPUT = 1


def check_all(commands: list[Json]) -> Complaints:
    """Everything that is wrong with a whole set of commands."""
    names = Counter((each.get("type", _CHAT_INPUT), each.get("name")) for each in commands)
    kinds = Counter(each.get("type", _CHAT_INPUT) for each in commands)
    for kind, many in kinds.items():
        if many > MOST.get(kind, 0):
            said = f"Maximum number of application commands reached ({MOST.get(kind, 0)})."
            yield Complaint((), "APPLICATION_COMMANDS_MAX", said)
    for place, command in enumerate(commands):
        path = (str(place),)
        yield from check(command, path)
        if names[command.get("type", _CHAT_INPUT), command.get("name")] > 1:
            said = "Application command names must be unique"
            yield Complaint((*path, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", said)


def check(command: Json, path: Path = ()) -> Complaints:
    """Everything that is wrong with one command."""
    if command.get("type", _CHAT_INPUT) != _CHAT_INPUT:
        yield from values.text(command, "name", path, NAME, shortest=1)
        return
    yield from _named(command, path)
    yield from _options(command, path)
    if _length(command) > MOST_TEXT:
        said = f"Application command size exceeds maximum size of {MOST_TEXT}."
        yield Complaint(path, "APPLICATION_COMMAND_TOO_LARGE", said)


def _named(thing: Json, path: Path) -> Complaints:
    name = thing.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name != name.lower():
        said = f"{name!r} is no name: 1 to {NAME} lower-case letters, digits, - and _."
        yield Complaint((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", said)
    yield from values.text(thing, "description", path, DESCRIPTION, shortest=1)


def _options(holder: Json, path: Path) -> Complaints:
    here = (*path, "options")
    yield from values.count(holder.get("options") or [], here, 0, OPTIONS)
    options = values.objects(holder, "options")
    names = Counter(each.get("name") for _, each in options)
    was_optional = False
    for place, option in options:
        where = (*here, place)
        yield from _named(option, where)
        if names[option.get("name")] > 1:
            said = "Option names must be unique"
            yield Complaint((*where, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", said)
        if option.get("type") in _GROUPING:
            yield from _options(option, where)
            continue
        if option.get("required") and was_optional:
            said = "Required options must be placed before non-required options"
            yield Complaint(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", said)
        was_optional = was_optional or not option.get("required")
        yield from _choices(option, where)


def _choices(option: Json, path: Path) -> Complaints:
    here = (*path, "choices")
    yield from choices(option, here)
    if option.get("autocomplete") and option.get("choices"):
        said = "An option has choices or autocomplete, not both."
        yield Complaint(here, "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", said)


def choices(holder: Json, path: Path) -> Complaints:
    """The choices of an option, or of an answer to autocomplete."""
    yield from values.count(holder.get("choices") or [], path, 0, CHOICES)
    for place, choice in values.objects(holder, "choices"):
        yield from values.text(choice, "name", (*path, place), CHOICE_NAME, shortest=1)
        if isinstance(choice.get("value"), str):
            yield from values.text(choice, "value", (*path, place), CHOICE_VALUE, shortest=1)


def _length(thing: Json) -> int:
    own = sum(len(str(thing.get(name) or "")) for name in ("name", "description", "value"))
    below = [*values.objects(thing, "options"), *values.objects(thing, "choices")]
    return own + sum(_length(each) for _, each in below)
