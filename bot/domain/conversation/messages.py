"""Messages: what people see and press, as values that no platform knows.

A card is the one live message of a release: it is made anew from the release's status whenever
something changes, and each surface edits its message in place. Text in these values is data: a
surface shows it literally, only `Prose` holds Markdown (ours, or foreign and neutralised).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Tone = Literal["plain", "good", "busy", "waiting", "bad"]
Action = Literal[
    "approve",
    "reject",
    "withdraw",
    "hold",
    "resume",
    "cancel",
    "retry",
    "skip",
    "override",
    "edit_notes",
    "release_without",
    "replan_with",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph of plain text."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names with their values, in order."""

    rows: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of plain text under column names; `tones` has one tone for each row, or is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Markdown without any live mention, HTML or hidden link in it."""

    markdown: str
    title: str = ""
    folded: bool = False  # shown as one line that opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something that can be looked at elsewhere; `url` begins with http:// or https://."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where to look, in order; a surface shows the host of each beside its label."""

    rows: tuple[Link, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The end of what a program printed; its lines stay as they are, and in signs of one width."""

    text: str
    title: str = ""


Block = Line | Facts | Table | Prose | Links | Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """What a person reads before a click counts."""

    title: str
    text: str
    yes: str
    no: str = "Not yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button; it carries ids and no authority: who may press it is judged when it is pressed."""

    action: Action
    label: str
    release: str
    question: str = ""
    argument: str = ""  # the stage to skip, the gate to override
    style: Literal["plain", "primary", "danger"] = "plain"
    confirm: Confirm | None = None
    asks: bool = False  # pressing it opens a dialog first


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a dialog."""

    name: str
    label: str
    kind: Literal["line", "text"] = "line"
    value: str = ""
    hint: str = ""
    longest: int = 500
    required: bool = True
    is_kept: bool = False  # what is typed there is a draft, to be kept while it is typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A form that a button opens; `base` names the text that was shown, to see a second editor."""

    action: Action
    title: str
    release: str
    fields: tuple[Field, ...]
    submit: str
    question: str = ""
    argument: str = ""
    base: str = ""
    has_draft: bool = False  # it begins with what this person typed before
    blocks: tuple[Block, ...] = ()  # what a person reads above the inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A stage as people follow it."""

    name: str
    label: str
    state: Literal["planned", "running", "done", "failed", "waiting", "held", "skipped"]
    seconds: float = 0.0
    detail: str = ""
    since: str = ""  # RFC 3339: when it began, "" before


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The live message of one release, or rehearsal: everything that a person needs to decide."""

    release: str
    project: str
    title: str
    state: str  # as the interface names it: planned, running, waiting, held, done, failed …
    tone: Tone
    summary: str  # one line: what happens now, or for whom it waits; the notification's text
    tasks: tuple[Task, ...] = ()
    expires: str = ""  # RFC 3339: until when an open question may be answered
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    kind: Literal["release", "rehearsal"] = "release"  # a rehearsal has no log and no buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a release's thread; `number` grows and is never used twice."""

    number: int
    time: str
    text: str
    tone: Tone = "plain"
    log: str = ""  # the end of what a command printed, to be read below
    pings: tuple[str, ...] = ()  # persons who have to do something now, or wait for the result


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A release as a channel shows it: its card, and its thread from the beginning."""

    card: Card
    thread: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one person. `data` is the same for machines; `error` where it was refused.

    Whatever is said of a release holds until an event of its thread has a greater number.
    """

    blocks: tuple[Block, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    release: str = ""  # the release that it is about
    as_of: int = 0  # the number of the newest event of its thread; 0: it is about none
    dialog: Dialog | None = None
    error: Mapping[str, Any] | None = None
