"""Asking: the exit code is the same through every door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest

from bot.adapters.control.client import ControlClient
from bot.cli.door import Door
from bot.cli.options import Asking, Options
from bot.cli.speaking import asking
from bot.domain.conversation.messages import Prose, Reply
from tests.fakes import sample_status as sample

Json = dict[str, Any]


class Bot:
    """A bot with one release, that does what is said."""

    def __init__(self, status: Json) -> None:
        """The release stands so afterwards."""
        self._status = status

    async def say(self, _line: str) -> Reply:
        """Done."""
        data = {"notes": "### Added\n\n- A [link](https://example.org) for @\u200bbob.\n"}
        blocks = (Prose(title="Notes", markdown="### Added"),)
        return Reply(release=sample.RELEASE, blocks=blocks, data=data)

    async def follow(self, _release: str) -> AsyncIterator[Json]:
        """Where it ends."""
        yield self._status


async def ended(
    monkeypatch: pytest.MonkeyPatch, said: Asking, status: Json, *, is_own: bool
) -> int:
    """The exit code of what is said to a bot that serves, or to one of our own."""

    @asynccontextmanager
    async def open_door(_options: Options, *, works: bool) -> AsyncIterator[Door]:
        assert works is said.acts
        yield Door(cast("ControlClient", Bot(status)), is_own)

    monkeypatch.setattr(asking, "open_door", open_door)
    return await asking.ask(said, Options())


GAVE_UP = sample.failed("publish_pypi", state="cancelled", error=sample.REJECTED)


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (Asking(verb="cancel"), GAVE_UP, 0),
        (Asking(verb="reject", words=["no"]), GAVE_UP, 0),
        (Asking(verb="approve"), sample.failed("publish_pypi"), 0),
        (Asking(verb="approve"), sample.asked("bob"), 0),
        (Asking(verb="minor", follows=True), sample.asked(), 4),
        (Asking(verb="minor", follows=True), GAVE_UP, 3),
        (Asking(verb="retry", follows=True), sample.failed("publish_pypi"), 1),
        (Asking(verb="retry", follows=True), sample.done(), 0),
    ],
)
async def test_the_exit_code_does_not_depend_on_the_door(
    monkeypatch: pytest.MonkeyPatch,
    said: Asking,
    status: Json,
    code: int,
    is_own: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    """Whoever cancels gets what was asked for; only `release` and `retry` tell how it ended."""
    assert await ended(monkeypatch, said, status, is_own=is_own) == code


@pytest.mark.parametrize("is_terminal", [True, False])
async def test_a_pipe_gets_the_notes_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_terminal: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    """As --json has them, so that they can be put into a file; a terminal shows them rendered."""
    if is_terminal:
        monkeypatch.setenv("FORCE_COLOR", "1")
    said = Asking(verb="notes", acts=False, raw="notes")
    await ended(monkeypatch, said, sample.asked(), is_own=False)

    told = capsys.readouterr().out
    if is_terminal:
        assert "Notes" in told
    else:
        assert told == "### Added\n\n- A [link](https://example.org) for @\u200bbob.\n"
