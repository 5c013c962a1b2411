"""Showing at Slack: one message for each release, edited in place, and its thread."""

import asyncio

import pytest

from bot.adapters.chat.live import surface
from bot.adapters.chat.slack.platform import SlackPlatform
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import CHANNEL, Office, eventually, read


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(surface, "AGAIN", 0.05)
    monkeypatch.setattr(surface, "LATER", 0.05)


async def test_a_release_is_one_message(office: Office, platform: SlackPlatform) -> None:
    """It is edited as the release goes on; what happened is in its thread."""
    for moment in ("preparing", "asked", "one vote", "done"):
        shown = sample_statuses.conversation(moment)
        await platform.surface.show(shown)
        card = await office.card(shown.card.summary)
    await eventually(lambda: any(shown.thread[-1].text in read(m) for m in office.thread(card)))

    assert len(office.messages()) == 1
    assert "Waits for" not in read(card)


@pytest.mark.parametrize("moment", [*sample_statuses.MOMENTS, *sample_statuses.ENDS[:1]])
async def test_every_moment_is_taken(office: Office, platform: SlackPlatform, moment: str) -> None:
    """Slack refuses nothing of it, and each stage and button is there."""
    shown = sample_statuses.conversation(moment)
    await platform.surface.show(shown)

    card = await office.card(shown.card.summary)

    tasks = (
        next(b for b in card["blocks"] if b["type"] == "plan")["tasks"] if shown.card.tasks else []
    )
    buttons = next(b for b in card["blocks"] if b["type"] == "actions")["elements"]
    labels = {button["text"]["text"].removesuffix("…") for button in buttons}
    assert [task["task_id"] for task in tasks] == [task.name for task in shown.card.tasks]
    assert {button.label for button in shown.card.buttons} | {"Log"} <= labels


async def test_only_those_who_must_act_are_mentioned(
    office: Office, platform: SlackPlatform
) -> None:
    """And they are, by their account."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    thread = await eventually(lambda: office.thread(card))

    mentioned = str([message["blocks"] for message in thread]).count("'user_id'")
    assert mentioned == 2
    assert office.people["bob"].id in str(thread)
    assert "user_id" not in str(card["blocks"])


async def test_states_that_were_overtaken_are_not_written(
    office: Office, platform: SlackPlatform
) -> None:
    """Ten changes at once are two or three writes, and the last one stands there."""
    for moment in ("planned", "preparing", "asked", "one vote", "publishing") * 2:
        await platform.surface.show(sample_statuses.conversation(moment))
    await platform.surface.show(sample_statuses.conversation("held"))
    await office.card(sample_statuses.conversation("held").card.summary)

    writes = len(office.calls("chat.update"))
    assert writes <= 2


async def test_a_slow_edit_never_overwrites_a_newer_one(
    office: Office, platform: SlackPlatform
) -> None:
    """The next one is sent only after the answer; then the newest stands there."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    await office.card("Waits for")
    before = len(office.calls("chat.update"))
    office.slack.fails("slow", "chat.update", seconds=0.5)
    await platform.surface.show(sample_statuses.conversation("held"))
    await eventually(lambda: not office.slack.desk.faults.waiting)
    for moment in ("one vote", "publishing", "done"):
        await platform.surface.show(sample_statuses.conversation(moment))
    await asyncio.sleep(0.2)
    assert len(office.calls("chat.update")) == before
    await office.card("Held by")
    await office.card("Released")
    await asyncio.sleep(0.6)

    summaries = [call["text"] for call in office.calls("chat.update")[before:]]
    assert "Released" in read(office.messages()[0])
    assert ["Released" in each for each in summaries] == [False, True]


async def test_the_same_state_is_written_once(office: Office, platform: SlackPlatform) -> None:
    """A restart of the herald costs no call."""
    shown = sample_statuses.conversation("held")
    await platform.surface.show(shown)
    card = await office.card("Held by")
    await eventually(lambda: office.thread(card))
    office.slack.desk.exchanges.clear()
    await platform.surface.show(shown)
    await platform.surface.show(sample_statuses.conversation("done"))
    await office.card("Released")

    writes = [e.name for e in office.slack.desk.exchanges if e.kind == "call"]
    assert writes.count("chat.update") == 1


@pytest.mark.parametrize("fault", ["answer_lost", "done_then_error"])
@pytest.mark.parametrize("method", ["chat.postMessage"])
async def test_an_answer_that_got_lost_makes_no_second_message(
    office: Office, platform: SlackPlatform, fault: str, method: str
) -> None:
    """It was posted; the history says so before it is posted again."""
    office.slack.fails(fault, method)
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(lambda: office.thread(card))

    assert len(office.messages()) == 1


