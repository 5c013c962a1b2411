"""Initialised: what `releasebot init` found, wrote and advises, for people."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packaging.version import Version

from bot.domain import foreign_text
from bot.domain.detection.findings import Findings
from bot.domain.detection.gaps import Gap
from bot.domain.detection.survey import Survey
from bot.settings import schema

OPERATOR, REPOSITORY = schema.NAMES["operator"], schema.NAMES["repository"]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A configuration file, and what became of it; `backup` is where the old one went."""

    path: Path
    text: str
    state: Literal["written", "kept", "printed"]
    backup: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialised:
    """Everything that there is to say. `is_inside`: this was run inside the repository."""

    path: Path
    seen: Survey
    found: Findings
    gaps: tuple[Gap, ...]
    files: tuple[WrittenFile, ...]
    is_inside: bool

    def wrote(self, name: str) -> WrittenFile | None:
        """The file of that name, if it was written now."""
        return next((f for f in self.files if f.path.name == name and f.state == "written"), None)


def report(done: Initialised) -> Iterator[str]:
    """The lines for people; foreign text in them is harmless."""
    commit = f" at {done.seen.commit[:12]}" if done.seen.commit else ""
    yield f"Looked at {done.path.resolve()}{commit}; nothing of it was run."
    if lines := [f"  {name:<18}{foreign_text.printable(said, 300)}" for name, said in _found(done)]:
        yield from ("", "Found", *lines)
    if done.gaps:
        yield from ("", "Not found, or not as it should be")
        for gap in done.gaps:
            yield f"  - {foreign_text.printable(gap.what, 300)} {gap.remedy}"
    yield from ("", "Files", *(f"  {line}" for line in map(_file_line, done.files)))
    yield from ("", "Next", *(f"  {n}. {step}" for n, step in enumerate(next_steps(done), 1)))


def _found(done: Initialised) -> Iterator[tuple[str, str]]:
    found = done.found
    said = {
        "on GitHub": found.hosted.name,
        "package": found.package,
        "name for people": found.display_name,
        "version": found.version,
        "stated in": ", ".join(found.version_files),
        "perhaps also in": ", ".join(each.path for each in found.statements),
        "tags": found.tag,
        "changelog": found.changelog,
        "Python": ", ".join(found.pythons),
        "documentation": found.docs_url,
        "feedback": found.feedback_url,
        "security contact": found.security_contact,
        "Dockerfiles": ", ".join(found.dockerfiles),
    }
    yield from ((name, text) for name, text in said.items() if text)
    for check in found.checks:
        if not check.why_not:
            yield f"check {check.name}", f"{check.run}   (from {check.source})"


def _file_line(file: WrittenFile) -> str:
    if file.state == "kept":
        return f"{file.path} was there already and is as it was; --force would replace it"
    aside = f"; the old one is {file.backup}" if file.backup else ""
    return f"{file.path} was {file.state}{aside}"


def next_steps(done: Initialised) -> Iterator[str]:
    """What to do now, in order."""
    if done.wrote(REPOSITORY):
        yield f"Read {REPOSITORY}, correct it and commit it: only what is committed counts."
    if operator := done.wrote(OPERATOR):
        yield f"Fill in {OPERATOR}: {_to_fill_in(operator.text)}."
        if done.is_inside:
            yield f"Keep {OPERATOR} and .releasebot/ out of commits: name both in .gitignore."
    elif any(file.path.name == OPERATOR and file.state == "kept" for file in done.files):
        shown = f"releasebot init {shlex.quote(str(done.path))} --print"
        yield f"Add the project to {OPERATOR}, if it is not there: {shown} shows its tables."
    yield "releasebot doctor"
    if done.seen.commit and done.found.package:
        yield f"releasebot rehearse {shlex.quote(str(done.path))} {_bump(done.found)}"


def _to_fill_in(text: str) -> str:
    """The tables that only a person can fill in, each with its line."""
    lines = text.splitlines()
    marks = {"people": "[people]", "roles": "[roles]", "projects and their targets": "[projects."}
    placed = {
        what: next(n for n, line in enumerate(lines, 1) if line.lstrip("#").startswith(mark))
        for what, mark in marks.items()
    }
    return ", ".join(f"{what} (from line {number})" for what, number in placed.items())


def _bump(found: Findings) -> str:
    """A first version is said in full; after that, what it raises is enough."""
    if found.tag:
        return "minor"
    return Version(found.version).base_version if found.version else "0.1.0"
