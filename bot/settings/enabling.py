"""Enabling: the operator's file with one project switched on, and every other byte as it was."""

import tomllib

import tomlkit
from tomlkit.container import Container
from tomlkit.items import Table

from bot import errors

KEY = "enabled"


def enabled_text(text: str, project: str) -> str:
    """The text with `enabled = true` in [projects.NAME]; anything else of it stays.

    Raises `BadConfiguration` where that cannot be written, as for a table that is spread out.
    """
    document = tomlkit.parse(text)
    table = document["projects"][project]
    if KEY not in table and isinstance(table, Table) and (last := _last_key(table.value)):
        _insert(table.value, last)
    else:
        table[KEY] = True
    changed = tomlkit.dumps(document)
    expected = tomllib.loads(text)
    expected["projects"][project][KEY] = True
    if tomllib.loads(changed) != expected:
        raise errors.BadConfiguration(
            f"The table of {project} is written in a way in which nothing can be added safely.",
            f"Write enabled = true into [projects.{project}] yourself.",
        )
    return changed


def _last_key(table: Container) -> int:
    """Behind which entry a new key belongs: not behind comments about what follows; 0 for none."""
    keys = [
        number
        for number, (key, item) in enumerate(table.body, start=1)
        if key is not None and not isinstance(item, Table)
    ]
    return max(keys, default=0)


def _insert(table: Container, place: int) -> None:
    _, before = table.body[place - 1]
    item = tomlkit.item(True)
    item.trivia.trail = before.trivia.trail
    item.trivia.indent = before.trivia.indent
    before.trivia.trail = before.trivia.trail or "\n"
    table.body.insert(place, (tomlkit.key(KEY), item))
