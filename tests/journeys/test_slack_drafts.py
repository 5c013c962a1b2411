"""Drafts in the page of the local Slack: what is typed is told, previewed, and not lost."""

from pathlib import Path

from playwright.async_api import expect

from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import CHANNEL, eventually, open_office
from tests.journeys import chromium


async def test_notes_are_typed_previewed_and_gone_on_with(tmp_path: Path) -> None:
    """The dialog stays as it is while Slack tells of each pause; the preview lies on top of it."""
    reception = FakeReception()
    async with (
        open_office(tmp_path) as office,
        office.staffed(reception) as platform,
        chromium.open_browser() as browser,
    ):
        await platform.surface.show(sample_statuses.conversation("asked"))
        await office.card("Waits for")
        page = await browser.new_page(viewport=chromium.DESKTOP)
        trouble = chromium.fail_on_trouble(page)
        await page.goto(f"{office.slack.desk.url}/as/alice/{CHANNEL}")
        await page.get_by_role("button", name="Edit notes…").click()
        notes = page.get_by_role("textbox", name="Notes")
        await notes.fill("Mine")
        await eventually(lambda: [a for a in reception.asked if a[0] == "keep_draft"])
        await page.wait_for_timeout(1_000)  # the page looks for news meanwhile
        await expect(notes).to_be_focused()
        await page.keyboard.type(", typed.")
        await page.get_by_role("dialog").get_by_role("button", name="Preview…").click()
        await expect(page.get_by_role("dialog")).to_contain_text("12 of 10,000 characters")
        await page.get_by_role("button", name="Back").click()
        await expect(notes).to_have_value("Mine, typed.")
        await page.get_by_role("button", name="Not now").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)

    kept = [asked[2] for asked in reception.asked if asked[0] == "keep_draft"]
    assert kept[0] == "Mine"
    assert trouble == []
