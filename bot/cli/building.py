"""Building in a terminal: export the current commit, build it, show what became of it."""

import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bot import errors
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder.python_build import PythonBuilder
from bot.adapters.builder.workshop import open_workshop
from bot.adapters.clock import SystemClock
from bot.adapters.git import GitRepository
from bot.domain.files.artifacts import Artifact
from bot.domain.plans.facts import RepositoryFacts
from bot.domain.versions import project_metadata, version_files, version_places
from bot.ports import SmokeResult
from bot.settings import environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed."""

    path: Path
    version: str | None
    folder: Path
    trust_this_repository: bool
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A commit, what was built from it, and how it did."""

    package: str
    version: str
    commit: str
    artifacts: tuple[Artifact, ...]
    smoke: tuple[SmokeResult, ...]
    seconds: float

    @property
    def exit_code(self) -> int:
        """1 if any interpreter failed; one that is not on this machine is no failure."""
        return int(any(result.state == "failed" for result in self.smoke))


async def run(asked: Asked) -> int:
    """Build and show; with --json an error is an object on stdout as well."""
    store = DiskArtifactStore(asked.folder / "artifacts")
    try:
        built = await _build(asked, store)
    except errors.ReleasebotError as error:
        if asked.as_json:
            _print_json({"schema": 1, "state": "failed", "error": error.to_json()})
        elif isinstance(error, errors.BuildFailed) and error.log:
            _say(error.log)
        raise
    if asked.as_json:
        _print_json(_shape(built, store))
    else:
        _show(built, store)
    return built.exit_code


async def _build(asked: Asked, store: DiskArtifactStore) -> Built:
    started = time.monotonic()
    shop = await open_workshop(
        environment.variables(), trust_this_repository=asked.trust_this_repository
    )
    builder = PythonBuilder(shop, store)
    clone = GitRepository.local(asked.path)
    try:
        facts = await clone.facts(None)
        metadata = project_metadata.read_metadata(facts.files)
        version = asked.version or _stated_version(facts, metadata)
        with tempfile.TemporaryDirectory(prefix="releasebot-") as folder:
            await clone.export(facts.commit, Path(folder))
            _say(f"Building {metadata.package} {version} from {facts.commit[:12]} …")
            artifacts = await builder.build(
                Path(folder),
                package=metadata.package,
                version=version,
                source_date=_time_of(facts),
            )
    finally:
        clone.close()
    _say(f"Trying it with Python {', '.join(metadata.pythons) or 'of this machine'} …")
    smoke = await builder.smoke_test(
        artifacts,
        package=metadata.package,
        version=version,
        pythons=metadata.pythons or tuple(shop.interpreters)[-1:],
    )
    return Built(
        package=metadata.package,
        version=version,
        commit=facts.commit,
        artifacts=artifacts,
        smoke=smoke,
        seconds=round(time.monotonic() - started, 3),
    )


def _stated_version(facts: RepositoryFacts, metadata: project_metadata.ProjectMetadata) -> str:
    """The version that the tree states, for a build needs one to be compared with."""
    for file in version_places.version_places(facts, metadata):
        stated = version_files.stated_version(file, facts.files[file.path], metadata.package)
        if stated is not None:
            return str(stated)
    raise errors.BadRepository(
        "No file of the repository states its version.",
        "Say it: releasebot build PATH --version X.Y.Z",
        reason="version_file",
    )


def _time_of(facts: RepositoryFacts) -> str:
    """The commit's own time where it was read, so that a second build gives the same wheel."""
    commits = (commit for group in facts.commits_since.values() for commit in group)
    times = (commit.time for commit in commits if commit.sha == facts.commit)
    return next(times, SystemClock().now())


def _shape(built: Built, store: DiskArtifactStore) -> dict[str, object]:
    artifacts = [
        {**asdict(artifact), "path": str(store.path(artifact).resolve())}
        for artifact in built.artifacts
    ]
    state = "failed" if built.exit_code else "done"
    return {"schema": 1, "state": state, **asdict(built), "artifacts": artifacts, "error": None}


def _show(built: Built, store: DiskArtifactStore) -> None:
    lines = [f"Built {built.package} {built.version} from {built.commit}"]
    for artifact in built.artifacts:
        lines += [f"  {artifact.sha256}  {artifact.size:>9,}  {store.path(artifact)}"]
    lines += [
        f"  Python {result.python}: {result.state}, {result.detail}" for result in built.smoke
    ]
    sys.stdout.write("\n".join([*lines, f"{built.seconds:.1f} seconds", ""]))


def _print_json(shape: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
