"""Enabling: after a doctor who finds nothing wrong, one line more in the operator's file."""

import asyncio
import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from bot.adapters.control import client as control
from bot.cli import diagnosing, door
from bot.domain import diagnosis
from bot.settings import Settings, enabling, operator


def run(config: Path | None, project: str) -> None:
    """Examine, refuse or write, and tell what is to be done next."""
    file = door.configuration(config).resolve()  # a link stays one
    findings = asyncio.run(diagnosing.diagnose(file, diagnosing.Asked(name=project)))
    diagnosis.check_green(findings, project)
    configured = operator.read_settings(file)
    if configured.projects[project].enabled:
        sys.stdout.write(f"{project} is enabled already.\n")
        return
    enable(file, project)
    sys.stdout.write(f"{project} may be released for real now.\n{_next(configured)}\n")


def enable(file: Path, project: str) -> None:
    """Write the line, if the file with it can be read; the file is changed whole or not at all."""
    text = enabling.enabled_text(file.read_bytes().decode("utf-8"), project)
    operator.parse_settings(text, file)
    replace(file, text.encode("utf-8"))


def replace(file: Path, content: bytes) -> None:
    """Put the content in the file's place at once, with the file's own mode and owner."""
    seen = file.stat()
    descriptor, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
            os.fchown(written.fileno(), seen.st_uid, seen.st_gid)
            os.fchmod(written.fileno(), stat.S_IMODE(seen.st_mode))
            written.flush()
            os.fsync(written.fileno())
        Path(partial).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(partial).unlink()
        raise


def _next(configured: Settings) -> str:
    if control.is_served(configured.bot.data_dir):
        return "The bot that runs has read its file at its start: start it anew."
    return "Next: releasebot release minor"
