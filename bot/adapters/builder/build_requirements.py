"""What a source tree says about itself, read as text: nothing of it is run."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from bot import errors

LEGACY = ("setuptools>=40.8.0", "wheel")  # PEP 518: what a project without a statement needs
LARGEST = 2**20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """The statements of a pyproject.toml. `dependencies` None: only the backend knows them.

    `extras` holds dependency groups too; an extra wins over a group of the same name.
    """

    build_requires: tuple[str, ...] = LEGACY
    requires_python: str = ""
    dependencies: tuple[str, ...] | None = None
    extras: dict[str, tuple[str, ...]]


def read_source(source: Path) -> SourceFacts:
    """Read the tree's pyproject.toml; a tree with setup.py alone needs setuptools."""
    document = _document(source)
    if document is None:
        if not (source / "setup.py").exists() and not (source / "setup.cfg").exists():
            raise errors.BadRepository(
                "There is no pyproject.toml and no setup.py at the top of the repository.",
                "Add a pyproject.toml with a [build-system] and a [project] table.",
                reason="no_package",
            )
        return SourceFacts(extras={})
    try:
        return _facts(document)
    except (TypeError, AttributeError, InvalidSpecifier) as error:
        raise _unreadable(str(error)) from error


def _facts(document: Mapping[str, Any]) -> SourceFacts:
    project = document.get("project", {})
    is_dynamic = {"dependencies", "optional-dependencies"} & set(project.get("dynamic", ()))
    is_known = "name" in project and not is_dynamic
    groups = document.get("dependency-groups", {})
    extras = project.get("optional-dependencies", {})
    return SourceFacts(
        build_requires=_strings(document.get("build-system", {}).get("requires", LEGACY)),
        requires_python=str(SpecifierSet(project.get("requires-python", ""))),
        dependencies=_strings(project.get("dependencies", ())) if is_known else None,
        extras={name: _strings(lines) for name, lines in (groups | extras).items()},
    )


def _strings(found: object) -> tuple[str, ...]:
    """A list of texts as a tuple; what a group includes from other groups is left out."""
    if not isinstance(found, (list, tuple)):
        raise TypeError(f"{str(found)[:40]!r} is not a list")
    return tuple(line for line in found if isinstance(line, str))


def _document(source: Path) -> dict[str, Any] | None:
    path = source / "pyproject.toml"
    if path.is_symlink():
        raise _unreadable("it is a symlink")
    if not path.exists():
        return None
    if path.stat().st_size > LARGEST:
        raise _unreadable("it is larger than 1 MB")
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(str(error)) from error


def _unreadable(why: str) -> errors.BadRepository:
    return errors.BadRepository(
        f"pyproject.toml cannot be read: {why}.", "Correct it in the repository."
    )
