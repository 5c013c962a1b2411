"""Storing at Slack: no click is acknowledged before it is stored, and what was late is told."""

import asyncio
from typing import Any

import pytest

from bot import errors
from bot.adapters.chat.slack.platform import SlackPlatform
from bot.domain.conversation.messages import Reply
from bot.rehearsal.slack.desk import Timing
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import Office, eventually

pytestmark = pytest.mark.usefixtures("platform")

ASKED = sample_statuses.conversation("asked")
APPROVE = next(b for b in ASKED.card.buttons if b.action == "approve").label


class Vault:
    """Where clicks are stored, once it is open; from then on at once."""

    def __init__(self, reception: FakeReception, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand before this reception."""
        self._press = reception.press
        self.open = asyncio.Event()
        self.entered = 0
        monkeypatch.setattr(reception, "press", self.press)

    async def press(self, *asked: Any) -> Reply:  # noqa: ANN401  # whatever is pressed
        """Store it as soon as that is possible."""
        self.entered += 1
        await self.open.wait()
        return await self._press(*asked)


@pytest.fixture
def vault(office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """A closed one, and a Slack that waits for no longer than a moment."""
    office.slack.desk.timing = Timing(acknowledgement=0.3)
    return Vault(reception, monkeypatch)


def pressed(reception: FakeReception) -> list[tuple[Any, ...]]:
    """What was stored."""
    return [asked for asked in reception.asked if len(asked) == 6]


async def test_a_click_that_is_not_stored_in_time_is_not_acknowledged(
    office: Office, platform: SlackPlatform, reception: FakeReception, vault: Vault
) -> None:
    """Slack shows its own error; what is stored late counts once, and the person is told."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    done = await office.people["bob"].clicks(APPROVE, card)
    assert (done.acknowledged, done.problem) == (False, "timeout")
    assert pressed(reception) == []

    vault.open.set()
    assert "bob said approve" in await office.told("bob", "bob said approve")
    assert len(pressed(reception)) == 1


async def test_a_dialog_that_is_not_stored_in_time_is_not_closed(
    office: Office,
    platform: SlackPlatform,
    reception: FakeReception,
    vault: Vault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was typed stays there, and what came of it is told beside."""
    monkeypatch.setattr("bot.adapters.chat.slack.hearing.clicks.LATE_SECONDS", 0.1)
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    bob = office.people["bob"]
    office.slack.desk.timing = Timing()
    await bob.clicks("Hold…", card)
    await eventually(bob.sees_dialog)
    office.slack.desk.timing = Timing(acknowledgement=0.3)
    bob.fills("reason.0", "late")
    refusal = Reply(error=errors.Refused("It is over.", "Look at it.").to_json())
    reception.answer = lambda _text, _caller: refusal
    done = await bob.submits()
    assert not done.acknowledged
    assert bob.sees_dialog() is not None

    vault.open.set()
    assert "It is over." in await office.told("bob", "It is over.")


async def test_a_click_that_comes_twice_is_acknowledged_when_the_first_is_stored(
    office: Office, platform: SlackPlatform, reception: FakeReception, vault: Vault
) -> None:
    """It is stored once and told once, and the second is no way round the first."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    office.slack.desk.timing = Timing()
    office.slack.fails("sent_twice", "interactive")
    clicking = asyncio.create_task(office.people["bob"].clicks(APPROVE, card))
    await eventually(lambda: vault.entered)
    await asyncio.sleep(0.1)
    assert not clicking.done()

    vault.open.set()
    assert (await clicking).acknowledged
    assert (vault.entered, len(pressed(reception))) == (1, 1)


@pytest.mark.parametrize(
    "broken", [ValueError("a bug"), errors.Unknown("The database is busy.", "Click again.")]
)
async def test_a_click_that_cannot_be_stored_is_not_acknowledged(
    office: Office,
    platform: SlackPlatform,
    reception: FakeReception,
    vault: Vault,
    broken: Exception,
) -> None:
    """Whatever the reason is; where there is one for people, they are told."""
    vault.open.set()

    def answer(*_: object) -> Reply:
        raise broken

    reception.answer = answer
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    done = await office.people["bob"].clicks(APPROVE, card)

    assert not done.acknowledged
    if isinstance(broken, errors.Unknown):
        await office.told("bob", "The database is busy.")
