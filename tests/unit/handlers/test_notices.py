"""The crier: every channel reads a notice once, also after it was down."""

import asyncio
import contextlib

import pytest

from bot.ports import Notice
from handlers import notices
from tests.fakes.fake_chat import FakeChat
from tests.fakes.fake_notices import FakeNotices

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
