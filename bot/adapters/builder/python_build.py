"""The builder of Python packages: build, look into, keep; check; try."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import errors
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder import checks, packages, smoke_test
from bot.adapters.builder.artifacts import bill_of_materials, collection
from bot.adapters.builder.artifacts.examination import Examination, examine
from bot.adapters.builder.workshop import Workshop
from bot.domain.files.artifacts import Artifact, ArtifactKind
from bot.domain.plans.plan import Check
from bot.domain.records.ledger import LeftOut
from bot.ports import CheckResult, SmokeResult


class PythonBuilder:
    """Implements `ports.Builder` with a workshop, and a store for what may be published."""

    def __init__(self, workshop: Workshop, store: DiskArtifactStore) -> None:
        """Run foreign code in `workshop`, keep the results in `store`."""
        self._workshop = workshop
        self._store = store

    def left_out(self) -> tuple[LeftOut, ...]:
        """What this machine lacks for building safely; () where nothing is missing."""
        return self._workshop.left_out

    async def build(
        self, source: Path, *, package: str, version: str, source_date: str
    ) -> tuple[Artifact, ...]:
        """Build sdist and wheel from an exported tree, inspect them, store them by hash.

        Adds the SBOM and SHA256SUMS. Raises `BuildFailed` or `BadArtifact`; then nothing is stored.
        """
        date = dt.datetime.fromisoformat(source_date)
        async with self._workshop.bench() as bench:
            out = await packages.build_packages(self._workshop, bench, source, version, date)
            return await self._inspected(bench, out, source, package, version, date)

    async def take(
        self, folder: Path, source: Path, *, package: str, version: str, source_date: str
    ) -> tuple[Artifact, ...]:
        """Inspect and store packages that are public already as if `source` had just been built."""
        date = dt.datetime.fromisoformat(source_date)
        async with self._workshop.bench() as bench:
            return await self._inspected(bench, folder, source, package, version, date)

    async def _inspected(  # what a build consists of
        self,
        bench: Path,
        out: Path,
        source: Path,
        package: str,
        version: str,
        date: dt.datetime,
    ) -> tuple[Artifact, ...]:
        collected = bench / "collected"
        files = await asyncio.to_thread(collection.collect, out, collected, package, version)
        found = await examine(self._workshop, files, source, package, version)
        return await asyncio.to_thread(self._keep, bench, files, found, date)

    def _keep(
        self,
        bench: Path,
        files: Mapping[Path, ArtifactKind],
        found: Examination,
        date: dt.datetime,
    ) -> tuple[Artifact, ...]:
        """Store the packages with what accompanies them."""
        sbom = bill_of_materials.write_sbom(bench, files, found, date)
        checksums = bill_of_materials.write_checksums(bench, [*files, sbom])
        packages = sorted((kind, path) for path, kind in files.items())
        return self._store.keep([*packages, ("sbom", sbom), ("checksums", checksums)])

    async def check(self, source: Path, check: Check) -> CheckResult:
        """Run one configured check on a fresh copy of an exported tree."""
        return await checks.run_check(self._workshop, source, check)

    async def smoke_test(
        self, artifacts: Sequence[Artifact], *, package: str, version: str, pythons: Sequence[str]
    ) -> tuple[SmokeResult, ...]:
        """Install the wheel for each interpreter in a clean environment and import it."""
        wheels = [self._store.path(artifact) for artifact in artifacts if artifact.kind == "wheel"]
        if not wheels:
            raise errors.BadArtifact(
                "There is no wheel to try.", "Build the release again.", reason="nothing_built"
            )
        return await smoke_test.smoke_test(self._workshop, wheels[0], package, version, pythons)
