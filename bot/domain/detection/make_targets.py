"""Make targets: what a Makefile's rules would run, read as text; make itself never runs."""

import re
from dataclasses import dataclass

_VARIABLE = re.compile(
    r"^(?:export\s+)?(?P<name>[A-Za-z_][\w.-]*)\s*(?::{0,3}|\?|\+)=\s*(?P<value>.*)$"
)
_RULE = re.compile(r"^(?P<names>[\w./ -]+?)\s*::?(?!=)(?P<rest>[^=]*)$")
_USE = re.compile(r"\$[({]([A-Za-z_][\w.-]*)[)}]")
_DEEPEST = 5  # variables within variables
_LONGEST = 2000  # characters of a line; longer ones are no one's commands


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeTarget:
    """A rule: the targets that go before it, and its lines with the variables filled in."""

    name: str
    before: tuple[str, ...]
    recipe: tuple[str, ...]


def read_targets(text: str) -> dict[str, MakeTarget]:
    """The targets of a Makefile by name; conditions and includes are not followed."""
    lines = [line[:_LONGEST] for line in text.replace("\\\n", " ").splitlines()]
    variables = {m["name"]: m["value"] for line in lines if (m := _VARIABLE.match(line))}
    targets: dict[str, MakeTarget] = {}
    current: tuple[str, ...] = ()
    for line in lines:
        if line.startswith("\t"):
            for name in current:
                targets[name] = _with_line(targets[name], _filled(line.strip(), variables))
        elif (rule := _RULE.match(line.partition("#")[0])) and not _VARIABLE.match(line):
            current = tuple(rule["names"].split())
            before, _, first = rule["rest"].partition(";")
            for name in current:
                known = targets.get(name, MakeTarget(name=name, before=(), recipe=()))
                names = (*known.before, *_filled(before, variables).split())
                targets[name] = MakeTarget(name=name, before=names, recipe=known.recipe)
                if first.strip():
                    targets[name] = _with_line(targets[name], _filled(first.strip(), variables))
        elif line.strip() and not line.startswith("#"):
            current = ()
    return targets


def everything_run(targets: dict[str, MakeTarget], name: str) -> str:
    """The lines that making this target runs, and the names of what nobody makes."""
    pending, seen = [name], set[str]()
    lines: list[str] = []
    while pending:
        each = pending.pop()
        if each in seen:
            continue
        seen.add(each)
        if each in targets:
            pending += targets[each].before
            lines += targets[each].recipe
        else:
            lines.append(each)
    return "\n".join(lines)


def _with_line(target: MakeTarget, line: str) -> MakeTarget:
    return MakeTarget(name=target.name, before=target.before, recipe=(*target.recipe, line))


def _filled(line: str, variables: dict[str, str]) -> str:
    for _ in range(_DEEPEST):
        line = _USE.sub(lambda use: variables.get(use[1], use[0]), line)[:_LONGEST]
    return line
