"""The links on a card: where everybody can see what is public of the release."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.domain import channels
from bot.domain.conversation.messages import Block, Link, Links
from bot.domain.plans import stage_facts
from bot.domain.records import standing

Json = dict[str, Any]

_OF_THE_WEB = ("https", "http")


def blocks(status: Json) -> Iterator[Block]:
    """Each public page once, those of the last stages first: what is installable, and the news."""
    rows = standing.rows(status, *stage_facts.PUBLIC)
    found = {link.url: link for row in rows if (link := _link(status, row))}
    if found:
        yield Links(title="Where it is", rows=tuple(reversed(found.values())))


def _link(status: Json, row: Json) -> Link | None:
    """The page of a row that was seen; the bytes of a file are no page."""
    label, url = _labelled(status, row)
    if row["state"] != "done" or not _is_of_the_web(url):
        return None
    return Link(label=label, url=url)


def _labelled(status: Json, row: Json) -> tuple[str, str]:
    evidence = row["evidence"]
    if row["target"] == "github":
        return f"GitHub release {status['tag']}", evidence.get("url", "")
    if row["target"] == channels.CHAT:
        return f"Announcement in {channels.in_words(row['key'])}", evidence.get("url", "")
    where = stage_facts.place(row["target"]).where
    return f"{status['package']} {where}", evidence.get("page", "")


def _is_of_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _OF_THE_WEB and bool(parts.netloc)
