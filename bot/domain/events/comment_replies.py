"""Comment replies: answers as the Markdown of one comment, in which nothing foreign is alive."""

import re
from collections.abc import Iterator, Sequence

from bot.domain import foreign_text
from bot.domain.conversation.messages import (
    Block,
    Card,
    Facts,
    Line,
    Links,
    Log,
    Prose,
    Reply,
    Table,
)
from bot.domain.notes import notes

_BACKTICKS = re.compile("`+")
LONGEST = 60_000  # characters; the code host takes a few more
STEPPING = ("planned", "running")
NO_FORM = (
    "A comment has no form for what comes next: say the same in a chat, in the console or in a "
    "terminal."
)
DECIDING = "A yes that decides is confirmed in a chat, in the console or in a terminal."
REST = "… the rest is in the console and in a terminal."


def marker(comment: int) -> str:
    """What makes our answer to a comment known again; no reader sees it."""
    return f"<!-- releasebot:answer:{comment} -->"


def text(mark: str, answers: Sequence[tuple[str, Reply]]) -> str:
    """The comment that answers these lines, each with its reply."""
    parts = (_one(line, reply, is_alone=len(answers) == 1) for line, reply in answers)
    whole = notes.fit("\n\n".join(parts), LONGEST, REST)
    return f"{mark}\n{whole}"


def following(mark: str, card: Card) -> str:
    """The comment that tells how the release that was asked for in it stands."""
    title = foreign_text.neutralise_line(card.title)
    state = card.state.replace("_", " ")
    parts = [
        f"{mark}\n**{title}** ({card.kind} {card.release}): {state}",
        foreign_text.neutralise_line(_summary(card)),
        *(_block(block) for block in card.blocks if isinstance(block, Links) or _tells(card)),
    ]
    if any(button.action == "approve" for button in card.buttons):
        named = f"`/release approve {card.release}`, or `reject` with a reason"
        parts.append(f"To answer here: {named}. {DECIDING}")
    return "\n\n".join(parts)


def _tells(card: Card) -> bool:
    """Whether all of it is told here: of a rehearsal that is over there is no other page."""
    return card.kind == "rehearsal" and card.state not in STEPPING


def _summary(card: Card) -> str:
    """What happens, without the count of steps: an edit for each would be too many."""
    return card.summary.partition(":")[0] if card.state in STEPPING else card.summary


def _one(line: str, reply: Reply, *, is_alone: bool) -> str:
    blocks = list(reply.blocks) or list(_refusal(reply))
    if reply.dialog:
        blocks += [*reply.dialog.blocks, Line(text=NO_FORM)]
    shown = "\n\n".join(_block(block) for block in blocks)
    asked = foreign_text.printable(f"/release {line}".strip()).replace("`", "'")
    return shown if is_alone else f"`{asked}`\n\n{shown}"


def _refusal(reply: Reply) -> Iterator[Block]:
    error = reply.error or {}
    yield from (Line(text=str(error[key])) for key in ("sentence", "next") if error.get(key))


def _block(block: Block) -> str:
    match block:
        case Line():
            return foreign_text.neutralise_line(block.text)
        case Facts():
            return _titled(block.title, _table(("", ""), block.rows))
        case Table():
            return _titled(block.title, _table(block.columns, block.rows))
        case Prose():
            return _titled(block.title, foreign_text.harmless(block.markdown))
        case Links():
            rows = [(link.label, link.url) for link in block.rows]
            return _titled(block.title, _table(("", ""), rows))
        case Log():
            return _titled(block.title, _fenced(block.text))


def _titled(title: str, shown: str) -> str:
    return f"**{foreign_text.neutralise_line(title)}**\n\n{shown}" if title else shown


def _fenced(said: str) -> str:
    """Lines as they are, in a fence that none of them can end."""
    shown = foreign_text.visible(said).strip("\n")
    fence = "`" * max(3, *(len(run) + 1 for run in _BACKTICKS.findall(shown)), 0)
    return f"{fence}text\n{shown}\n{fence}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_row(columns), "|".join(["", *(" --- " for _ in columns), ""])]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    shown = (foreign_text.neutralise_line(cell).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |"
