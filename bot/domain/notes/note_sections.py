"""Note sections: the `### Added`, `### Fixed` … of notes, tidied and merged."""

import re
from collections.abc import Iterable

from bot.domain import foreign_text

_HEADING = re.compile(r"#{2,6}[ \t]+(?P<title>.*\S)[ \t]*")


def split(body: str) -> list[tuple[str, str]]:
    """Heading line and text of each section; the text before the first has the heading ""."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    in_fence = False
    for line in body.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            in_fence = not in_fence
        if not in_fence and _HEADING.fullmatch(line):
            sections.append((line, []))
        else:
            sections[-1][1].append(line)
    return [(heading, "\n".join(lines).strip("\n")) for heading, lines in sections]


def title(heading: str) -> str:
    """The words of a heading line."""
    match = _HEADING.fullmatch(heading)
    return match["title"] if match else heading


def tidy(body: str) -> str:
    """The body without sections in which nobody wrote anything but comments."""
    return _join(
        (h, text) for h, text in split(body) if foreign_text.without_comments(text).strip()
    )


def merge(bodies: Iterable[str]) -> str:
    """One body: sections of the same heading become one, in the order of their first appearance."""
    filled = [body for body in bodies if body]
    if len(filled) == 1:
        return filled[0]
    merged: dict[str, list[str]] = {}
    for heading, text in (section for body in filled for section in split(body)):
        known = merged.setdefault(heading.strip(), [])
        if text and text not in known:
            known.append(text)
    return _join((heading, "\n".join(texts)) for heading, texts in merged.items() if texts)


def _join(sections: Iterable[tuple[str, str]]) -> str:
    return "\n\n".join(f"{h}\n\n{text}" if h else text for h, text in sections)
