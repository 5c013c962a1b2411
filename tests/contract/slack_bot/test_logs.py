"""Logs at Slack: their end in the thread, and all that is kept of a long one as a file, once."""

import asyncio
from dataclasses import replace

import pytest

from bot.adapters.chat.live import surface
from bot.adapters.chat.slack.platform import SlackPlatform
from bot.adapters.chat.slack.showing import log_files
from bot.domain.conversation.messages import Conversation
from bot.ports import LiveMessage
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import Memory, Office, eventually, read


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(surface, "AGAIN", 0.05)
    monkeypatch.setattr(surface, "LATER", 0.05)


def with_log(lines: int) -> Conversation:
    """A failure that printed so many lines."""
    shown = sample_statuses.conversation("red")
    log = "\n".join(f"line {number} of the check" for number in range(lines))
    return replace(shown, thread=(*shown.thread[:-1], replace(shown.thread[-1], log=log)))


async def test_a_log_is_in_the_thread(office: Office, platform: SlackPlatform) -> None:
    """Its end in the message of the failure; a short one needs no file."""
    await platform.surface.show(with_log(30))
    card = await office.card("Failed")
    await eventually(lambda: any("line 29 of the check" in read(m) for m in office.thread(card)))

    assert "line 0 of the check" in "".join(map(read, office.thread(card)))
    assert office.calls("files.getUploadURLExternal") == []


async def test_a_long_log_is_a_file_too(office: Office, platform: SlackPlatform) -> None:
    """All that is kept, once."""
    await platform.surface.show(with_log(250))
    card = await office.card("Failed")
    shared = await eventually(lambda: [m for m in office.thread(card) if m.get("files")])
    await platform.surface.show(with_log(250))

    ((file,),) = [message["files"] for message in shared]
    assert len(with_log(250).thread[-1].log) == file["size"]
    assert sum(bool(message.get("files")) for message in office.thread(card)) == 1
    assert "line 249 of the check" in "".join(map(read, office.thread(card)))


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_thread_goes_on_without_the_file(
    office: Office, platform: SlackPlatform, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    """An app of an older manifest may upload nothing."""
    office.slack.fails("refused", method, error="missing_scope")
    await platform.surface.show(with_log(250))
    card = await office.card("Failed")
    await eventually(lambda: "a log is told by its end alone" in caplog.text)

    assert "line 249 of the check" in "".join(map(read, office.thread(card)))


@pytest.mark.parametrize("moment", ["before the upload", "after it"])
async def test_a_bot_that_is_killed_beside_the_upload_brings_the_file_once(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The next bot finds out by the thread whether it is there; the one after that as well."""
    stopped = asyncio.Event()

    async def stop(*_: object) -> str:
        stopped.set()
        await asyncio.Event().wait()
        return ""

    async def remember(message: LiveMessage) -> None:
        if any(reply.get("files") for reply in office.thread(office.messages()[0])):
            await stop()
        await Memory.remember(office.memory, message)

    with monkeypatch.context() as killing:
        if moment == "after it":
            killing.setattr(office.memory, "remember", remember)
        else:
            killing.setattr(log_files, "upload", stop)
        async with office.staffed(reception) as first:
            await first.surface.show(with_log(250))
            await stopped.wait()
    for _ in range(2):
        async with office.staffed(reception) as bot:
            edits = len(office.calls("chat.update"))
            await bot.surface.show(with_log(250))
            await eventually(lambda: len(office.calls("chat.update")) > edits)  # noqa: B023  # it is awaited
            await eventually(lambda: _is_remembered(office))

    thread = office.thread(office.messages()[0])
    assert sum(bool(message.get("files")) for message in thread) == 1
    assert sum("line 249 of the check" in read(message) for message in thread) == 1


def _is_remembered(office: Office) -> bool:
    (known,) = office.memory.known.values()
    return known.shown == with_log(250).thread[-1].number
