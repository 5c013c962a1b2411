"""The crier: every channel reads a notice once, also after it was down."""

import asyncio
import contextlib
import dataclasses

import pytest

from bot.domain.conversation.messages import Line
from bot.ports import Notice
from handlers import notices
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_chat import FakeChat
from tests.fakes.fake_notices import FakeNotices
from tests.fakes.fake_releases import FakeReleases

GAP = Notice(key="gap", project="greeter", text="Down @everyone.")


async def test_a_notice_is_told_once_in_every_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A channel that takes none is tried again; the others are not told twice."""
    monkeypatch.setattr(notices, "EVERY_SECONDS", 0)
    monkeypatch.setattr(notices, "AGAIN_SECONDS", 0)
    kept, slack, discord = FakeNotices(), FakeChat(), FakeChat()
    discord.fail_next("post")
    await kept.add(GAP)
    await kept.add(Notice(key="other", project="parser", text="Nobody reads this."))
    channels = {"greeter": ((slack, "C1"), (discord, "444"))}
    task = asyncio.create_task(notices.cry(kept, channels))
    async with asyncio.timeout(10):
        while await kept.untold():  # noqa: ASYNC110  # as the fake has no end
            await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

    assert [post.text for post in slack.posts] == ["Down @\u200beveryone."]
    assert len(discord.posts) == 1


async def test_the_list_begins_with_what_was_noticed() -> None:
    """Of the project that is asked about, for people and for programs."""
    kept = FakeNotices()
    await kept.add(dataclasses.replace(GAP, time="2026-03-04T14:20:00.000Z"))
    desk = Desk(releases=FakeReleases(), roles=lambda: ROLES, notices=kept.newest)
    reply = await Receptionist(desk).say("list", caller("alice"))

    assert reply.blocks[0] == Line(text="4 March, 14:20 UTC: Down @everyone.", tone="waiting")
    assert [notice["key"] for notice in reply.data["notices"]] == ["gap"]
