"""Commands: what a person asks for, as frozen values, whatever door it came through.

`StartRelease` and `CastVote` are what the engine takes. The others are what people say or press:
they name a release as people do (`which`: a version, an id, or "" for the only open one) and
carry the caller, whose rights are judged when the command is handled.
"""

import hashlib
from dataclasses import dataclass

from bot.domain.approvals.approval import Answer
from bot.domain.conversation.messages import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and from where. `person` is "" for an account that the operator does not know."""

    account: str  # the door's own id: "local:alice", "console:bob", "slack:T1/U2"
    person: str
    delivery: str  # names this request, so that a repeat starts nothing new
    project: str = ""  # the project that the channel is bound to
    is_direct: bool = False  # a direct message, which nobody else reads


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRelease:
    """Plan a release and start it. `delivery` names the request, so a repeat starts nothing new."""

    project: str
    bump: str
    person: str
    delivery: str
    branch: str | None = None
    allow_empty: bool = False
    title: str = ""  # "" = as the project is called
    adopts: str = ""  # the tag or version of what was made by hand; `bump` is not asked then


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """Answer the question with this id. `typed` is the version that a person typed to confirm."""

    question: str
    person: str
    answer: Answer
    reason: str = ""
    account: str = ""
    typed: str = ""
    may_decide: bool = True  # False: nobody told this voter yet that this vote decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something that a caller asks about a project's releases."""

    caller: Caller
    project: str = ""  # "" = the channel's, or the only one
    which: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Command):
    """Release: `bump` is a kind or a version as typed."""

    bump: str
    branch: str | None = None
    allow_empty: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearse(Command):
    """Run the whole release in a local world, from which nothing gets out."""

    bump: str
    branch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt(Command):
    """Complete what somebody tagged or published by hand; `tag` is its tag or version as typed."""

    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Command):
    """Show what a release would be, every post of it and whose approval it needs."""

    bump: str
    branch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus(Command):
    """Look a release up at every destination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReleases(Command):
    """The newest releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowNext(Command):
    """What the commits since the last release amount to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCadence(Command):
    """When the next releases are due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWho(Command):
    """For whom a release waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowChecklist(Command):
    """The guide's three lists, as they stand for a release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickLine(Command):
    """Vouch for a line of the checklist that only a person can know."""

    line: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowNotes(Command):
    """The notes of a release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditNotes(Command):
    """Put other notes in place of those whose digest is `base`."""

    text: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Command):
    """Answer the release's open question; `question` "" is the one that is open now.

    `is_last`: who answers has read that this vote is the last one needed, and what follows.
    """

    answer: Answer
    reason: str = ""
    typed: str = ""
    question: str = ""
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """Take one's own vote back."""

    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Command):
    """Stop before the next stage until somebody resumes."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    """Go on after a hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Command):
    """Give a release up."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry(Command):
    """Start what failed again; what is there already is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip(Command):
    """Leave a stage out."""

    stage: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Command):
    """Let a release pass a red gate."""

    gate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideBranch(Command):
    """The base branch moved: release without what is new there, or plan again with it."""

    choice: str  # "without" or "with"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAudit(Command):
    """Who did what, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoAmI(Command):
    """Who the bot takes the caller for, and what that person may do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Command):
    """The commands, or one of them, with the live configuration."""

    verb: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDialog(Command):
    """A button was pressed that asks something first."""

    action: Action
    question: str = ""
    argument: str = ""


def release_id(project: str, delivery: str) -> str:
    """The id of the release that this delivery asks for: 12 hexadecimal digits."""
    return hashlib.sha256(f"{project}\n{delivery}".encode()).hexdigest()[:12]
