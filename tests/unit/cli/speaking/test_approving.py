"""Approving in a terminal: the yes is for what was read."""

import io
from typing import Any, cast

import pytest
from rich.console import Console

from bot import errors
from bot.adapters.control.client import ControlClient
from bot.cli.door import Door
from bot.cli.options import Asking
from bot.cli.speaking import approving, asking
from bot.domain.conversation.messages import Dialog, Line, Reply
from tests.fakes import sample_status as sample

Json = dict[str, Any]

SHOWN = "dddddddd"
CONFIRM = Dialog(
    action="approve",
    title="Approve Greeter 1.2.0?",
    release=sample.RELEASE,
    question=sample.QUESTION,
    argument="last",
    blocks=(Line(text="Your approval is the last one needed: this ships."),),
    fields=(),
    submit="Approve and ship",
)


class Bot:
    """A bot that asks whoever approves whether it is meant, and remembers what was pressed."""

    def __init__(self, status: Json) -> None:
        """With this release."""
        self._status = status
        self.said: list[str] = []
        self.pressed: list[tuple[str, str, dict[str, str]]] = []

    async def say(self, line: str) -> Reply:
        """Who it waits for, or the dialog."""
        self.said.append(line)
        return Reply(release=sample.RELEASE, dialog=None if line.startswith("who") else CONFIRM)

    async def status(self, _release: str) -> Json:
        """As it stands."""
        return self._status

    async def submit(self, pressed: Dialog, fields: dict[str, str]) -> Reply:
        """Count it."""
        self.pressed.append((pressed.action, pressed.question, fields))
        return Reply(release=sample.RELEASE)


class Terminal(io.StringIO):
    """Somebody sits there and types."""

    def isatty(self) -> bool:
        """Yes."""
        return True


async def approved(bot: Bot, *words: str, digest: str = "") -> str:
    """What is shown to whoever types this."""
    shown = io.StringIO()
    door = Door(cast("ControlClient", bot), is_own=False)
    said = Asking(verb="approve", words=words, digest=digest)
    await asking.answered(said, door, Console(file=shown, width=120))
    return shown.getvalue()


async def test_the_yes_that_ships_is_given_after_reading_what_ships(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Files, notes and the question; the vote names the question that was shown."""
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    bot = Bot(sample.asked("bob"))
    shown = await approved(bot)

    for needed in (sample.WHEEL, "A polite greeting", "this ships", "Approve and ship? [y/N]"):
        assert needed in shown
    assert bot.pressed == [("approve", sample.QUESTION, {})]


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "yellow\n"])
async def test_anything_else_is_no_yes(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """Enter and the end of input too."""
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    bot = Bot(sample.asked("bob"))
    with pytest.raises(errors.Refused) as refused:
        await approved(bot)

    assert refused.value.reason == "not_confirmed"
    assert bot.pressed == []


async def test_without_a_terminal_what_was_read_has_to_be_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The refusal says how."""
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    bot = Bot(sample.asked("bob"))
    with pytest.raises(errors.Refused, match="no terminal") as refused:
        await approved(bot)

    assert refused.value.next_step.endswith(f"releasebot approve --digest {SHOWN}")
    assert bot.pressed == []


@pytest.mark.parametrize("digest", [SHOWN, f"sha256:{SHOWN.upper()}", "d" * 64])
async def test_a_digest_names_the_question(digest: str) -> None:
    """As status tells it, shortened or not."""
    bot = Bot(sample.asked("bob"))
    await approved(bot, "1.2.0", digest=digest)

    assert bot.said == ["who 1.2.0", "approve 1.2.0"]
    assert bot.pressed == [("approve", sample.QUESTION, {"typed": "1.2.0"})]


@pytest.mark.parametrize(
    ("status", "digest", "reason"),
    [
        (sample.asked(), "e" * 12, "digest_changed"),
        (sample.asked(), "ddd", "not_understood"),
        (sample.done(), SHOWN, "question_closed"),
        (sample.asked(questions=[sample.AGAIN]), SHOWN, "digest_changed"),
    ],
)
async def test_another_question_is_not_answered(status: Json, digest: str, reason: str) -> None:
    """It was decided, or asked anew: before the bot was asked, or right then."""
    bot = Bot(status)
    with pytest.raises(errors.ReleasebotError) as refused:
        await approved(bot, digest=digest)

    assert refused.value.reason == reason
    assert bot.pressed == []


def test_a_digest_is_as_long_as_it_is_shown() -> None:
    """So that what status tells can be typed."""
    assert len(SHOWN) >= approving.SHORTEST
