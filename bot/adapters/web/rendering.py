"""Rendering: values to HTML, where every foreign character is text and no link is hidden."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot import errors
from bot.domain.conversation.messages import Conversation, Table

ALLOWED_LINKS = ("https://", "http://")
COLOURS = 6  # of the pictures that stand for people
MINUTE, HOUR = 60, 3600
SHORT, LONG_WORD = 14, 30  # characters of a cell that stays on one line, of a word that is broken

_HASH = re.compile(r"[0-9a-f]{12,64}")

WORDS = {
    "planned": "to do",
    "running": "running",
    "done": "done",
    "failed": "failed",
    "waiting": "waiting",
    "held": "on hold",
    "skipped": "skipped",
    "cancelled": "cancelled",
}


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bot", "templates/console"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "markdown": markdown,
        "duration": duration,
        "word": lambda state: WORDS.get(state, state.replace("_", " ")),
        "colour": colour,
        "filled_columns": filled_columns,
        "cell_shape": cell_shape,
        "tally": tally,
        "host": host,
        "safe_url": safe_url,
        "kind": lambda value: type(value).__name__,
    }
    return environment


def render(template: str, **values: object) -> str:
    """The template of that name with these values."""
    return _environment().get_template(template).render(**values)


def conversation(shown: Conversation) -> dict[str, str]:
    """A release as a page takes it over in place."""
    return {
        "release": shown.card.release,
        "summary": f"{shown.card.title}: {shown.card.summary}",
        "card": render("card.html.j2", card=shown.card, thread=shown.thread),
        "thread": render("thread.html.j2", card=shown.card, thread=shown.thread),
    }


def refusal(error: errors.ReleasebotError | Mapping[str, Any]) -> dict[str, object]:
    """An error as a script takes it over."""
    told = error.to_json() if isinstance(error, errors.ReleasebotError) else error
    return {"refused": True, "html": render("error.html.j2", error=told)}


def markdown(text: str, level: int = 4) -> str:
    """Markdown as HTML: no HTML of its own, no image, links to the web only, headings in order."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"
        for child in token.children or ():
            if child.type == "link_open":
                _open_elsewhere(child)
    return str(parser.renderer.render(tokens, parser.options, {}))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = lambda url: url.lower().startswith(ALLOWED_LINKS)  # type: ignore[method-assign]  # its documented way
    return parser


def _open_elsewhere(link: Token) -> None:
    link.attrSet("target", "_blank")
    link.attrSet("rel", "noopener noreferrer nofollow")


def colour(name: str) -> int:
    """The number of a person's colour, always the same."""
    return sum(place * byte for place, byte in enumerate(name.encode(), 3)) % COLOURS


def filled_columns(table: Table) -> list[int]:
    """The numbers of the columns that say something in at least one row."""
    return [
        number for number in range(len(table.columns)) if any(row[number] for row in table.rows)
    ]


def cell_shape(text: str) -> str:
    """How a cell's text may be broken: not at all, between words, or anywhere."""
    shapes = ["hash"] if _HASH.fullmatch(text) else []
    longest = max(map(len, text.split()), default=0)
    if len(text) <= SHORT:
        shapes.append("short")
    elif longest > LONG_WORD:
        shapes.append("long")
    return " ".join(shapes)


def tally(table: Table) -> str:
    """How many rows say what in the column "state": "9 passed, 3 not configured"."""
    if "state" not in table.columns:
        return ""
    column = table.columns.index("state")
    counts = Counter(row[column] for row in table.rows)
    return ", ".join(f"{count} {state}" for state, count in counts.items())


def safe_url(url: str) -> str:
    """An address of the web, "" for every other."""
    return url if url.lower().startswith(ALLOWED_LINKS) else ""


def host(url: str) -> str:
    """Where a link leads, so that it is known before the click."""
    return urlsplit(url).netloc


def duration(seconds: float) -> str:
    """Seconds as people say them: tenths while they are few, minutes and hours when not."""
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), MINUTE)
    if seconds < HOUR:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // MINUTE} h {minutes % MINUTE:02} min"
