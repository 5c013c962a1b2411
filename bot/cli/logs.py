"""Logs: the one place where logging is set up; no secret and no forged line gets through it."""

import datetime as dt
import logging
import logging.handlers
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from bot.domain import foreign_text, moments, redaction
from bot.settings import secrets

LONGEST_MESSAGE = 16_000
LONGEST_TRACEBACK = 64_000
ROTATE_BYTES = 10 * 1000**2
KEPT_FILES = 5


def to_stderr() -> None:
    """Log to stderr, where the service manager takes it from."""
    _install(logging.StreamHandler(sys.stderr))


def to_file(path: Path) -> None:
    """Log to a file that only this user can read; a full one makes room for the next."""
    _install(_PrivateFile(path, maxBytes=ROTATE_BYTES, backupCount=KEPT_FILES, encoding="utf-8"))


def _install(handler: logging.Handler) -> None:
    handler.setFormatter(PlainFormatter())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(capture=True)


class PlainFormatter(logging.Formatter):
    """One line for each record, then its traceback, set in; without secrets and control signs."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; nothing of it is kept for other handlers."""
        message = _safe(_message(record), LONGEST_MESSAGE).replace("\n", "\\x0a")
        time = moments.moment(dt.datetime.fromtimestamp(record.created, dt.UTC))
        line = f"{time} {record.levelname} {record.name}: {message}"
        return "".join([line, *map(_set_in, self._details(record))])

    def _details(self, record: logging.LogRecord) -> list[str]:
        """The traceback and the stack, where the record has them."""
        details = [self.formatException(record.exc_info)] if record.exc_info else []
        return [*details, *([record.stack_info] if record.stack_info else [])]


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  # else logging prints the bare arguments to stderr
        return f"{record.msg} {record.args}"


def _set_in(details: str) -> str:
    lines = _safe(details, LONGEST_TRACEBACK).split("\n")
    return "".join(f"\n    {line}" for line in lines)


def _safe(text: str, longest: int) -> str:
    """Text without secrets, cut after that and never inside one, with control signs shown."""
    clean = redaction.redact(text, secrets.known())
    return foreign_text.shown(clean if len(clean) <= longest else f"{clean[:longest]}…")


class _PrivateFile(logging.handlers.RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()
