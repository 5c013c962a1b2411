"""The audit in a terminal: exported whole, and verified."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from bot import errors
from bot.cli.door import Door
from bot.cli.options import Asking, Options
from bot.cli.speaking import auditing
from bot.domain.conversation.messages import Reply

ROWS = [{"number": n, "release": f"r{n}", "hash": f"h{n}"} for n in (1, 2)]


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The audit that the bot has."""
    kept: dict[str, Any] = {"rows": ROWS, "first_altered": None}

    async def whole() -> dict[str, Any]:
        return kept

    async def say(line: str) -> Reply:
        if line.endswith("9.9.9"):
            return Reply(error=errors.BadInput("There is no 9.9.9.", "Look: list").to_json())
        return Reply(release="r2")

    @asynccontextmanager
    async def open_door(_options: Options, *, works: bool) -> AsyncIterator[Door]:
        assert not works
        bot: Any = SimpleNamespace(audit=whole, say=say)
        yield Door(bot, is_own=False)

    monkeypatch.setattr(auditing, "open_door", open_door)
    return kept


async def examined(*words: str, verify: bool = False, as_json: bool = False) -> int:
    """The exit code."""
    said = Asking(verb="audit", words=words, acts=False)
    return await auditing.examine(said, Options(as_json=as_json), verify=verify)


async def test_a_whole_audit_is_told_with_its_last_hash(
    audit: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows cut off at the end show only by a last hash that somebody kept."""
    assert await examined(verify=True) == 0
    assert capsys.readouterr().out == "Whole: 2 rows, last hash h2.\n"

    audit["rows"] = []
    assert await examined(verify=True) == 0
    assert capsys.readouterr().out == "Whole: 0 rows.\n"


async def test_an_altered_row_fails_with_its_number(
    audit: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Also as JSON."""
    audit["first_altered"] = 2

    assert await examined(verify=True) == 1
    assert "row 2 of the audit is not what was written" in capsys.readouterr().out
    assert await examined(verify=True, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["first_altered"] == 2


@pytest.mark.parametrize(("words", "numbers"), [((), [1, 2]), (("1.2.0",), [2])])
async def test_the_export_has_every_row_that_was_asked_for(
    audit: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    numbers: list[int],
) -> None:
    """Of all releases, or of one."""
    assert await examined(*words, as_json=True) == 0

    told = json.loads(capsys.readouterr().out)
    assert [row["number"] for row in told["rows"]] == numbers
    assert (told["schema"], told["error"]) == (1, audit["first_altered"])


@pytest.mark.usefixtures("audit")
async def test_a_release_that_is_not_there_is_said() -> None:
    """Rather than exporting nothing."""
    with pytest.raises(errors.BadInput, match=r"There is no 9\.9\.9"):
        await examined("9.9.9", as_json=True)
