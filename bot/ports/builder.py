"""Running the repository's code, and keeping what comes out of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Check
from bot.domain.records.ledger import LeftOut
from bot.domain.records.retention import StoredArtifact

NOT_HERE = "not on this machine"  # the detail of an interpreter that could not be tried


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How a check went: `state` is "passed" or "failed"; `tail` is redacted plain text."""

    name: str
    state: str
    seconds: float
    tail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmokeResult:
    """How an interpreter did: `state` is "passed", "failed" or "unknown" (not on this machine)."""

    python: str
    state: str
    detail: str


class Builder(Protocol):
    """Runs the repository's code where it can harm nothing: no secrets, no network."""

    def left_out(self) -> tuple[LeftOut, ...]:
        """What this machine lacks for building safely; () where nothing is missing."""
        ...

    async def build(
        self, source: Path, *, package: str, version: str, source_date: str
    ) -> tuple[Artifact, ...]:
        """Build sdist and wheel from an exported tree, inspect them, store them by hash.

        Adds the SBOM and SHA256SUMS. Raises `BuildFailed` or `BadArtifact`; then nothing is stored.
        """
        ...

    async def take(
        self, folder: Path, source: Path, *, package: str, version: str, source_date: str
    ) -> tuple[Artifact, ...]:
        """Inspect and store packages that are public already as if `source` had just been built.

        Adds the SBOM and SHA256SUMS. Raises `BadArtifact` for what does not fit the source.
        """
        ...

    async def check(self, source: Path, check: Check) -> CheckResult:
        """Run one configured check on a fresh copy of an exported tree."""
        ...

    async def smoke_test(
        self, artifacts: Sequence[Artifact], *, package: str, version: str, pythons: Sequence[str]
    ) -> tuple[SmokeResult, ...]:
        """Install the wheel for each interpreter in a clean environment and import it."""
        ...


class ArtifactStore(Protocol):
    """Files by their hash: written once, read-only, checked at each opening."""

    def record(self, key: str, artifacts: Sequence[Artifact]) -> None:
        """Remember, atomically, that a build of this key gave these stored artifacts."""
        ...

    def recorded(self, key: str) -> tuple[Artifact, ...] | None:
        """What a build of this key gave; None if there was none."""
        ...

    def path(self, artifact: Artifact) -> Path:
        """Where the bytes are; hashes them first and raises `BadArtifact` if they changed."""
        ...

    def stored(self) -> tuple[StoredArtifact, ...]:
        """Everything that is kept, by hash."""
        ...

    def remove(self, unwanted: Collection[StoredArtifact]) -> None:
        """Remove these, and the records of builds that gave them; one used meanwhile stays."""
        ...
