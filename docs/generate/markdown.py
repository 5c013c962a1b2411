"""Markdown: the few forms that the made pages use."""

import re
from collections.abc import Iterable, Sequence

NOTE = "<!-- Made from the code by `make docs-pages`; a change here is lost. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar in a cell stays in its cell."""
    lines = [head, ["---"] * len(head), *rows]
    cells = ((cell.replace("|", r"\|") for cell in line) for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def code(text: str) -> str:
    """What is typed or written as it stands."""
    return f"`{text}`"


def anchor(heading: str) -> str:
    """The name that MkDocs gives to a heading."""
    kept = re.sub(r"[^\w\s-]", "", heading.replace("`", "")).strip().lower()
    return re.sub(r"[-\s]+", "-", kept)


def page(*blocks: str) -> str:
    """The blocks as a page."""
    return "\n\n".join([NOTE, *blocks]) + "\n"
