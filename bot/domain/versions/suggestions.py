"""Suggestions: other files that state the current version, and the line that would add each."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import tomlkit
from packaging.version import Version

from bot.domain import foreign_text
from bot.domain.versions.version_files import whole_word

_MOST = 10
_LONGEST_LINE = 120
_HISTORY = re.compile(
    r"change|history|news|release|lock|requirements|constraints|licen[cs]e|pkg-info", re.IGNORECASE
)
_PAST = re.compile(r"version-?(added|changed|removed)|deprecated|since|new in", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A file that states the version; `line` "": in more ways than one line could name."""

    path: str
    line: str


def make_suggestions(
    mentions: Mapping[str, tuple[str, ...]], current: Version, covered: Collection[str]
) -> tuple[str, ...]:
    """One line for each file that states the version and is not edited; bounded."""
    lines = [
        f"{found.path} states {current} as well; to cover it: [version] {_setting(found)}"
        for found in statements(mentions, current, covered)
    ]
    left = len(lines) - _MOST
    more = [f"{left} more files state {current} as well."] if left > 0 else []
    return (*lines[:_MOST], *more)


def statements(
    mentions: Mapping[str, tuple[str, ...]], current: Version, covered: Collection[str]
) -> Iterator[Statement]:
    """The files that state the version and are not edited, in order."""
    pattern = whole_word(current)
    for path, found in sorted(mentions.items()):
        now = [line.strip() for line in found if not _PAST.search(line)]
        stating = [line for line in now if pattern.search(line)]
        if stating and path not in covered and not _HISTORY.search(PurePosixPath(path).name):
            yield Statement(path=path, line=_anchor(stating, pattern))


def _anchor(stating: list[str], pattern: re.Pattern[str]) -> str:
    line = stating[0]
    is_anchor = (
        len(stating) == 1
        and len(line) <= _LONGEST_LINE
        and len(pattern.findall(line)) == 1
        and not set("{}") & set(line)
        and foreign_text.visible(line) == line
    )
    return pattern.sub("{version}", line) if is_anchor else ""


def _setting(found: Statement) -> str:
    path = _quoted(found.path)
    if not found.line:
        return f"everywhere = [{path}]"
    return f"anchored = [{{ path = {path}, line = {_quoted(found.line)} }}]"


def _quoted(text: str) -> str:
    is_literal = "'" not in text and text.isprintable() and '"' in text
    return tomlkit.string(text, literal=is_literal).as_string()
