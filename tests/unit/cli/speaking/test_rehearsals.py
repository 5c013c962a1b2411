"""Following a rehearsal of the bot's in a terminal."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from rich.console import Console

from bot import errors
from bot.adapters.control.client import ControlClient
from bot.cli.options import Options
from bot.cli.speaking import rehearsals
from bot.domain.rehearsals import rehearsal
from bot.domain.rehearsals.rehearsal import Rehearsal
from tests.fakes import sample_rehearsal as sample

Json = dict[str, Any]


class Bot:
    """Tells these states, and ends."""

    def __init__(self, *states: Rehearsal) -> None:
        """In this order."""
        self._states = states

    async def follow_rehearsal(self, id_: str) -> AsyncIterator[Json]:
        """Each as it is at the socket."""
        for shown in self._states:
            assert shown.asked.id == id_
            yield rehearsal.to_json(shown)


async def followed(*states: Rehearsal, as_json: bool = False) -> tuple[int, str]:
    """The exit code, and what was shown."""
    shown = io.StringIO()
    bot, console = cast("ControlClient", Bot(*states)), Console(file=shown, width=120)
    code = await rehearsals.follow(bot, sample.ID, Options(as_json=as_json), console)
    return code, shown.getvalue()


async def test_the_story_ends_with_what_comes_next() -> None:
    """What was done, what would have been public, how it stands and what to do."""
    code, shown = await followed(sample.begun(), sample.on_its_way(), sample.done())

    *_, line, last = shown.splitlines()
    assert code == 0
    assert "done" in shown.splitlines()[1]
    assert "Would have been published" in shown
    assert line.startswith("Rehearsal of Greeter 1.2.0: Done after 41.5 s")
    assert last.startswith("Next: ")


async def test_a_failure_has_the_exit_code_of_its_error() -> None:
    """And the end of the log."""
    code, shown = await followed(sample.failed())

    assert code == 1
    assert sample.LOG.splitlines()[-1] in shown


async def test_as_json_it_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Alone on stdout."""
    await followed(sample.done(), as_json=True)
    told = json.loads(capsys.readouterr().out)

    assert (told["schema"], told["state"], told["asked"]["person"]) == (1, "done", "alice")


async def test_a_bot_that_ends_meanwhile_is_told() -> None:
    """With what that means."""
    with pytest.raises(errors.Unknown, match="the rehearsal with it"):
        await followed(sample.begun())
