"""Project metadata: what pyproject.toml, setup.cfg and setup.py say, without running anything."""

import configparser
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from bot import errors
from bot.domain import foreign_text

FILE_NAMES = ("pyproject.toml", "setup.cfg", "setup.py")

_KNOWN_PYTHONS = tuple(f"3.{minor}" for minor in range(8, 15))
_CLASSIFIER = re.compile(r"Programming Language :: Python :: (3\.[0-9]{1,2})")
_SETUP_NAME = re.compile(r"\bname\s*=\s*[\"']([^\"'\n]+)[\"']")
_SETUP_PYTHONS = re.compile(r"\bpython_requires\s*=\s*[\"']([^\"'\n]+)[\"']")
_DOCS = ("documentation", "docs", "doc")
_FEEDBACK = ("issues", "issue tracker", "bug tracker", "bugs", "tracker", "discussions")

_PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,100}[A-Za-z0-9])?")

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMetadata:
    """What a project says about itself. `pyproject` is the parsed file, {} without one."""

    package: str
    pythons: tuple[str, ...]
    docs_url: str
    feedback_url: str
    pyproject: Table
    setup_cfg: Mapping[str, Mapping[str, str]]


def read_metadata(files: Mapping[str, str]) -> ProjectMetadata:
    """Read the metadata out of the texts of the files that are there."""
    pyproject = _toml(files.get("pyproject.toml", ""))
    setup_cfg = _cfg(files.get("setup.cfg", ""))
    setup_py = files.get("setup.py", "")
    said = {**table(pyproject, "tool", "poetry"), **table(pyproject, "project")}
    legacy = setup_cfg.get("metadata", {})
    urls = {key.lower(): str(url) for key, url in table(said, "urls").items()}
    name = _first(said.get("name"), legacy.get("name"), *_SETUP_NAME.findall(setup_py))
    wanted = _first(
        said.get("requires-python"),
        _poetry_pythons(pyproject),
        setup_cfg.get("options", {}).get("python_requires"),
        *_SETUP_PYTHONS.findall(setup_py),
    )
    classified = _CLASSIFIER.findall("\n".join(files.get(path, "") for path in FILE_NAMES))
    return ProjectMetadata(
        package=name,
        pythons=_pythons(classified, wanted),
        docs_url=next((urls[key] for key in _DOCS if key in urls), ""),
        feedback_url=next((urls[key] for key in _FEEDBACK if key in urls), ""),
        pyproject=pyproject,
        setup_cfg=setup_cfg,
    )


def table(parent: Table, *path: str) -> Table:
    """A table within a TOML file; {} where there is none or something else."""
    found: object = parent
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _toml(text: str) -> Table:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise errors.BadRepository(
            f"pyproject.toml is not valid TOML: {error}.", "Correct it, commit, and plan again."
        ) from error


def _cfg(text: str) -> Mapping[str, Mapping[str, str]]:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text.removeprefix("\ufeff"))
    except configparser.Error as error:
        raise errors.BadRepository(
            f"setup.cfg cannot be read: {error.message.splitlines()[0]}.",
            "Correct it, commit, and plan again.",
        ) from error
    return {name: dict(parser.items(name)) for name in parser.sections()}


def _first(*values: object) -> str:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _poetry_pythons(pyproject: Table) -> str:
    """Poetry's requirement; its caret means "up to the next major version"."""
    wanted = table(pyproject, "tool", "poetry", "dependencies").get("python", "")
    text = wanted if isinstance(wanted, str) else ""
    return f">={text[1:]},<4" if text.startswith("^") else text


def _pythons(classified: list[str], wanted: str) -> tuple[str, ...]:
    """The interpreters that are named, else those of ours that the requirement allows."""
    if classified:
        return tuple(sorted(set(classified), key=lambda name: int(name.partition(".")[2])))
    try:
        allowed = SpecifierSet(wanted)
    except InvalidSpecifier:
        return ()
    return tuple(name for name in _KNOWN_PYTHONS if wanted and f"{name}.99" in allowed)


def named(metadata: ProjectMetadata, package: str) -> ProjectMetadata:
    """The metadata under the operator's name of the package, or "" for its own.

    Raises `BadRepository` for one that no package can have.
    """
    package = package or metadata.package
    if not package:
        raise errors.BadRepository(
            "The repository does not say the name of its package.",
            "Add name to [project] in pyproject.toml, commit, and plan again.",
            reason="no_package_name",
        )
    if not _PACKAGE.fullmatch(package):
        raise errors.BadRepository(
            f"“{foreign_text.printable(package)}” is not a name that a package can have.",
            "Correct name in pyproject.toml, commit, and plan again.",
            reason="no_package_name",
        )
    return replace(metadata, package=package)
