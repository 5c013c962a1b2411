"""Described: what README and SECURITY.md say about a project."""

import re
from collections.abc import Iterator, Mapping

from bot.domain import foreign_text
from bot.domain.detection.survey import READMES, SECURITY

_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_UNDERLINE = re.compile(r"={3,}")
_LONGEST, _MOST = 500, 200  # characters of a line, lines


def display_name(files: Mapping[str, str], package: str) -> str:
    """The title of the README, where it is the package's name as people write it."""
    for path in READMES:
        for title in _titles(files.get(path, "")):
            is_plain = foreign_text.visible(title) == title
            if is_plain and _letters(title) == _letters(package) and title != package:
                return title
    return ""


def security_contact(files: Mapping[str, str]) -> str:
    """The first mail address of SECURITY.md."""
    lines = (line for path in SECURITY for line in _lines(files.get(path, "")))
    found = (_MAIL.search(line) for line in lines)
    return next((address[0] for address in found if address), "")


def _titles(text: str) -> Iterator[str]:
    """The headings of the first level, in Markdown and reStructuredText."""
    before = ""
    for line in _lines(text):
        if line.startswith("# "):
            yield line.strip("# \t")
        elif before and _UNDERLINE.fullmatch(line):
            yield before
        before = line


def _lines(text: str) -> Iterator[str]:
    return (line[:_LONGEST].strip() for line in text.splitlines()[:_MOST])


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
