"""Releases that run nothing: they stand as they were told, and remember what was asked of them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from bot import errors
from bot.domain.approvals.approval import CountedVote, Tally
from bot.domain.conversation import commands
from tests.fakes.fake_drafts import FakeDrafts

Json = dict[str, Any]


class FakeReleases:
    """Implements `ports.Releases`."""

    def __init__(self, *statuses: Json, projects: tuple[str, ...] = ("greeter",)) -> None:
        """Start with releases that stand as these statuses say, the oldest first."""
        self.asked: list[object] = []
        self.drafts = FakeDrafts()
        self.statuses = {status["release"]: status for status in statuses}
        self.rows: dict[str, tuple[Json, ...]] = {}  # of the audit, by release
        self.cadences: dict[str, Json] = {}  # by project
        self.refusal: Exception | None = None  # raised by whatever changes something
        self.tally = Tally(state="open", counted=(), needed=1, awaits=())
        self._projects = projects
        self._followers: list[asyncio.Queue[str]] = []

    def projects(self) -> tuple[str, ...]:
        """As it was made with."""
        return self._projects

    async def start(self, command: commands.StartRelease) -> str:
        """Tell the id that the release would have."""
        self._ask(command)
        return commands.release_id(command.project, command.delivery)

    async def preview(self, project: str, bump: str, branch: str | None) -> Json:
        """The first release as if it were a plan."""
        self.asked.append(("preview", project, bump, branch))
        return next(iter(self.statuses.values()))

    async def cadence(self, project: str, kept: float) -> Json | None:
        """As it was told."""
        self.asked.append(("cadence", project, kept))
        return self.cadences.get(project)

    async def find(self, project: str, which: str) -> str:
        """By version or id; "" is the last one."""
        for release, status in reversed(self.statuses.items()):
            if project in ("", status["project"]) and which in ("", release, status["version"]):
                return str(release)
        raise errors.BadInput("There is no such release.", "Name one.", reason="no_release")

    async def recent(self, project: str, limit: int) -> tuple[Json, ...]:
        """The newest first."""
        found = [s for s in self.statuses.values() if project in ("", s["project"])]
        return tuple(reversed(found))[:limit]

    async def status(self, release: str) -> Json:
        """As it was told."""
        if release not in self.statuses:
            raise errors.BadInput(f"There is no release {release}.", "Name another one.")
        return self.statuses[release]

    async def probe(self, release: str) -> Json:
        """The same: nobody is outside to be asked."""
        self.asked.append(("probe", release))
        return await self.status(release)

    async def look_up(self, project: str, version: str) -> Json:
        """Nothing is anywhere."""
        raise errors.BadInput(
            f"No destination holds {project} {version}.", "Name another.", reason="no_release"
        )

    async def unfinished(self) -> tuple[str, ...]:
        """Those that have not ended."""
        return tuple(release for release, s in self.statuses.items() if not s["finished"])

    async def vote(self, command: commands.CastVote) -> CountedVote:
        """Count nothing."""
        self._ask(command)
        statuses = self.statuses.values()
        asked = [(s, q) for s in statuses for q in s["questions"] if q["id"] == command.question]
        status, question = asked[0] if asked else (next(iter(statuses)), {"kind": "publish"})
        rows = self.rows.get(status["release"], ())
        return CountedVote(
            tally=self.tally,
            release=status["release"],
            kind=question["kind"],
            held=status["held"],
            event=max((row["number"] for row in rows), default=0),
        )

    async def withdraw(self, question: str, person: str) -> Tally:
        """Take nothing back."""
        self._ask(("withdraw", question, person))
        return self.tally

    async def hold(self, release: str, person: str, reason: str) -> None:
        """Hold nothing."""
        self._ask(("hold", release, person, reason))

    async def resume(self, release: str, person: str) -> None:
        """Resume nothing."""
        self._ask(("resume", release, person))

    async def cancel(self, release: str, person: str, reason: str) -> None:
        """Cancel nothing."""
        self._ask(("cancel", release, person, reason))

    async def retry(self, release: str, person: str) -> None:
        """Retry nothing."""
        self._ask(("retry", release, person))

    async def skip(self, release: str, stage: str, person: str, reason: str) -> None:
        """Skip nothing."""
        self._ask(("skip", release, stage, person, reason))

    async def override(self, release: str, gate: str, person: str, reason: str) -> None:
        """Override nothing."""
        self._ask(("override", release, gate, person, reason))

    async def edit_notes(self, release: str, person: str, text: str, base: str) -> None:
        """Edit nothing."""
        self._ask(("edit_notes", release, person, text, base))

    async def decide_branch(self, release: str, person: str, choice: str) -> None:
        """Decide nothing."""
        self._ask(("decide_branch", release, person, choice))

    async def look_at_branches(self) -> None:
        """None moves."""
        self._ask(("look_at_branches",))

    async def bring_forward(self, project: str) -> None:
        """Note whose releases were woken."""
        self._ask(("bring_forward", project))

    async def concerns(self, project: str, reference: str) -> bool:
        """Tell it of the tags, commits and versions in the statuses."""
        of_it = [s for s in self.statuses.values() if s["project"] == project]
        return any(reference in (s.get("tag"), s.get("commit"), s.get("version")) for s in of_it)

    async def made_tag(self, project: str, tag: str, commit: str) -> bool:
        """Tell it of the tags in the statuses, each at the commit that it was planned from."""
        of_it = [s for s in self.statuses.values() if s["project"] == project]
        return any((tag, commit) == (s.get("tag"), s.get("commit")) for s in of_it)

    async def tick(self, release: str, line: str, person: str, evidence: str) -> None:
        """Tick nothing."""
        self._ask(("tick", release, line, person, evidence))

    async def note(self, actor: str, action: str, data: Json) -> None:
        """Remember it."""
        self._ask(("note", actor, action, data))

    async def audit(self, release: str = "", after: int = 0) -> tuple[Json, ...]:
        """The rows as they were told."""
        return tuple(row for row in self.rows.get(release, ()) if row["number"] > after)

    async def first_altered_audit_row(self) -> int | None:
        """None is."""
        return None

    def changes(self) -> AsyncIterator[str]:
        """What `touch` names from now on."""
        follower: asyncio.Queue[str] = asyncio.Queue()
        self._followers.append(follower)
        return self._told_to(follower)

    def touch(self, release: str) -> None:
        """Tell every follower that this release changed."""
        for follower in self._followers:
            follower.put_nowait(release)

    async def _told_to(self, follower: asyncio.Queue[str]) -> AsyncIterator[str]:
        while True:
            yield await follower.get()

    def _ask(self, what: object) -> None:
        if self.refusal:
            raise self.refusal
        self.asked.append(what)
