"""Accounts at Slack: whom the operator listed counts only as long as Slack vouches for them."""

import pytest

from bot.rehearsal.slack.workspace import set_flags
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
