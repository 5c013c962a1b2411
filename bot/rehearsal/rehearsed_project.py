"""Which project a rehearsal releases: the sample, or a copy of somebody's repository."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot import errors
from bot.domain.versions import project_metadata
from bot.rehearsal import repository_copy, sample
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.sample import project as sample_project
from bot.rehearsal.storage import open_storage
from bot.rehearsal.world import World

OWNER = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsedProject:
    """A project of the local world."""

    name: str
    repository: str  # "owner/name"
    package: str


def choose(world: World, source: str | None) -> RehearsedProject:
    """Put the sample (None) or a copy of `source` into the world; tell what it is called there.

    Raises `errors.BadRepository` for what is no Python project. The original is only read.
    """
    if source is None:
        repository = sample.create_sample(world)
        return RehearsedProject(
            name="greeter", repository=repository, package=sample_project.PACKAGE
        )
    name = _name_of(source)
    repository = f"{OWNER}/{name}"
    repository_copy.import_repository(world, source, repository)
    return RehearsedProject(name=name, repository=repository, package=_package(world, repository))


def _name_of(source: str) -> str:
    last = Path(source.rstrip("/")).absolute().name.removesuffix(".git")
    return re.sub(r"[^A-Za-z0-9_-]+", "-", last).strip("-_") or "project"


def _package(world: World, repository: str) -> str:
    with open_storage(world.folder) as storage:
        copy = BareRepository(storage.repository_folder(repository))
    texts = {path: _text(copy, path) for path in project_metadata.FILE_NAMES}
    package = project_metadata.read_metadata(texts).package
    if not package:
        raise errors.BadRepository(
            "No name of a Python package is stated in this repository.",
            "Add [project] with a name to pyproject.toml, commit, and try again.",
        )
    return package


def _text(copy: BareRepository, path: str) -> str:
    try:
        return copy.run("cat-file", "blob", f"HEAD:{path}").decode("utf-8", "replace")
    except GitFailed:
        return ""
