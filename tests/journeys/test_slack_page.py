"""The local Slack in a real browser: what a person reads there, types, clicks and fills in."""

from collections.abc import AsyncIterator
from typing import Literal

import aiohttp
import pytest
from axe_playwright_python.async_playwright import (  # type: ignore[import-untyped]  # it tells no types
    Axe,
)
from playwright.async_api import Page, expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.slack.local_slack import LocalSlack
from tests.contract.slack import blocks
from tests.journeys import chromium
from tests.official.slack.watching import local_slack, slack_timing

__all__ = ["local_slack", "slack_timing"]


@pytest.fixture
async def slack(local_slack: LocalSlack) -> AsyncIterator[LocalSlack]:
    """A local Slack with an app, alice and bob in #releases."""
    for name in ("alice", "bob"):
        local_slack.person(name, channels=["releases"])
    client = AsyncWebClient(token=local_slack.secrets.bot_token, base_url=local_slack.api_url)
    app = AsyncApp(client=client)
    blocks.teach(app)
    handler = AsyncSocketModeHandler(app, local_slack.secrets.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # of bolt
    await local_slack.connected()
    yield local_slack
    await handler.close_async()  # type: ignore[no-untyped-call]  # of bolt


async def _type(page: Page, line: str) -> None:
    await page.get_by_label("Message #releases").fill(line)
    await page.get_by_role("button", name="Send").click()


async def test_a_release_by_hand(slack: LocalSlack) -> None:
    """A typed command, its card, a dialog with an error, a confirm dialog, and the others' view."""
    async with chromium.open_browser() as browser:
        page = await browser.new_page(viewport=chromium.DESKTOP)
        trouble = chromium.fail_on_trouble(page)
        await page.goto(slack.desk.url)
        await page.get_by_role("link", name="alice").click()
        await page.get_by_role("link", name="# releases").click()
        await _type(page, "/release minor")
        await expect(page.get_by_role("heading", name="acme/api 1.3.0")).to_be_visible()

        await page.get_by_role("button", name="Edit notes").click()
        await expect(page.get_by_role("dialog")).to_contain_text("Notes")
        await page.get_by_role("textbox", name="Notes").fill("bad")
        await page.get_by_label("Risk").select_option("high")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("alert")).to_have_text("Say what changed.")
        await page.get_by_role("textbox", name="Notes").fill("good")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)

        other = await browser.new_page(viewport=chromium.PHONE)
        await other.goto(f"{slack.desk.url}/as/bob/releases")
        await expect(other.get_by_role("button", name="Approve")).to_be_visible()
        await page.get_by_role("button", name="Approve").click()
        await expect(page.get_by_role("alertdialog")).to_contain_text("It goes to PyPI.")
        await page.get_by_role("button", name="Ship it").click()
        await expect(page.locator(".task.complete")).to_contain_text("Build")
        await expect(other.get_by_role("button", name="Approve")).to_have_count(0)
        await other.close()

    assert trouble == []
    values = [each.payload["view"]["state"]["values"] for each in slack.deliveries
              if each.payload.get("type") == "view_submission"]  # fmt: skip
    assert values[-1]["notes"]["text"]["value"] == "good"


async def test_threads_home_and_notes_for_one(slack: LocalSlack) -> None:
    """A mention in a thread is answered there; a note is for one; the home tab is published."""
    async with chromium.open_browser() as browser:
        page = await browser.new_page(viewport=chromium.DESKTOP)
        trouble = chromium.fail_on_trouble(page)
        await page.goto(f"{slack.desk.url}/as/alice/releases")
        await _type(page, "/release help")
        await expect(page.get_by_text("Only visible to you")).to_be_visible()
        await _type(page, "/deploy")
        await expect(page.get_by_role("status")).to_contain_text("not_a_command")
        await _type(page, "Shall we?")
        await page.get_by_role("link", name="Reply in a thread").click()
        await page.get_by_label("Reply in the thread").fill("@releasebot status")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("Yes?")).to_be_visible()
        await page.get_by_role("link", name="Home of releasebot").click()
        await expect(page.get_by_role("heading", name="Your releases")).to_be_visible()

    assert trouble == []


async def test_foreign_text_stays_text(slack: LocalSlack) -> None:
    """Markup of a web page is shown, a broadcast is visible as one, and a script link is none."""
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; <!channel> <javascript:alert(1)|click>"
    channel = slack.channel("releases")
    client = AsyncWebClient(token=slack.secrets.bot_token, base_url=slack.api_url)
    await client.chat_postMessage(channel=channel, text=hostile)
    await client.chat_postMessage(
        channel=channel, text="rich", blocks=[blocks.rich("<img src=x onerror=alert(1)>")]
    )
    async with chromium.open_browser() as browser:
        page = await browser.new_page(viewport=chromium.DESKTOP)
        trouble = chromium.fail_on_trouble(page)
        await page.goto(f"{slack.desk.url}/as/alice/releases")
        await expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()
        await expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
        await expect(page.locator(".mention")).to_have_text("@channel")
        await expect(page.get_by_role("link", name="click")).to_have_count(0)

    assert trouble == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everybody_can_use_it(slack: LocalSlack, scheme: Literal["light", "dark"]) -> None:
    """No violation that axe knows and no sideways scrolling: channel, dialog, question, choice."""
    alice = slack.person("alice")
    await alice.says("Shall we, @bob?", "releases")
    await alice.types("/release help", "releases")
    await alice.types("/release minor", "releases")
    found: dict[str, list[str]] = {}
    async with chromium.open_browser() as browser:
        page = await browser.new_page(viewport=chromium.PHONE, color_scheme=scheme)

        async def check(place: str) -> None:
            violations = (await Axe().run(page)).response["violations"]
            found[place] = [f"{each['id']}: {each['nodes'][0]['target']}" for each in violations]
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[place] += [f"{wide} pixels too wide"] if wide > 0 else []

        await page.goto(slack.desk.url)
        await check("choice")
        await page.goto(f"{slack.desk.url}/as/alice/releases")
        await check("channel")
        await page.get_by_role("button", name="Approve").click()
        await check("question")
        await page.get_by_role("button", name="Not yet").click()
        await page.get_by_role("button", name="Edit notes").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await check("dialog")

    assert {place: told for place, told in found.items() if told} == {}


async def test_only_the_page_itself_may_send_forms(slack: LocalSlack) -> None:
    """A page of elsewhere is refused, and so is a foreign name for this machine."""
    url = f"{slack.desk.url}/as/alice/releases/type"
    wrong = (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    )
    async with aiohttp.ClientSession() as session:
        for headers in wrong:
            async with session.post(url, data={"line": "/release x"}, headers=headers) as answer:
                assert answer.status == 403
        own = {"Origin": slack.desk.url}
        async with session.post(f"{slack.api_url}auth.test", headers=own) as answer:
            assert answer.status == 403

    assert list(slack.deliveries) == []
