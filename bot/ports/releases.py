"""The releases of this bot, as handlers and doors see them."""

from collections.abc import AsyncIterator
from typing import Any, Protocol

from bot.domain.approvals.approval import CountedVote, Tally
from bot.domain.conversation.commands import CastVote, StartRelease
from bot.ports.drafts import Drafts

Json = dict[str, Any]


class Releases(Protocol):
    """The releases of this bot, so that handlers and doors see no engine.

    Every method that changes something raises `errors.Refused`, with a reason code, where that
    is not possible now, and `errors.BadInput` for a release or question that is not known. Roles
    are the handlers' business, except where a vote is counted.
    """

    @property
    def drafts(self) -> Drafts:
        """What people typed into the notes of releases and have not saved."""
        ...

    def projects(self) -> tuple[str, ...]:
        """The names of the configured projects."""
        ...

    async def start(self, command: StartRelease) -> str:
        """Record the request, begin, tell the release's id; a repeated delivery starts nothing."""
        ...

    async def preview(self, project: str, bump: str, branch: str | None) -> Json:
        """The plan of a release as JSON, with its `posts`; nothing is stored or changed.

        `bump` "" is the one that the changes since the last release amount to.
        """
        ...

    async def cadence(self, project: str, kept: float) -> Json | None:
        """How the project stands with its cadence (`rhythm.to_json`); None where it has none.

        What its repository told may be so many seconds old; 0 asks it in any case.
        """
        ...

    async def find(self, project: str, which: str) -> str:
        """The id of a project's release by version or id.

        "" is the only one that has not ended, else the newest.
        """
        ...

    async def recent(self, project: str, limit: int) -> tuple[Json, ...]:
        """The newest releases first: release, version, state, requester, created, finished.

        `project` "" means all of them.
        """
        ...

    async def status(self, release: str) -> Json:
        """Everything about one release as it was last recorded, as the JSON of the interface."""
        ...

    async def probe(self, release: str) -> Json:
        """The status with a ledger that was looked up at every destination just now."""
        ...

    async def look_up(self, project: str, version: str) -> Json:
        """What the destinations hold of a version of which there is no record, as a status.

        Its `state` is "unrecorded". Raises `errors.BadInput` where no destination holds it.
        """
        ...

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of releases that have not ended, oldest first."""
        ...

    async def vote(self, command: CastVote) -> CountedVote:
        """Take a vote. Raises `errors.Refused` for one that does not count."""
        ...

    async def withdraw(self, question: str, person: str) -> Tally:
        """Take a vote back while its question is open."""
        ...

    async def hold(self, release: str, person: str, reason: str) -> None:
        """Let nothing more begin until `resume`."""
        ...

    async def resume(self, release: str, person: str) -> None:
        """Go on after a hold."""
        ...

    async def cancel(self, release: str, person: str, reason: str) -> None:
        """Give the release up; what it made is removed as long as nothing of it is public."""
        ...

    async def retry(self, release: str, person: str) -> None:
        """Start a failed release's last segment again."""
        ...

    async def skip(self, release: str, stage: str, person: str, reason: str) -> None:
        """Leave a stage out that failed or has not begun."""
        ...

    async def override(self, release: str, gate: str, person: str, reason: str) -> None:
        """Record that a red gate is passed on this person's word."""
        ...

    async def edit_notes(self, release: str, person: str, text: str, base: str) -> None:
        """Replace the notes whose `notes_digest` is `base`; the release is prepared again."""
        ...

    async def decide_branch(self, release: str, person: str, choice: str) -> None:
        """Release "without" what is new on the base branch, or plan again "with" it."""
        ...

    async def look_at_branches(self) -> None:
        """See whether the base branch of a release that waits for people has moved."""
        ...

    async def bring_forward(self, project: str) -> None:
        """Let what waits for the world in the project's releases look again at once."""
        ...

    async def concerns(self, project: str, reference: str) -> bool:
        """Whether a release of the project is about this tag, commit or version."""
        ...

    async def made_tag(self, project: str, tag: str, commit: str) -> bool:
        """Whether a release of the project made this tag at this commit, will, or completes it."""
        ...

    async def tick(self, release: str, line: str, person: str, evidence: str) -> None:
        """Record that a person vouches for a line of the checklist."""
        ...

    async def note(self, actor: str, action: str, data: Json) -> None:
        """Add a row to the audit that is about no release."""
        ...

    async def audit(self, release: str = "", after: int = 0) -> tuple[Json, ...]:
        """Rows of the audit with a number above `after`, oldest first; all, or of one release."""
        ...

    async def first_altered_audit_row(self) -> int | None:
        """The audit row at which the chain breaks; None if it is whole."""
        ...

    def changes(self) -> AsyncIterator[str]:
        """The ids of releases as they change from now on; a burst of changes may count once."""
        ...
