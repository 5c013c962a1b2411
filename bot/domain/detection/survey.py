"""Survey: a folder as it was looked at, and which of its files are worth reading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from bot import errors
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules
from bot.domain.plans.plan import VersionFile
from bot.domain.versions import project_metadata, version_files, version_places
from bot.domain.versions.project_metadata import ProjectMetadata

TASK_FILES = ("Makefile", "tox.ini", "noxfile.py")
READMES = ("README.md", "README.rst", "README.txt", "README")
SECURITY = ("SECURITY.md", ".github/SECURITY.md", "docs/SECURITY.md")
ASIDE = {"test", "tests", "testing", "doc", "docs", "example", "examples", "benchmarks"}
MOST_PACKAGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was seen of a folder: of its last commit, or of the disk where it has none."""

    folder: str  # its name
    kind: Literal["clone", "bare", "folder"]
    commit: str = ""
    hosted: str = ""  # "owner/name" of its remote on GitHub
    paths: tuple[str, ...] = ()
    files: Mapping[str, str]  # texts of those that are worth reading
    tags: tuple[str, ...] = ()  # names
    mentions: Mapping[str, tuple[str, ...]]  # path → lines that hold the current version


def wanted_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths whose text tells something; bounded."""
    seen = tuple(paths)
    named = {*TASK_FILES, *READMES, *SECURITY}
    packages = [path for path in seen if path.endswith("/pyproject.toml") and not is_aside(path)]
    candidates = version_places.first_candidates(seen, RepositoryRules())
    known = [*candidates, *packages[:MOST_PACKAGES]]
    return tuple(dict.fromkeys([*known, *(p for p in seen if p in named)]))


def is_aside(path: str) -> bool:
    """Whether the path lies among tests, examples or documentation."""
    return bool(ASIDE & set(PurePosixPath(path).parts[:-1]))


def named_paths(files: Mapping[str, str]) -> tuple[str, ...]:
    """Further paths that the metadata in these texts names."""
    return version_places.named_candidates(files) if not unreadable(files) else ()


def unreadable(files: Mapping[str, str]) -> str:
    """Why the metadata cannot be read, "" if it can."""
    try:
        project_metadata.read_metadata(files)
    except errors.BadRepository as error:
        return error.sentence
    return ""


def metadata_of(files: Mapping[str, str]) -> ProjectMetadata:
    """What the project says about itself; of metadata that cannot be read, nothing."""
    return project_metadata.read_metadata({} if unreadable(files) else files)


def lacks_a_description(files: Mapping[str, str]) -> bool:
    """Whether [project] says of itself that there is nothing for a page at an index to show."""
    pyproject = metadata_of(files).pyproject
    stated = project_metadata.table(pyproject, "project")
    is_elsewhere = "readme" in project_metadata.table(pyproject, "tool", "poetry")
    return bool(stated) and not is_elsewhere and "readme" not in _named(stated)


def _named(stated: Mapping[str, object]) -> set[str]:
    """The keys of [project], and those that the build backend fills in."""
    dynamic = stated.get("dynamic")
    return {*stated, *(map(str, dynamic) if isinstance(dynamic, list) else ())}


def version_places_of(seen: Survey, *, files: tuple[str, ...] = ()) -> tuple[VersionFile, ...]:
    """Where the version stands as far as can be found, or in these files as if configured."""
    facts = RepositoryFacts(
        branch="",
        commit=seen.commit,
        tags=(),
        previous_tags=(),
        commits_since={},
        pull_requests=(),
        files=seen.files,
        mentions=seen.mentions,
        rules=RepositoryRules(version_files=files),
    )
    return version_places.version_places(facts, metadata_of(seen.files))


def stated_version(seen: Survey) -> str:
    """The version that the files state, "" if none does."""
    package = metadata_of(seen.files).package
    for file in version_places_of(seen):
        stated = version_files.stated_version(file, seen.files[file.path], package)
        if stated is not None:
            return str(stated)
    return ""
