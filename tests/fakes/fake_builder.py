"""A builder that runs nothing: two tiny valid packages, at once, in a real store."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.adapters.artifact_store import DiskArtifactStore
from bot.domain.files.artifacts import Artifact, ArtifactKind
from bot.domain.plans.plan import Check
from bot.domain.records.ledger import LeftOut
from bot.ports import CheckResult, SmokeResult
from tests.fakes.effect_log import EffectLog, contents_of
from tests.fakes.tiny_packages import tiny_sdist, tiny_wheel


class FakeBuilder(EffectLog):
    """Implements `ports.Builder`; what it builds depends on package and version alone.

    `check_state` and `smoke_state` are what every check and every interpreter answers.
    """

    def __init__(self, store: DiskArtifactStore) -> None:
        """Keep what is built in `store`."""
        super().__init__()
        self.store = store
        self.check_state = "passed"
        self.tail = ""  # the end of what every check prints
        self.smoke_state = "passed"

    def left_out(self) -> tuple[LeftOut, ...]:
        """Nothing is missing."""
        return ()

    async def build(
        self, source: Path, *, package: str, version: str, source_date: str
    ) -> tuple[Artifact, ...]:
        """Store a tiny sdist and wheel, a list of their hashes and an SBOM that names them."""
        with self._call("build"), tempfile.TemporaryDirectory() as folder:
            sdist, wheel = tiny_sdist(package, version), tiny_wheel(package, version)
            made = self._keep(Path(folder), sdist, wheel, source_date)
            self._record("build", package, version)
            return made

    async def take(
        self, folder: Path, source: Path, *, package: str, version: str, source_date: str
    ) -> tuple[Artifact, ...]:
        """Store the two packages in the folder, with a list of their hashes and an SBOM."""
        with self._call("take"), tempfile.TemporaryDirectory() as room:
            sdist, wheel = sorted(contents_of(folder), key=lambda each: each[0].endswith(".whl"))
            made = self._keep(Path(room), sdist, wheel, source_date)
            self._record("take", package, version)
            return made

    def _keep(
        self, folder: Path, sdist: tuple[str, bytes], wheel: tuple[str, bytes], date: str
    ) -> tuple[Artifact, ...]:
        package, version = wheel[0].split("-")[:2]
        sbom = f'{{"bomFormat": "CycloneDX", "version": "{version}"}}'.encode()
        kinds: dict[ArtifactKind, tuple[str, bytes]] = {
            "sdist": sdist,
            "wheel": wheel,
            "sbom": (f"{package}-{version}.cdx.json", sbom),
            "checksums": ("SHA256SUMS", f"{sdist[0]} {wheel[0]} {date}\n".encode()),
        }
        for name, content in kinds.values():
            (folder / name).write_bytes(content)
        return self.store.keep([(kind, folder / kinds[kind][0]) for kind in kinds])

    async def check(self, source: Path, check: Check) -> CheckResult:
        """Answer `check_state` for any command, with the same log."""
        with self._call("check"):
            self._record("check", check.name)
            return CheckResult(name=check.name, state=self.check_state, seconds=0.0, tail=self.tail)

    async def smoke_test(
        self, artifacts: Sequence[Artifact], *, package: str, version: str, pythons: Sequence[str]
    ) -> tuple[SmokeResult, ...]:
        """Answer `smoke_state` for every interpreter."""
        with self._call("smoke_test"):
            self._record("smoke_test", version)
            return tuple(
                SmokeResult(python=python, state=self.smoke_state, detail="") for python in pythons
            )
