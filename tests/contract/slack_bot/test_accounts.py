"""Accounts at Slack: whom the operator listed counts only as long as Slack vouches for them."""

import pytest

from bot.rehearsal.slack.workspace import set_flags
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import CHANNEL, Office


@pytest.mark.parametrize("flag", ["deleted", "is_bot", "is_restricted", "is_ultra_restricted"])
async def test_an_account_that_is_no_full_member_may_only_look(
    office: Office, reception: FakeReception, flag: str
) -> None:
    """Also where the operator lists it."""
    set_flags(office.slack.desk, office.people["alice"].id, flag)
    async with office.staffed(reception):
        await office.people["alice"].types("/release minor", CHANNEL)
        await office.told("alice", "has no role here")

    assert [caller.person for _, caller in reception.asked] == [""]


async def test_nobody_votes_while_slack_does_not_vouch_for_them(
    office: Office, reception: FakeReception
) -> None:
    """Not knowing whether an account is active is no permission; the same click counts later."""
    asked, bob = sample_statuses.conversation("asked"), office.people["bob"]
    approve = next(button.label for button in asked.card.buttons if button.action == "approve")
    office.slack.fails("server_error", "users.info", times=1000)
    async with office.staffed(reception) as platform:
        await platform.surface.show(asked)
        card = await office.card("Waits for")
        await bob.clicks(approve, card)
        await office.told("bob", "has no role here")
        office.slack.desk.faults.clear()
        await bob.clicks(approve, card)
        await office.told("bob", "bob said approve")

    callers = [pressed[5] for pressed in reception.asked]
    assert [caller.person for caller in callers] == ["", "bob"]


async def test_a_refused_account_hears_why(office: Office, reception: FakeReception) -> None:
    """With the reason code of an account that may only look."""
    reception.answer = lambda _text, _caller: pytest.fail("nobody is answered here")
    set_flags(office.slack.desk, office.people["bob"].id, "is_restricted")
    refused = {"code": "foreign_account", "sentence": "x", "next": "", "exit_code": 3}
    async with office.staffed(reception):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.fakes.fake_reception.REFUSED.to_json", lambda: refused)
            await office.people["bob"].types("/release minor", CHANNEL)
            answer = await office.told("bob", "guest")

    assert "reason: foreign_account" in answer
