"""Commented: a table of a configuration file with every key that it may have, each explained.

A key is set to what was found, else it is a comment without a space after its sign, which a person
takes away to use the line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tomlkit
from pydantic import ValidationError

from bot.domain import foreign_text
from bot.settings.reading import Table

Values = Mapping[str, Any]
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented:
    """A table that is to be written. `examples` are shown for keys that are not set."""

    header: str  # "[project]"; one that begins with "#" is a comment, with everything in it
    model: type[Table]
    values: Values = field(default_factory=dict)
    examples: Values = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)  # in place of a key's description
    without: Sequence[str] = ()  # keys with tables of their own

    def lines(self) -> Iterator[str]:
        """The table, and an empty line after it."""
        yield f"# {_about(self.model)}"
        yield self.header
        for key in self.model.model_fields:
            if key not in self.without:
                yield from self._line(key)
        yield ""

    def _line(self, key: str) -> Iterator[str]:
        known = self.model.model_fields[key]
        found = self.values.get(key)
        is_set = found not in EMPTY and self._is_accepted(key, found)
        possible = (found, self.examples.get(key), known.default, "…")
        shown = next(value for value in possible if value not in EMPTY)
        sign = "" if is_set and not self.header.startswith("#") else "#"
        about = foreign_text.printable(self.notes.get(key) or known.description or "", 200)
        yield f"{sign}{key} = {toml(shown)}" + (f"  # {about}" if about else "")

    def _is_accepted(self, key: str, found: object) -> bool:
        """Whether the file could be read with it; what was found is not always what may stand."""
        try:
            self.model.model_validate({key: found})
        except ValidationError as error:
            return all(detail["loc"][:1] != (key,) for detail in error.errors())
        return True


def toml(value: object) -> str:
    """The value as TOML writes it, on one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        is_literal = '"' in value and "'" not in value and value.isprintable()
        return tomlkit.string(value, literal=is_literal).as_string()
    return tomlkit.item(value).as_string()


def _about(model: type[Table]) -> str:
    """What the table is for: the first sentence of its class."""
    sentence = (model.__doc__ or "").partition("\n")[0]
    sentence = sentence.partition(": ")[2] if sentence.startswith("`[") else sentence
    return sentence[:1].upper() + sentence[1:]
