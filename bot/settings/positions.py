"""Positions: on which line of a TOML text a key stands, so that an error can say where."""

import re

Where = tuple[str | int, ...]

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"({_NAME}(?:\s*\.\s*{_NAME})*)"
_HEADER = re.compile(rf"\s*(\[\[?)\s*{_DOTTED}\s*\]")
_KEY = re.compile(rf"\s*{_DOTTED}\s*=")


def line_of(text: str, where: Where) -> int | None:
    """The line of the key, else of the nearest table around it; lines count from 1."""
    lines = _lines_of_keys(text)
    for length in range(len(where), 0, -1):
        if where[:length] in lines:
            return lines[where[:length]]
    return None


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Where the character with this index stands; both count from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def name_on(text: str, line: int) -> str:
    """The key or table that is written on this line, as it is written."""
    written = text.splitlines()[line - 1]
    header = _HEADER.match(written)
    key = header[2] if header else next(iter(_KEY.findall(written)), "")
    return key or "A key"


def _lines_of_keys(text: str) -> dict[Where, int]:
    lines: dict[Where, int] = {}
    repeated: dict[Where, int] = {}
    table: Where = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                repeated[table] = repeated.get(table, -1) + 1
                table = (*table, repeated[table])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            path = table + _parts(key[1])
            for length in range(len(table) + 1, len(path) + 1):
                lines.setdefault(path[:length], number)
    return lines


def _parts(dotted: str) -> Where:
    return tuple(part.strip("\"'") for part in re.findall(_NAME, dotted))
