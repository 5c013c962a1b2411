"""What a source tree says about itself, read as text: nothing of it is run."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import errors

LEGACY = ("setuptools>=40.8.0", "wheel")  # PEP 518: what a project without a statement needs
LARGEST = 2**20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """The statements of a pyproject.toml. `dependencies` None: only the backend knows them."""

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
    project = document.get("project", {})
    dynamic = set(project.get("dynamic", ()))
    known = "name" in project and not dynamic & {"dependencies", "optional-dependencies"}
    try:
        return SourceFacts(
            build_requires=tuple(document.get("build-system", {}).get("requires", LEGACY)),
            requires_python=str(project.get("requires-python", "")),
            dependencies=tuple(project.get("dependencies", ())) if known else None,
            extras=_extras(document),
        )
    except (TypeError, AttributeError) as error:
        raise _unreadable(str(error)) from error


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


def _extras(document: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Extras and dependency groups by name; an extra wins over a group of the same name."""
    groups = {
        name: tuple(line for line in lines if isinstance(line, str))
        for name, lines in document.get("dependency-groups", {}).items()
    }
    extras = document.get("project", {}).get("optional-dependencies", {})
    return groups | {name: tuple(lines) for name, lines in extras.items()}


def _unreadable(why: str) -> errors.BadRepository:
    return errors.BadRepository(
        f"pyproject.toml cannot be read: {why}.", "Correct it in the repository."
    )
