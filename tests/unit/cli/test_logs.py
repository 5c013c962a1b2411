"""Logs: canaries of secrets do not get through any logger, and no line is forged."""

import base64
import io
import logging
import stat
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import logs
from bot.domain.redaction import REDACTED
from bot.settings.secrets import SecretReference
from tests.fakes import stored_files

CANARY = "canary-0123456789-abcdef"
LOGIN = base64.b64encode(f"__token__:{CANARY}".encode()).decode()
LOGGERS = [
    "",
    "bot.releases.watching.sweep",
    "aiohttp.access",
    "urllib3.connectionpool",
    "dbos",
    "asyncio",
]


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """Put logging back as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = []
    with warnings.catch_warnings():
        yield
        logging.captureWarnings(capture=False)
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before, level


@pytest.fixture
def told(tmp_path: Path) -> Callable[[], str]:
    """A log in a file, with a secret that this process has read."""
    SecretReference(file=stored_files.secret_file(tmp_path, CANARY)).read()
    path = tmp_path / "releasebot.log"
    logs.to_file(path)
    return path.read_text


def fail(text: str, cause: Exception | None = None) -> None:
    """Fail in these words."""
    raise RuntimeError(text) from cause


@pytest.mark.parametrize("name", LOGGERS)
def test_no_logger_tells_a_secret(name: str, told: Callable[[], str]) -> None:
    """In the message, its arguments, objects, headers, exceptions and their causes."""
    logger = logging.getLogger(name)
    logger.warning("sent %s", CANARY)
    logger.warning("headers %r", {"Authorization": f"Basic {LOGIN}", "x": [CANARY]})
    logger.warning(f"https://bot:{CANARY}@example.org and {LOGIN}")  # noqa: G004  # as others do
    try:
        fail(f"refused: {LOGIN}", ValueError(CANARY))
    except RuntimeError:
        logger.exception("failed with %s", CANARY, stack_info=True)
    text = told()

    assert CANARY not in text
    assert LOGIN[4:-4] not in text
    assert text.count(REDACTED) >= 6
    assert "RuntimeError: refused: " in text
    assert "Stack (most recent call last)" in text


def test_foreign_text_forges_no_line(told: Callable[[], str]) -> None:
    """Every line that begins with a time is a record; signs that do nothing visible are shown."""
    try:
        fail("bad\n2026-01-01T00:00:00.000Z INFO bot: approved by bob\x1b[2K")
    except RuntimeError:
        logging.getLogger("bot").exception("title %s", "x\r\n2026 INFO bot: done\u202e\x1b[31m")
    lines = told().splitlines()

    assert [line for line in lines if not line.startswith("    ")] == lines[:1]
    assert "\\x0d\\x0a2026 INFO bot: done\\u202e\\x1b[31m" in lines[0]
    assert lines[-1].endswith("approved by bob\\x1b[2K")


def test_a_message_that_does_not_fit_its_arguments_is_told_too(told: Callable[[], str]) -> None:
    """Python would print the bare arguments to stderr."""
    record = logging.makeLogRecord({"msg": "%d %s", "args": (CANARY,)})
    text = logs.PlainFormatter().format(record)

    assert told() == ""
    assert REDACTED in text
    assert CANARY not in text


def test_a_warning_is_a_line_of_the_log(told: Callable[[], str]) -> None:
    """Libraries warn about requests with their addresses."""
    warnings.simplefilter("always")
    warnings.warn(f"retry of https://bot:{CANARY}@example.org", stacklevel=1)

    assert "WARNING py.warnings: " in told()
    assert CANARY not in told()


def test_an_endless_message_is_cut_but_never_inside_a_secret(told: Callable[[], str]) -> None:
    """Its beginning would be no secret to the log any more."""
    logging.getLogger("bot").warning("%s%s", "x" * (logs.LONGEST_MESSAGE - 5), CANARY)

    assert "canar" not in told()
    assert len(told()) < logs.LONGEST_MESSAGE + 100


def test_a_full_file_makes_room_and_all_are_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many old ones are kept."""
    monkeypatch.setattr(logs, "ROTATE_BYTES", 200)
    monkeypatch.setattr(logs, "KEPT_FILES", 2)
    logs.to_file(tmp_path / "releasebot.log")
    for number in range(20):
        logging.getLogger("bot").info("line %d of the log, long enough to fill it", number)
    files = sorted(tmp_path.iterdir())

    assert [path.name for path in files] == [f"releasebot.log{n}" for n in ("", ".1", ".2")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_serving_logs_to_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with time, level and name."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    logs.to_stderr()
    logging.getLogger("bot.releases").info("removed %s", "it")

    time, rest = stream.getvalue().split(" ", 1)
    assert time.endswith("Z")
    assert rest == "INFO bot.releases: removed it\n"