async def test_a_line_of_the_thread_is_not_written_twice(
    office: Office, platform: SlackPlatform
) -> None:
    """Although nobody heard that it was written."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(lambda: office.thread(card))
    office.slack.fails("answer_lost", "chat.postMessage")
    await platform.surface.show(sample_statuses.conversation("done"))
    await office.card("Released")
    await eventually(lambda: any("is released" in read(m) for m in office.thread(card)))
    await platform.surface.show(sample_statuses.conversation("done"))

    lines = [line for message in office.thread(card) for line in read(message).splitlines()]
    assert len(lines) == len(set(lines)) == len(sample_statuses.conversation("done").thread)


@pytest.mark.parametrize("fault", ["rate_limited", "server_error", "dropped", "answer_lost"])
async def test_an_edit_is_tried_again(office: Office, platform: SlackPlatform, fault: str) -> None:
    """The final state is always written."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    await office.card("Waits for")
    office.slack.fails(fault, "chat.update", seconds=0.0)
    await platform.surface.show(sample_statuses.conversation("done"))

    await office.card("Released")


async def test_a_workspace_without_plans_gets_a_list(
    office: Office, platform: SlackPlatform
) -> None:
    """The stages are told either way."""
    office.slack.fails("refused", "chat.postMessage", error="invalid_blocks")
    shown = sample_statuses.conversation("publishing")
    await platform.surface.show(shown)

    card = await office.card(shown.card.tasks[-1].label)

    assert "plan" not in {block["type"] for block in card["blocks"]}


async def test_a_bot_that_was_killed_goes_on_in_the_same_message(
    office: Office, reception: FakeReception
) -> None:
    """By what it remembered, and also where it had no time to remember."""
    async with office.staffed(reception) as first:
        await first.surface.show(sample_statuses.conversation("asked"))
        card = await office.card("Waits for")
        await eventually(lambda: office.thread(card))
    lines = len(office.thread(card))
    office.memory.known.clear()
    async with office.staffed(reception) as second:
        await second.surface.show(sample_statuses.conversation("one vote"))
        await office.card("1 of 2")
        await second.surface.show(sample_statuses.conversation("done"))
        await eventually(lambda: any("is released" in read(m) for m in office.thread(card)))

    told = [line for m in office.thread(card) for line in read(m).splitlines()]
    assert len(office.messages()) == 1
    assert len(told) == len(set(told)) > lines


async def test_what_ended_before_is_not_dug_out(office: Office, platform: SlackPlatform) -> None:
    """A bot that is new to a workspace does not flood it."""
    await platform.surface.show(sample_statuses.conversation("done"))
    await platform.surface.show(sample_statuses.conversation("done"))
    await eventually(lambda: office.calls("conversations.history"))

    assert office.messages() == []


async def test_a_bug_with_a_message_is_logged_and_tried_again(
    office: Office,
    platform: SlackPlatform,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody restarts the bot for it."""
    monkeypatch.setattr("bot.adapters.chat.slack.rendering.cards.MOST_BUTTONS", "many")
    await platform.surface.show(sample_statuses.conversation("asked"))
    await eventually(lambda: "cannot be shown at Slack" in caplog.text)
    monkeypatch.undo()

    await office.card("Waits for")


async def test_a_release_during_an_outage_is_shown_afterwards(
    office: Office, platform: SlackPlatform
) -> None:
    """It began and ended while Slack was away."""
    office.slack.fails("dropped", "chat.postMessage", times=3)
    await platform.surface.show(sample_statuses.conversation("asked"))
    await eventually(lambda: len(office.slack.desk.faults.waiting) < 3)
    await platform.surface.show(sample_statuses.conversation("done"))

    card = await office.card("Released")
    await eventually(lambda: any("is released" in read(m) for m in office.thread(card)))


async def test_a_card_that_was_deleted_is_posted_anew(
    office: Office, platform: SlackPlatform
) -> None:
    """Somebody took it away; the release still has one."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(lambda: office.thread(card))
    office.slack.fails("refused", "chat.update", error="message_not_found")
    await platform.surface.show(sample_statuses.conversation("held"))

    await eventually(lambda: any("Held by" in read(m) for m in office.messages()))


async def test_a_channel_that_was_archived_stops_nothing(
    office: Office, platform: SlackPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, and shown as soon as the channel is back."""
    office.slack.archive(CHANNEL)
    await platform.surface.show(sample_statuses.conversation("asked"))
    await eventually(lambda: "is archived" in caplog.text)
    office.slack.desk.storage.db.execute("UPDATE slack_channels SET is_archived = 0")

    await office.card("Waits for")

    assert caplog.text.count("is archived") == 1


async def test_a_failure_is_seen_in_the_channel(office: Office, platform: SlackPlatform) -> None:
    """The thread's line is broadcast; nothing else is."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    await office.card("Waits for")
    await platform.surface.show(sample_statuses.conversation("failed"))

    await eventually(lambda: len(office.messages()) == 2)

    assert "Failed:" in read(office.messages()[1])
