"""Drafts at Slack: what is typed is told while it is typed, kept once, previewed and dropped."""

import asyncio
from typing import Any

import pytest

from bot.adapters.chat.slack.platform import SlackPlatform
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Reply
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import Json, Office, eventually, read

pytestmark = pytest.mark.usefixtures("platform")

ASKED = sample_statuses.conversation("asked")


def kept(reception: FakeReception) -> list[str]:
    """The texts that were kept, in their order."""
    return [asked[2] for asked in reception.asked if asked[0] == "keep_draft"]


async def opened(office: Office, platform: SlackPlatform) -> Json:
    """The dialog with the notes, before alice."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    await office.people["alice"].clicks("Edit notes…", card)
    shown: Json = await eventually(office.people["alice"].sees_dialog)
    return shown


async def test_every_character_is_told_and_the_text_is_kept(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """For whoever typed it, with the notes that it began with; closing takes nothing away."""
    await opened(office, platform)
    done = await office.people["alice"].types_into("text.0", "Mine")
    await office.people["alice"].closes()
    await eventually(lambda: kept(reception))

    ((_, release, text, base, caller),) = [a for a in reception.asked if a[0] == "keep_draft"]
    assert done.acknowledged
    assert (release, text, base) == (ASKED.card.release, "Mine", "sha256:0123")
    assert caller.person == "alice"


async def test_of_a_burst_the_newest_text_is_kept(
    office: Office,
    platform: SlackPlatform,
    reception: FakeReception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Writes are fewer than characters; a request that was overtaken changes nothing."""
    keep = reception.keep_draft

    async def slow_keep(release: str, text: str, base: str, caller: Caller) -> Reply:
        await asyncio.sleep(0.05)
        return await keep(release, text, base, caller)

    monkeypatch.setattr(reception, "keep_draft", slow_keep)
    await opened(office, platform)
    alice, word = office.people["alice"], "A whole sentence."
    for end in range(1, len(word) + 1):
        assert (await alice.types_into("text.0", word[:end])).acknowledged
    now = office.slack.desk.clock
    office.slack.desk.clock = lambda: now() - 60
    await alice.types_into("text.0", "older")
    await eventually(lambda: word in kept(reception))
    await asyncio.sleep(0.2)

    assert kept(reception)[-1] == word
    assert len(kept(reception)) < len(word)


async def test_after_the_text_was_saved_nothing_of_it_is_kept(
    office: Office,
    platform: SlackPlatform,
    reception: FakeReception,
) -> None:
    """A character that comes late makes no draft of what is saved; after a refusal it does."""
    shown = await opened(office, platform)
    alice, view = office.people["alice"], dict(shown)
    alice.fills("text.0", "Mine.")
    error = {"code": "notes_empty", "sentence": "They are empty.", "next": "Write."}
    good, reception.answer = reception.answer, lambda _text, _caller: Reply(error=error)
    await alice.submits()
    await alice.types_into("text.0", "Mine, corrected.")
    await eventually(lambda: kept(reception))
    late = office.slack.deliveries[-1].payload
    reception.answer = good
    await alice.submits()
    await office.told("alice", "alice said edit_notes")
    payload: Json = {**late, "trigger_id": "1.2.late"}
    await office.slack.courier.send("interactive", payload)
    await asyncio.sleep(0.1)

    assert view["notify_on_close"] is False
    assert kept(reception) == ["Mine, corrected."]


async def test_the_preview_lies_on_top_of_the_dialog(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """It shows the typed text as it will be posted; below, nothing is lost."""
    shown = await opened(office, platform)
    alice = office.people["alice"]
    alice.fills("text.0", "- **Mine**, typed.")
    await alice.clicks("Preview…", shown)
    preview = await eventually(
        lambda: next((v for v in [alice.sees_dialog()] if v and v["id"] != shown["id"]), None)
    )

    assert ("preview_posts", ASKED.card.release, "- **Mine**, typed.") in reception.asked
    bold = {"type": "text", "text": "Mine", "style": {"bold": True}}
    assert str(bold) in str(preview["blocks"])
    assert "- **Mine**, typed." in read(preview)
    assert preview["previous_view_id"] == shown["id"]
    await alice.closes()
    below = alice.sees_dialog()
    assert below is not None
    assert below["state"]["values"]["text.0"]["typed"]["value"] == "- **Mine**, typed."


async def test_a_draft_can_be_dropped(
    office: Office,
    platform: SlackPlatform,
    reception: FakeReception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same dialog goes on with the notes; only one with a draft has the button."""
    open_dialog = reception.open_dialog

    async def with_draft(*asked: Any) -> Reply:  # noqa: ANN401  # whatever is opened
        reply = await open_dialog(*asked)
        assert reply.dialog is not None
        (field,) = reply.dialog.fields
        fields = (type(field)(name="text", label="Notes", kind="text", value="Old.", is_kept=True),)
        return Reply(dialog=type(reply.dialog)(**_values(reply.dialog) | {"fields": fields}))

    monkeypatch.setattr(reception, "open_dialog", with_draft)
    shown = await opened(office, platform)
    alice = office.people["alice"]
    await alice.clicks("Drop my draft", shown)
    words = sample_statuses.NOTES.splitlines()[-1]
    now = await eventually(
        lambda: next((v for v in [alice.sees_dialog()] if v and words in str(v)), None)
    )

    assert ("drop_draft", ASKED.card.release) in [asked[:2] for asked in reception.asked]
    assert now["id"] == shown["id"]
    assert "Drop my draft" not in read(now)


def _values(dialog: object) -> dict[str, Any]:
    names = ("action", "title", "release", "submit", "base", "blocks")
    return {name: getattr(dialog, name) for name in names} | {"has_draft": True}
