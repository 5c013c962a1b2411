"""The sample project: a small package with a real history and three earlier releases."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.rehearsal import git_process, hosting
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.index import uploads
from bot.rehearsal.index.distribution import Distribution
from bot.rehearsal.sample import history, packages, project
from bot.rehearsal.sample.fast_import import import_history
from bot.rehearsal.storage import Storage, open_storage
from bot.rehearsal.world import World

INDEXES = ("testpypi", "pypi")


def create_sample(world: World, full_name: str = project.FULL_NAME) -> str:
    """Put the sample project into the world, once; the name of its repository."""
    with open_storage(world.folder) as storage:
        if not hosting.is_hosted(storage, full_name):
            _publish_releases(storage)
            _host(storage, full_name)
    return full_name


def _host(storage: Storage, full_name: str) -> None:
    steps = history.STEPS
    with tempfile.TemporaryDirectory(dir=storage.folder / "incoming") as folder:
        repository = BareRepository(Path(folder) / "sample.git")
        git_process.init_bare(repository.folder, "main")
        shas = import_history(repository, steps)
        hosting.host(
            storage,
            repository.folder,
            full_name,
            default_branch="main",
            pulls=list(_pulls(repository, steps, shas)),
            check="ci",
        )


def _pulls(
    repository: BareRepository, steps: Sequence[history.Step], shas: list[str]
) -> Iterator[hosting.MergedPull]:
    for number, step in enumerate(steps):
        if not step.pull:
            continue
        head = repository.ref(f"refs/pull/{step.pull}/head")
        yield hosting.MergedPull(
            number=step.pull,
            title=step.subject,
            author=step.author,
            labels=step.labels,
            base="main",
            head=step.branch or f"{step.author}-{step.pull}",
            base_sha=shas[number - 1],
            merge_commit=shas[number],
            merged=f"{step.day}T12:00:00Z",
            commits=(head.sha if head else shas[number],),
        )


def _publish_releases(storage: Storage) -> None:
    """List what was released on both indexes."""
    files: dict[str, str] = {}
    with storage.transaction() as db:
        known = "SELECT 1 FROM index_files WHERE package = ?"
        if db.execute(known, (project.PACKAGE,)).fetchone():
            return
        for step in history.STEPS:
            files |= step.files
            version = step.tag.removeprefix("v")
            if not version:
                continue
            for build in (packages.build_sdist, packages.build_wheel):
                name, content = build(version, files)
                sha256 = storage.keep_bytes(content)
                listed = Distribution(project.PACKAGE, version, name, ">=3.11")
                for index in INDEXES:
                    uploads.add_file(storage, index, listed, sha256, f"{step.day}T12:30:00Z")
