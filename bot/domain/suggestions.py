"""Suggestions: other files that state the current version, and the line that would add each."""

import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

import tomlkit
from packaging.version import Version

from bot.domain import foreign_text
from bot.domain.version_files import whole_word

_MOST = 10
_LONGEST_LINE = 120
_HISTORY = re.compile(
    r"change|history|news|release|lock|requirements|constraints|licen[cs]e|pkg-info", re.IGNORECASE
)
_PAST = re.compile(r"version-?(added|changed|removed)|deprecated|since|new in", re.IGNORECASE)


def make_suggestions(
    mentions: Mapping[str, tuple[str, ...]], current: Version, covered: Collection[str]
) -> tuple[str, ...]:
    """One line for each file that states the version and is not edited; bounded."""
    lines = []
    pattern = whole_word(current)
    for path, found in sorted(mentions.items()):
        now = [line.strip() for line in found if not _PAST.search(line)]
        stating = [line for line in now if pattern.search(line)]
        if stating and path not in covered and not _HISTORY.search(PurePosixPath(path).name):
            setting = _setting(path, stating, pattern)
            lines.append(f"{path} states {current} as well; to cover it: [version] {setting}")
    left = len(lines) - _MOST
    more = [f"{left} more files state {current} as well."] if left > 0 else []
    return (*lines[:_MOST], *more)


def _setting(path: str, stating: list[str], pattern: re.Pattern[str]) -> str:
    line = stating[0]
    is_anchor = (
        len(stating) == 1
        and len(line) <= _LONGEST_LINE
        and len(pattern.findall(line)) == 1
        and not set("{}") & set(line)
        and foreign_text.visible(line) == line
    )
    if not is_anchor:
        return f"everywhere = [{_quoted(path)}]"
    anchored = pattern.sub("{version}", line)
    return f"anchored = [{{ path = {_quoted(path)}, line = {_quoted(anchored)} }}]"


def _quoted(text: str) -> str:
    is_literal = "'" not in text and text.isprintable() and '"' in text
    return tomlkit.string(text, literal=is_literal).as_string()
