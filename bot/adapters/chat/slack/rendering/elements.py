"""Elements of `rich_text`: what they hold is shown as it is, and nothing in it is parsed."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.domain import foreign_text
from bot.domain.conversation.messages import Tone

Json = dict[str, Any]

LONGEST_ADDRESS = 2000  # characters of a link; a longer one is only text
TONES: dict[Tone, str] = {
    "good": "white_check_mark",
    "busy": "hourglass_flowing_sand",
    "waiting": "large_yellow_circle",
    "bad": "red_circle",
}

_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}]*[^\s<>\"'`|\\^{}.,;:!?()\[\]]")
_CHANNEL = re.compile(r"\bSlack (?P<id>[CG][A-Z0-9]{2,20})\b")  # as `channels.in_words` says it


def text(said: str, **style: bool) -> Iterator[Json]:
    """A text as elements; an address in it becomes a link that shows itself."""
    shown = foreign_text.visible(said)
    start = 0
    for match in _ADDRESS.finditer(shown):
        if len(match[0]) <= LONGEST_ADDRESS:
            yield from literal(shown[start : match.start()], **style)
            yield link(match[0])
            start = match.end()
    yield from literal(shown[start:], **style)


def named(said: str) -> Iterator[Json]:
    """A text of ours in which a channel of this workspace goes by its name, not by its id."""
    start = 0
    for match in _CHANNEL.finditer(said):
        yield from text(said[start : match.start()])
        yield {"type": "channel", "channel_id": match["id"]}
        start = match.end()
    yield from text(said[start:])


def nameless(said: str) -> str:
    """A text of ours where no channel can go by its name; its id tells nobody anything."""
    return _CHANNEL.sub("Slack", said)


def literal(said: str, **style: bool) -> Iterator[Json]:
    """A text as one element, or as none where it is empty."""
    shown = foreign_text.visible(said)
    if shown:
        styles = {name: True for name, is_so in style.items() if is_so}
        yield {"type": "text", "text": shown, **({"style": styles} if styles else {})}


def link(address: str) -> Json:
    """A link that shows where it leads, and nothing else."""
    return {"type": "link", "url": address}


def user(account: str) -> Json:
    """A mention, by which a person is told; only for those who have to do something."""
    return {"type": "user", "user_id": account}


def sign(tone: Tone) -> Iterator[Json]:
    """The sign of a tone, and a space behind it; nothing for a plain one."""
    if tone in TONES:
        yield {"type": "emoji", "name": TONES[tone]}
        yield {"type": "text", "text": " "}


def section(elements: Iterable[Json]) -> Json:
    """A paragraph."""
    return {"type": "rich_text_section", "elements": list(elements)}


def preformatted(said: str) -> Json:
    """Lines as they are, in letters of one width."""
    shown = foreign_text.visible(said).rstrip("\n") or " "
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": shown}]}


def bullets(items: Iterable[Iterable[Json]], *, indent: int = 0, ordered: bool = False) -> Json:
    """A list."""
    return {
        "type": "rich_text_list",
        "style": "ordered" if ordered else "bullet",
        "indent": indent,
        "elements": [section(item) for item in items],
    }


def rich_text(parts: Iterable[Json]) -> Json:
    """The block that holds paragraphs, lists and the like."""
    return {"type": "rich_text", "elements": list(parts)}


def plain(said: str, longest: int) -> Json:
    """A `plain_text` object, cut where it is too long; it is never empty."""
    shown = foreign_text.visible(said).strip() or "…"
    cut = shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
    return {"type": "plain_text", "text": cut, "emoji": False}


def button(name: str, label: str, value: str) -> Json:
    """A plain button; `value` holds ids and no authority."""
    return {"type": "button", "action_id": name, "text": plain(label, 75), "value": value}


def notification(said: str, longest: int = 3000) -> str:
    """The text of a message for notifications; nothing in it is a mention or a link."""
    shown = foreign_text.printable(foreign_text.visible(said), longest)
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def characters(part: object) -> int:
    """How many characters a block or a list of them has, as Slack counts against its limit."""
    if isinstance(part, str):
        return len(part)
    if isinstance(part, dict):
        return sum(characters(value) for key, value in part.items() if key != "type")
    return sum(map(characters, part)) if isinstance(part, list) else 0
