"""The home tab at Slack: as long as somebody may look at it, it is as the releases are."""

import pytest

from bot.adapters.chat.slack.hearing import home_tabs
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import Office, eventually, read


async def test_the_home_tab_follows(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as somebody may still look at it."""
    monkeypatch.setattr(home_tabs, "PAUSE", 0.05)
    reception.shown = (sample_statuses.conversation("asked"),)
    async with office.staffed(reception) as platform:
        bob = office.people["bob"]
        await bob.opens_home()
        await eventually(lambda: "Waits for" in read(bob.sees_home()))
        reception.shown = (sample_statuses.conversation("done"),)
        await platform.surface.show(reception.shown[0])

        await eventually(lambda: "Released" in read(bob.sees_home()))
