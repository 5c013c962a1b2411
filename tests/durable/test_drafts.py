"""Drafts of notes: they outlive the bot, belong to one person, and end with the release."""

from pathlib import Path

import pytest

from bot import errors
from bot.domain import moments
from bot.domain.conversation.commands import Caller
from bot.domain.notes.drafts import Draft
from bot.releases.storage import copying, draft_rows
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.durable.driving import Bench, Driver

TEXT = "### Added\n\n- Greets everybody by name."


async def test_a_draft_outlives_the_bot(bench: Bench) -> None:
    """It belongs to one person, and the newest text replaces the one before."""
    async with bench.running() as driver:
        seen = await driver.asked()
        release, base = seen["release"], seen["notes_digest"]
        for text in ("Gre", TEXT):
            await driver.releases.drafts.keep(release, "alice", text, base)
    async with bench.running() as driver:
        kept = await driver.releases.drafts.recall(release, "alice")

        assert kept == Draft(text=TEXT, base=base, time=kept.time if kept else "")
        assert await driver.releases.drafts.recall(release, "bob") is None


async def test_what_is_saved_or_dropped_is_no_draft(driver: Driver) -> None:
    """Nor is a text that is the notes again."""
    seen = await driver.asked()
    release, base, drafts = seen["release"], seen["notes_digest"], driver.releases.drafts
    await drafts.keep(release, "bob", "Bob's.", base)
    await drafts.keep(release, "carol", "Carol's.", base)
    await drafts.drop(release, "bob")
    await drafts.keep(release, "carol", f"{seen['notes']}\n", base)
    await drafts.keep(release, "alice", "Typed.", base)
    await driver.edit(seen, TEXT)

    assert [await drafts.recall(release, each) for each in ("alice", "bob", "carol")] == [None] * 3


async def test_a_refused_text_is_kept(bench: Bench, driver: Driver) -> None:
    """Whatever door it came through, and whatever was wrong with it."""
    seen = await driver.asked()
    release, base = seen["release"], seen["notes_digest"]
    reception = Receptionist(Desk(releases=driver.releases, roles=lambda: bench.roles))
    alice = Caller(account="console:alice", person="alice", delivery="1")
    await driver.edit(seen, TEXT, "bob")
    for text, code in (("Mine.", "notes_changed"), ("x" * 150_000, "notes_too_long")):
        fields = {"text": text, "base": base}
        reply = await reception.press("edit_notes", release, "", "", fields, alice)
        kept = await driver.releases.drafts.recall(release, "alice")

        assert (reply.error or {})["code"] == code
        assert kept is not None
        assert kept.text == text


@pytest.mark.parametrize("is_done", [True, False])
async def test_the_end_of_a_release_removes_its_drafts(driver: Driver, *, is_done: bool) -> None:
    """Done or cancelled; and nothing is kept for one that has ended."""
    seen = await driver.asked()
    release, base, drafts = seen["release"], seen["notes_digest"], driver.releases.drafts
    await drafts.keep(release, "alice", TEXT, base)
    if is_done:
        await driver.approve(release)
    else:
        await driver.releases.cancel(release, "alice", "not today")
    await driver.until_ended(release)
    after = await drafts.recall(release, "alice")
    await drafts.keep(release, "alice", TEXT, base)

    assert (after, await drafts.recall(release, "alice")) == (None, None)


async def test_drafts_are_bounded(bench: Bench, driver: Driver) -> None:
    """In number for each release, in age, and by a release that is known."""
    seen = await driver.asked()
    release, base, drafts = seen["release"], seen["notes_digest"], driver.releases.drafts
    for number in range(draft_rows.MOST + 3):
        driver.later(1)
        await drafts.keep(release, f"person{number}", "Typed.", base)
    counted = bench.rows("SELECT count(*), min(time) FROM drafts")[0]
    with pytest.raises(errors.BadInput):
        await drafts.keep("nobody", "alice", "Typed.", base)
    late = moments.later(str(counted[1]), draft_rows.KEPT_DAYS * 24 * 3600 + 5)
    await driver.releases._database.run(draft_rows.forget, late)

    assert counted[0] == draft_rows.MOST
    assert await drafts.recall(release, "person0") is None
    assert len(bench.rows("SELECT * FROM drafts")) == draft_rows.MOST - 5


async def test_a_backup_holds_them(bench: Bench, driver: Driver, tmp_path: Path) -> None:
    """As everything else that the database holds."""
    seen = await driver.asked()
    await driver.releases.drafts.keep(seen["release"], "alice", "\ud800!", seen["notes_digest"])
    copy = tmp_path / "copy.sqlite"
    copying.copy(bench.folder / "releasebot.sqlite", copy)
    held = Bench(folder=tmp_path, world=bench.world)
    copy.rename(tmp_path / "releasebot.sqlite")

    assert held.rows("SELECT person, text FROM drafts") == [("alice", "?!")]
