"""The local Discord in a real browser: what a person reads there, types, presses and fills in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import aiohttp
import pytest
from axe_playwright_python.async_playwright import (  # type: ignore[import-untyped]  # it tells no types
    Axe,
)
from playwright.async_api import Page, expect

from bot.adapters.chat.discord.platform import DiscordPlatform
from tests.fakes import sample_statuses
from tests.fakes.discord_office import Office, open_office
from tests.fakes.fake_reception import FakeReception
from tests.journeys import chromium


@dataclass(frozen=True)
class Shown:
    """The bot at the local Discord, with a release that waits for votes."""

    office: Office
    platform: DiscordPlatform
    reception: FakeReception

    def url(self, name: str) -> str:
        """What somebody sees of the channel."""
        return f"{self.office.discord.url}/as/{name}/releases"


@pytest.fixture
async def shown(tmp_path: Path) -> AsyncIterator[Shown]:
    """A card in #releases."""
    reception = FakeReception()
    async with open_office(tmp_path) as office, office.staffed(reception) as platform:
        await platform.surface.show(sample_statuses.conversation("asked"))
        await office.card("Waits for")
        yield Shown(office, platform, reception)


async def _type(page: Page, line: str) -> None:
    await page.get_by_label("Message #releases").fill(line)
    await page.get_by_role("button", name="Send").click()


async def test_a_vote_by_hand(shown: Shown) -> None:
    """A card with its second step, a dialog, and what only the voter reads."""
    async with chromium.open_browser() as browser:
        page = await browser.new_page(viewport=chromium.DESKTOP)
        trouble = chromium.fail_on_trouble(page)
        await page.goto(shown.office.discord.url)
        await page.get_by_role("link", name="bob").click()
        await expect(page.get_by_text("Acme Greeter 1.2.0", exact=True)).to_be_visible()
        await expect(page.locator("time.ticking")).to_contain_text("ago")
        await page.get_by_role("button", name="Hold").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox").fill("the docs are late")
        await dialog.get_by_role("button", name="Submit").click()
        await expect(page.get_by_text("bob said hold")).to_be_visible()
        await page.get_by_role("button", name="Approve").click()
        await page.locator(".alone").get_by_role("button", name="Approve").click()
        await expect(page.get_by_text("bob said approve")).to_be_visible()

        other = await browser.new_page(viewport=chromium.PHONE)
        await other.goto(shown.url("carol"))
        await expect(other.get_by_text("Only you can see this")).to_have_count(0)
        await shown.platform.surface.show(sample_statuses.conversation("done"))
        await expect(other.get_by_role("button", name="Approve")).to_have_count(0)
        await expect(other.get_by_role("link", name="GitHub release")).to_be_visible()
        await other.close()

    assert trouble == []
    fields = [a[4] for a in shown.reception.asked if a[0] == "hold" and len(a) == 6]
    assert fields == [{"reason": "the docs are late"}]


async def test_commands_are_typed_and_offered(shown: Shown) -> None:
    """What fits is offered as one types; what is no command says so; a thread has its own look."""
    async with chromium.open_browser() as browser:
        page = await browser.new_page(viewport=chromium.DESKTOP)
        trouble = chromium.fail_on_trouble(page)
        await page.goto(shown.url("alice"))
        line = page.get_by_label("Message #releases")
        await line.press_sequentially("/release start mi")
        await expect(page.locator("#offers option")).to_have_attribute(
            "value", "/release start minor"
        )
        await line.fill("/rel")
        await expect(page.locator('#offers option[value="/release audit"]')).to_have_count(1)
        await _type(page, "/release start minor title:Spring")
        await expect(page.get_by_text("alice said minor titled Spring.")).to_be_visible()
        await _type(page, "/release dance")
        await expect(page.get_by_role("status")).to_contain_text("Say what /release shall do")
        await _type(page, "<script>alert(1)</script> @everyone")
        await expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()
        await page.get_by_role("link", name="Thread").click()
        await expect(page.get_by_text("alice asked for a minor release")).to_be_visible()
        await page.goto(shown.url("dave"))
        await _type(page, "/release help")
        await expect(page.get_by_role("status")).to_contain_text("No command /release is shown")

    assert trouble == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everybody_can_use_it(shown: Shown, scheme: Literal["light", "dark"]) -> None:
    """No violation that axe knows and no sideways scrolling: choice, channel, dialog, thread."""
    found: dict[str, list[str]] = {}
    async with chromium.open_browser() as browser:
        page = await browser.new_page(viewport=chromium.PHONE, color_scheme=scheme)

        async def check(place: str) -> None:
            violations = (await Axe().run(page)).response["violations"]
            found[place] = [f"{each['id']}: {each['nodes'][0]['target']}" for each in violations]
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[place] += [f"{wide} pixels too wide"] if wide > 0 else []

        await page.goto(shown.office.discord.url)
        await check("choice")
        await page.goto(shown.url("bob"))
        await page.get_by_role("button", name="Approve").click()
        await expect(page.locator(".alone")).to_have_count(1)
        await check("channel")
        await page.get_by_role("button", name="Reject").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await check("dialog")
        await page.get_by_role("button", name="Cancel", exact=True).click()
        await shown.platform.surface.show(sample_statuses.conversation("done"))
        await expect(page.get_by_role("link", name="GitHub release")).to_be_visible()
        await check("done")
        await page.get_by_role("link", name="Thread").click()
        await check("thread")

    assert {place: told for place, told in found.items() if told} == {}


async def test_only_the_page_itself_may_send_forms(shown: Shown) -> None:
    """A page of elsewhere is refused, a foreign name for this machine, and a foreign dialog."""
    url = f"{shown.url('alice')}/type"
    wrong = (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    )
    card = await shown.office.card("Waits for")
    opened = await shown.office.clicks("bob", "Reject", card)
    async with aiohttp.ClientSession() as session:
        for headers in wrong:
            async with session.post(url, data={"line": "/release help"}, headers=headers) as answer:
                assert answer.status == 403
        for name, is_there in (("bob", True), ("alice", False)):
            look = f"{shown.url(name)}?dialog={opened.interaction}"
            async with session.get(look) as answer:
                assert ('role="dialog"' in await answer.text()) == is_there
        for path in ("/as/otherbot/releases", "/as/alice/nowhere", "/as/alice/releases?thread=7"):
            async with session.get(f"{shown.office.discord.url}{path}") as answer:
                assert answer.status == 404

    assert {asked[0] for asked in shown.reception.asked} == {"reject"}  # its dialog
