"""Typed line: a command on one line, as its options, and what may follow what was typed so far.

Discord itself shows a box for each option; here one is "name:value", and a value without a name is
that of the first option that is still needed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rehearsal.discord.numbers import Option
from bot.rehearsal.discord.people.member import Member
from bot.rehearsal.discord.people.reply import NotPossible
from bot.rehearsal.discord.problems import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command and what is filled in; `rest` is typed without a name, from `start` on."""

    command: str
    options: Mapping[str, str]
    last: str  # the name of the option that stands last, "" where none has one
    rest: str
    known: Sequence[Json]
    start: int

    def filled(self) -> dict[str, str]:
        """Every option, those without a name as well. Raises `NotPossible`."""
        wanted = self.wanted()
        if self.rest and not wanted:
            raise NotPossible(f"/{self.command} does not take “{self.rest}”.")
        words = self.rest.split(maxsplit=max(0, len(wanted) - 1))
        return {**self.options, **dict(zip(wanted, words, strict=False))}

    def wanted(self) -> list[str]:
        """The options that a value without a name is for: those needed, else the first one."""
        free = [each for each in self.known if each["name"] not in self.options]
        needed = [each["name"] for each in free if each.get("required")]
        return needed or [each["name"] for each in free[:1]]


def read(commands: Sequence[Json], line: str) -> Typed:
    """The command of a line. Raises `NotPossible` for one that is not shown to this person."""
    head = re.match(r"/(\S+)\s*", line)
    named = {each["name"]: each for each in commands}
    if head is None or head[1] not in named:
        raise NotPossible(f"No command {line.split(maxsplit=1)[0]} is shown to this person.")
    below = _below(named[head[1]])
    path, typed = _path(below, line[head.end() :])
    if not path:
        raise NotPossible(f"Say what /{head[1]} shall do: {', '.join(below)}.")
    known, begin = below[path].get("options", []), head.end() + typed
    names = "|".join(re.escape(each["name"]) for each in known) or "(?!)"
    marks = list(re.finditer(rf"(?<!\S)({names}):\s*", line[begin:]))
    said, end = line[begin:], marks[0].start() if marks else None
    ends = [*(mark.start() for mark in marks[1:]), len(said)]
    values = {
        mark[1]: said[mark.end() : stop].strip() for mark, stop in zip(marks, ends, strict=False)
    }
    return Typed(
        command=f"{head[1]} {path}",
        options=values,
        last=marks[-1][1] if marks else "",
        rest=said[:end].strip(),
        known=known,
        start=begin + (marks[-1].end() if marks else 0),
    )


def _below(command: Json) -> dict[str, Json]:
    """The subcommands by their names, those of a group behind the group's."""
    found: dict[str, Json] = {}
    for each in command.get("options", []):
        within = _below(each) if each["type"] == Option.GROUP else {}
        found |= {f"{each['name']} {name}": inner for name, inner in within.items()}
        found |= {each["name"]: each} if each["type"] == Option.SUBCOMMAND else {}
    return found


def _path(below: Mapping[str, Json], said: str) -> tuple[str, int]:
    """Which subcommand a line begins with, and where it ends there; a group may be left out."""
    for path in below:
        for words in (path, path.rpartition(" ")[2]):
            if begun := re.match(rf"{re.escape(words)}(?:\s+|$)", said):
                return path, begun.end()
    return "", 0


async def offers(member: Member, channel: int, line: str) -> list[str]:
    """Whole lines that may follow what was typed: commands, then what the app offers."""
    definitions = member.definitions()
    try:
        typed = read(definitions, line)
    except NotPossible:
        everything = (f"/{each['name']} {path}" for each in definitions for path in _below(each))
        return [each for each in everything if line.startswith("/") and each.startswith(line)]
    option = typed.last or next(iter(typed.wanted()), "")
    completed = {each["name"] for each in typed.known if each.get("autocomplete")}
    if option not in completed:
        return []
    begun = typed.options.get(option, "") if typed.last else typed.rest
    others = {name: value for name, value in typed.options.items() if name != option}
    replied = await member.complete(channel, typed.command, option, begun, others)
    return [f"{line[: typed.start]}{each['value']}" for each in replied.choices]
