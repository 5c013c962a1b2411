"""Accounts at Discord: by server and user number alone, and only members of the one server."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.adapters.chat.discord.hearing.accounts import Accounts
from bot.domain.conversation.messages import Reply

GUILD, ALICE, CHANNEL, THREAD = 10, 20, 30, 40
ACCOUNTS = Accounts(GUILD, {str(ALICE): "alice"}, {str(CHANNEL): "greeter"})


def interaction(**changes: Any) -> Any:  # noqa: ANN401  # as the library makes it
    """What alice sends from the project's channel."""
    user = SimpleNamespace(id=ALICE, bot=False, pending=False, name="alice")
    known: dict[str, Any] = {"user": user, "guild_id": GUILD, "channel_id": CHANNEL, "id": 1}
    known["channel"] = SimpleNamespace(parent_id=None)
    return SimpleNamespace(**(known | changes))


def test_a_member_is_a_person() -> None:
    """With the channel's project, also from a thread in it."""
    sender = ACCOUNTS.sender(interaction())
    thread = interaction(channel_id=THREAD, channel=SimpleNamespace(parent_id=CHANNEL))

    assert sender.caller.person == "alice"
    assert sender.caller.account == f"discord:{GUILD}/{ALICE}"
    assert sender.caller.project == ACCOUNTS.sender(thread).caller.project == "greeter"
    assert sender.objection is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"guild_id": 11}, "another Discord server"),
        ({"guild_id": None}, "direct message"),
        ({"user": SimpleNamespace(id=ALICE, bot=True, pending=False)}, "bot's"),
        ({"user": SimpleNamespace(id=ALICE, bot=False, pending=True)}, "rules"),
    ],
)
def test_others_may_only_look(changes: dict[str, Any], why: str) -> None:
    """The same number elsewhere is nobody; a refusal says why."""
    sender = ACCOUNTS.sender(interaction(**changes))
    told = sender.told(Reply(error={"code": "foreign_account"}))

    assert sender.caller.person == ""
    assert told.error is not None
    assert why in told.error["sentence"]


def test_a_name_is_nobody() -> None:
    """Whoever is called alice has another number."""
    user = SimpleNamespace(id=21, bot=False, pending=False, name="alice")
    sender = ACCOUNTS.sender(interaction(user=user))

    assert (sender.caller.person, sender.objection) == ("", None)
