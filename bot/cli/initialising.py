"""Initialising: look at a clone, make both configuration files of it, write them and say so."""

import os
import pwd
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot import errors
from bot.adapters import surveying
from bot.cli import endings, initialised
from bot.cli.initialised import Initialised, WrittenFile
from bot.domain.detection import findings, gaps, hosted
from bot.settings import schema, writing

OPERATOR, REPOSITORY = schema.NAMES["operator"], schema.NAMES["repository"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed."""

    path: Path
    github: str
    write: bool
    force: bool
    as_json: bool


def print_schema(file: str) -> None:
    """The JSON Schema of one of the files, alone on stdout."""
    endings.print_json(schema.json_schema(file))


def run(asked: Asked) -> None:
    """Look, write and tell; with --json an error is an object on stdout as well."""
    try:
        done = _initialise(asked)
    except errors.ReleasebotError as error:
        if asked.as_json:
            endings.print_json({"schema": 1, "state": "failed", "error": error.to_json()})
        raise
    if asked.as_json:
        endings.print_json(_shape(done))
    elif not asked.write:
        sys.stdout.write("\n".join(f"# ── {file.path} ──\n{file.text}" for file in done.files))
    report = "\n".join(initialised.report(done)) + "\n"
    (sys.stdout if asked.write and not asked.as_json else sys.stderr).write(report)


def _initialise(asked: Asked) -> Initialised:
    named = hosted.parse_hosted(asked.github) if asked.github else None
    seen = surveying.look(asked.path)
    found = findings.find(seen, named)
    texts = {Path(OPERATOR): writing.operator_file(found, _login())}
    if seen.kind == "clone":
        texts = {asked.path / REPOSITORY: writing.repository_file(found), **texts}
    return Initialised(
        path=asked.path,
        seen=seen,
        found=found,
        gaps=gaps.find_gaps(seen, found),
        files=_written(texts, asked),
        is_inside=seen.kind == "clone" and Path.cwd().is_relative_to(asked.path.resolve()),
    )


def _login() -> str:
    """The login of whoever runs this, as the bot's socket would know it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _written(texts: dict[Path, str], asked: Asked) -> tuple[WrittenFile, ...]:
    """The files as written or kept; it is refused where every one is there already."""
    if not asked.write:
        return tuple(WrittenFile(path, text, "printed") for path, text in texts.items())
    there = [path for path in texts if os.path.lexists(path)]
    if len(there) == len(texts) and not asked.force:
        raise errors.Refused(
            f"{' and '.join(map(str, there))} {'are' if len(there) > 1 else 'is'} there already.",
            "Add --print to see what would be written, or --force to replace what is there; "
            "the old files are kept with the ending .bak.",
            reason="file_exists",
        )
    return tuple(_write(path, text, asked) for path, text in texts.items())


def _write(path: Path, text: str, asked: Asked) -> WrittenFile:
    """Write a new file; one that is there is kept, or moved aside first."""
    backup = ""
    if os.path.lexists(path):
        if not asked.force:
            return WrittenFile(path, text, "kept")
        backup = str(_free(path))
        path.rename(backup)
    with path.open("x", encoding="utf-8") as file:  # follows no link that somebody left there
        file.write(text)
    return WrittenFile(path, text, "written", backup)


def _free(path: Path) -> Path:
    """A name for the old file at which nothing is."""
    number = 1
    while os.path.lexists(free := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")):
        number += 1
    return free


def _shape(done: Initialised) -> dict[str, Any]:
    return {
        "schema": 1,
        "state": "done",
        "kind": done.seen.kind,
        "commit": done.seen.commit,
        "found": asdict(done.found),
        "gaps": [asdict(gap) for gap in done.gaps],
        "files": [{**asdict(file), "path": str(file.path)} for file in done.files],
        "next": list(initialised.next_steps(done)),
        "error": None,
    }
