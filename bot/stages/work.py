"""Work: what a stage is given, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot import errors, ports
from bot.domain.approvals.bypass import Bypasses
from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Plan
from bot.domain.records import evidence
from bot.domain.records.ledger import LedgerRow, LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything of the outside world that stages may touch, by role."""

    repository: ports.Repository
    code_host: ports.CodeHost
    builder: ports.Builder
    artifacts: ports.ArtifactStore
    indexes: Mapping[str, ports.PackageIndex]  # by the target's name
    chats: Mapping[str, ports.Chat]  # by platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One release as a stage sees it: the plan, what earlier stages recorded, the outside world."""

    plan: Plan
    ledger: Mapping[str, tuple[LedgerRow, ...]]  # by stage
    outside: Outside
    bypasses: Bypasses = ()

    def recorded(self, stage: str) -> tuple[LedgerRow, ...]:
        """The ledger rows of a stage, () before it ran."""
        return self.ledger.get(stage, ())

    def release_commit(self) -> str:
        """The commit that is approved, tagged and published."""
        return evidence.release_commit(self.ledger)

    def artifacts(self) -> tuple[Artifact, ...]:
        """What was built for this release, once."""
        return evidence.artifacts(self.ledger)

    def index(self, name: str) -> ports.PackageIndex:
        """The package index of a target. Raises `errors.BadConfiguration` if it is gone."""
        if name not in self.outside.indexes:
            raise errors.BadConfiguration(
                f"The target {name} of this release is not configured any more.",
                "Put it back into the operator's file, then retry.",
            )
        return self.outside.indexes[name]

    def chat(self, platform: str) -> ports.Chat:
        """The chat of a platform. Raises `errors.BadConfiguration` if it is gone."""
        if platform not in self.outside.chats:
            raise errors.BadConfiguration(
                f"This release is announced on {platform}, which is not configured any more.",
                f"Put [{platform}] back into the operator's file, then retry.",
            )
        return self.outside.chats[platform]

    def hash_again(self) -> None:
        """Make sure that every file is still what was built. Raises `errors.BadArtifact`."""
        for artifact in self.artifacts():
            self.outside.artifacts.path(artifact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The stage has to wait for the world: on what, and for how many seconds at a time."""

    on: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a stage found at its destinations."""

    rows: tuple[LedgerRow, ...]
    left_out: tuple[LeftOut, ...] = ()
    waiting: Waiting | None = None

    def missing(self) -> tuple[LedgerRow, ...]:
        """The rows that `run` has to bring about."""
        return tuple(row for row in self.rows if row.state == "missing")


class Stage(Protocol):
    """A step of the release; each is a module with these three functions."""

    def describe(self, plan: Plan) -> str:
        """One line that tells a person what will happen."""
        ...

    async def already_done(self, work: Work) -> Outcome:
        """Look at every destination, change nothing."""
        ...

    async def run(self, work: Work, missing: tuple[LedgerRow, ...]) -> Outcome | None:
        """Bring about what is missing.

        None makes the engine look again with `already_done`; a stage that leaves nothing outside
        to look at returns what it found itself.
        """
        ...
