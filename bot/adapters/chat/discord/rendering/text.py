"""Text: what people and repositories wrote, so that Discord shows it as it is.

Every sign that Discord's Markdown knows is escaped. An "@" or "<" that could begin a mention is
followed by a zero-width space besides, because escapes are for the eye alone; that nobody is
pinged is held by `allowed_mentions`, whatever a text says.
"""

import datetime as dt
import re

from bot.domain import foreign_text
from bot.domain.conversation.messages import Tone

SIGNS: dict[Tone, str] = {"good": "✅", "busy": "⏳", "waiting": "🟡", "bad": "🔴"}

_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}*\[\]()]*[^\s<>\"'`|\\^{}*~.,;:!?()\[\]@]")
_SIGN = re.compile(r"[\\*_~`|\[\]<>]")
_LINE = re.compile(r"^(\s*)(-#|[#>+-]|[0-9]+(?=[.)](?:\s|$)))", re.MULTILINE)
_ALIVE = re.compile(r"@(?=everyone|here|[!&]?[0-9])|<(?=[@#:/a-zA-Z])")
_CHANNEL = re.compile(r"\b(Discord(?: channel| channel or thread)?) ([0-9]{17,20})(?![0-9…])")
LONGEST_ADDRESS = 500


def plain(said: str) -> str:
    """A text as Markdown that shows it literally; an address in it leads where it says."""
    shown = foreign_text.visible(said)
    parts, start = [], 0
    for found in _ADDRESS.finditer(shown):
        if len(found[0]) <= LONGEST_ADDRESS:
            parts += [_escaped(shown[start : found.start()]), dead(found[0])]
            start = found.end()
    escaped = "".join([*parts, _escaped(shown[start:])])
    return _LINE.sub(_without_rank, escaped)


def dead(markdown: str) -> str:
    """The same with nothing in it that could be a mention, a timestamp or an emoji, in code too."""
    return _ALIVE.sub(lambda found: f"{found[0]}{foreign_text.ZERO_WIDTH}", markdown)


def line(said: str, longest: int) -> str:
    """A text on one line, literal, and cut."""
    shown = " ".join(foreign_text.visible(said).split())
    return sentence(shown if len(shown) <= longest else f"{shown[: longest - 1]}…")


def sentence(said: str) -> str:
    """What the bot itself says, literal, but that a channel it names can be clicked."""
    return _CHANNEL.sub(r"\1 <#\2>", plain(said))


def without_ids(said: str) -> str:
    """The same without the number of a channel, for where nothing can be clicked."""
    return _CHANNEL.sub(r"\1", said)


def label(said: str, longest: int) -> str:
    """The text of a button, a title or a field, where Discord knows no Markdown; never empty."""
    shown = " ".join(foreign_text.visible(said).split()) or "…"
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def code(said: str) -> str:
    """Lines as they are, in letters of one width."""
    shown = foreign_text.visible(said).strip("\n").replace("```", f"``{foreign_text.ZERO_WIDTH}`")
    return f"```\n{dead(shown) or ' '}\n```"


def signed(tone: Tone, said: str) -> str:
    """A text behind the sign of its tone."""
    return f"{SIGNS[tone]} {said}" if tone in SIGNS else said


def ticking(moment: str) -> str:
    """A moment that counts by itself: "in 3 hours", "2 minutes ago"."""
    return f"<t:{int(dt.datetime.fromisoformat(moment).timestamp())}:R>"


def _escaped(said: str) -> str:
    return _SIGN.sub(lambda found: f"\\{found[0]}", dead(said))


def _without_rank(found: re.Match[str]) -> str:
    """The first sign of a line, so that it begins no heading, list or quote."""
    sign = found[2]
    return f"{found[1]}{sign}\\" if sign[0].isdigit() else f"{found[1]}\\{sign}"
