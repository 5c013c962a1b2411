"""The console's pages in a real browser: who can use them, what an update leaves alone."""

import asyncio
import dataclasses
from typing import Any

import pytest
from axe_playwright_python.async_playwright import (  # type: ignore[import-untyped]  # it tells no types
    Axe,
)
from playwright.async_api import Page, expect

from bot.adapters.chat.console import Console
from bot.adapters.web import server
from bot.domain.conversation.messages import Line, Reply
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import KEY, sample_site
from tests.journeys import chromium, watching

STATES = (*sample_statuses.MOMENTS, *sample_statuses.ENDS)
WIDEST = """Math.max(...[document.documentElement, ...document.querySelectorAll(".buttons, .card")]
    .map((place) => place.scrollWidth - place.clientWidth))"""
HIDDEN = "document.documentElement.scrollHeight - innerHeight"  # below a page that fills the screen


async def _check(page: Page) -> list[str]:
    """What a screen reader, a keyboard or weak eyes would stumble over, and what is too wide."""
    found = (await Axe().run(page)).response["violations"]
    wide = await page.evaluate(WIDEST)
    high = await page.evaluate(HIDDEN)
    return [
        *(f"{each['id']}: {each['nodes'][0]['target']}" for each in found),
        *([f"{wide} pixels too wide"] if wide > 0 else []),
        *([f"{high} pixels too high"] if high > 0 else []),
    ]


@pytest.mark.parametrize("look", watching.LOOKS, ids=["light", "dark", "phone"])
async def test_everybody_can_use_every_state(look: dict[str, Any]) -> None:
    """No violation that axe knows and no sideways scrolling, in every state of a release."""
    async with watching.seen(**look) as it:
        found = {"empty": await _check(it.page)}
        for state in STATES:
            await it.show(sample_statuses.conversation(state))
            found[state] = await _check(it.page)

        assert {state: told for state, told in found.items() if told} == {}
        assert it.trouble == []


@pytest.mark.parametrize("look", watching.LOOKS, ids=["light", "dark", "phone"])
async def test_everybody_can_use_what_opens(look: dict[str, Any]) -> None:
    """The same for the confirmation, the forms, a refusal, the thread, hints and answers."""
    async with watching.seen(**look) as it:
        page, found = it.page, {}
        await it.show(sample_statuses.conversation("one vote"))
        await page.get_by_role("button", name="Approve and ship").click()
        found["confirmation"] = await _check(page)
        await page.locator("#confirm-no").click()
        for button in ("Edit notes", "Hold"):
            await page.get_by_role("button", name=button).click()
            await page.wait_for_selector("#dialog[open]")
            found[button] = await _check(page)
            await page.keyboard.press("Escape")
        await page.locator(".thread-link").click()
        found["thread"] = await _check(page)
        await page.keyboard.press("Escape")
        await page.locator("#say").fill("/release")
        found["hints"] = await _check(page)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".mine")
        found["answer"] = await _check(page)
        await page.get_by_role("link", name="releases", exact=True).click()
        await page.wait_for_selector(".post")
        found["announcement"] = await _check(page)

        assert {part: told for part, told in found.items() if told} == {}
        assert it.trouble == []


async def test_an_update_leaves_alone_what_a_person_does() -> None:
    """Focus, caret, half a command, an open part and the scrolling stay while the card changes."""
    async with watching.seen() as it:
        page = it.page
        await it.show(sample_statuses.conversation("asked"))
        await page.get_by_text("Gates and checks").click()
        await page.locator("#say").fill("/release hold be")
        await page.evaluate("document.querySelector('#say').setSelectionRange(3, 5)")
        await page.evaluate("document.querySelector('#stream').scrollTop = 40")

        await it.show(sample_statuses.conversation("one vote"))

        assert await page.evaluate(
            "[document.activeElement.id, document.activeElement.value,"
            " document.activeElement.selectionStart, document.activeElement.selectionEnd,"
            " document.querySelector('#stream').scrollTop,"
            " document.querySelector('details[data-part^=table-Gates]').open]"
        ) == ["say", "/release hold be", 3, 5, 40, True]


async def test_a_long_card_is_read_from_its_beginning() -> None:
    """It opens there, and stays there while it changes; who has read on is left in peace."""
    async with watching.seen(**watching.LOOKS[2]) as it:
        beginning = it.page.locator(".message .byline").first
        for moment in ("preparing", "asked"):
            await it.show(sample_statuses.conversation(moment))
            await expect(beginning).to_be_in_viewport()
        await it.reload()
        await expect(beginning).to_be_in_viewport()
        await it.page.evaluate("document.querySelector('#stream').scrollTop = 300")

        await it.show(sample_statuses.conversation("one vote"))

        assert await it.page.evaluate("document.querySelector('#stream').scrollTop") == 300


async def test_focus_stays_with_a_card_whose_button_goes() -> None:
    """Whoever works by keyboard is not thrown back to the top of the page."""
    async with watching.seen() as it:
        await it.show(sample_statuses.conversation("one vote"))
        await it.page.get_by_role("button", name="Withdraw my vote").focus()

        await it.show(sample_statuses.conversation("done"))

        focused = await it.page.evaluate("document.activeElement.id")
        assert focused == f"release-{sample_statuses.RELEASE}"


async def test_what_changed_is_said_aloud() -> None:
    """A screen reader hears the summary, once, and not the whole card."""
    async with watching.seen() as it:
        await it.show(sample_statuses.conversation("asked"))
        await it.show(sample_statuses.conversation("publishing"))

        spoken = it.page.get_by_role("status")
        await expect(spoken).to_have_text("Acme Greeter 1.2.0: Publishing: 2 of 7 steps done")


@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
async def test_nothing_moves_for_whoever_wants_it_still(wish: str, *, moves: bool) -> None:
    """What runs turns, unless the system asks for less motion."""
    async with watching.seen(reduced_motion=wish) as it:
        await it.show(sample_statuses.conversation("publishing"))

        assert bool(await it.page.evaluate("document.getAnimations().length")) is moves


async def test_a_lost_connection_comes_back_and_is_right() -> None:
    """It says that it was lost, comes back by itself, and shows what happened meanwhile."""
    reception, console = FakeReception(), Console()
    site = sample_site(reception, console)
    reception.shown = (sample_statuses.conversation("asked"),)
    async with chromium.open_browser() as browser:
        page = await browser.new_page()
        connection = page.locator("#connection")
        async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
            await page.goto(f"{url}/console?key={KEY}")
            await expect(connection).to_have_text("Live")
        await expect(connection).to_contain_text("Connection lost")

        reception.shown = (sample_statuses.conversation("done"),)
        listen = url.removeprefix("http://")
        async with server.open_server(server.make_app(site), listen):
            await expect(connection).to_contain_text("Live again", timeout=20_000)
            await expect(page.locator(".summary")).to_contain_text("Released")

        other = dataclasses.replace(site, key="another key")
        async with server.open_server(server.make_app(other), listen):
            await expect(connection).to_contain_text("The key has changed", timeout=20_000)


async def test_a_page_that_nobody_looks_at_gives_its_connection_up() -> None:
    """A browser has six connections for one address, and people leave more tabs open than that."""
    look = (
        "Object.defineProperty(document, 'hidden', { value: %s, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    async with watching.seen() as it:
        await it.page.evaluate(look % "true")
        async with asyncio.timeout(chromium.SECONDS):
            while it.console._pages:
                await it.console.show(sample_statuses.conversation("asked"))
                await asyncio.sleep(0.01)
        it.reception.shown = (sample_statuses.conversation("done"),)
        await it.page.evaluate(look % "false")

        await expect(it.page.locator(".summary")).to_contain_text("Released")


async def test_an_answer_says_when_it_is_overtaken() -> None:
    """Beside the buttons and in the channel; it goes where there is nothing left to press."""
    async with watching.seen() as it:
        asked, voted = (sample_statuses.conversation(each) for each in ("asked", "one vote"))
        newest = asked.thread[-1].number
        it.reception.answer = lambda said, _: Reply(
            blocks=(Line(text=said),), release=sample_statuses.RELEASE, as_of=newest
        )
        await it.show(asked)
        await it.page.get_by_role("button", name="Hold").click()
        await it.page.locator('[name="field.reason"]').fill("the docs")
        await it.page.locator("#dialog [type=submit]").click()
        await it.page.wait_for_selector(".card .told")
        await it.page.locator("#say").fill("/release status")
        await it.page.keyboard.press("Enter")
        await expect(it.page.locator(".card .told, .mine")).to_have_count(2)
        await it.show(dataclasses.replace(asked, card=dataclasses.replace(asked.card, tone="bad")))
        assert await it.page.locator(".overtaken").count() == 0

        await it.show(voted)
        await expect(it.page.locator(".card .overtaken, .mine .overtaken")).to_have_count(2)
        await it.show(sample_statuses.conversation("done"))
        await expect(it.page.locator(".card .told")).to_have_count(0)
        await expect(it.page.locator(".mine .overtaken")).to_have_count(1)


async def test_pressing_twice_is_one_request() -> None:
    """Neither a nervous finger nor two Enters start anything twice."""
    async with watching.seen() as it:
        await it.page.locator("#say").fill("/release minor")
        await it.page.evaluate(
            "for (const _ of [1, 2, 3]) document.querySelector('#composer').requestSubmit()"
        )
        await it.page.wait_for_selector(".mine")
        await it.show(sample_statuses.conversation("one vote"))
        await it.page.get_by_role("button", name="Withdraw my vote").dblclick()
        await it.page.wait_for_selector(".told")

        assert [asked[0] for asked in it.reception.asked] == ["minor", "withdraw"]


async def test_a_command_is_completed_by_keys() -> None:
    """Arrows choose, Tab and Enter complete, Escape puts the hints away, Enter sends."""
    async with watching.seen() as it:
        line, keys = it.page.locator("#say"), it.page.keyboard
        await line.press_sequentially("/release who")
        await keys.press("ArrowDown")
        await keys.press("ArrowDown")
        await keys.press("Enter")
        await expect(line).to_have_value("/release whoami")
        await keys.press("Enter")
        await it.page.wait_for_selector(".mine")
        await keys.press("ArrowUp")
        await expect(line).to_have_value("/release whoami")
        await line.fill("/release min")
        await keys.press("Tab")
        await expect(line).to_have_value("/release minor ")

        assert it.reception.asked[0][0] == "whoami"


async def test_a_form_counts_and_previews_while_somebody_writes() -> None:
    """The length, the text as it will be read, and a text that is too long is not sent."""
    async with watching.seen() as it:
        page = it.page
        await it.show(sample_statuses.conversation("asked"))
        await page.get_by_role("button", name="Edit notes").click()
        notes = page.locator('[name="field.text"]')
        await notes.fill("### New\n\n- **Bold** & <b>plain</b>")
        await expect(page.locator(".preview strong")).to_have_text("Bold")
        await expect(page.locator(".preview")).to_contain_text("Bold & <b>plain</b>")
        await expect(page.locator(".count")).to_contain_text("34 of 100,000 characters")
        await notes.evaluate("field => field.value = 'x'.repeat(100001)")
        await notes.dispatch_event("input")
        await page.get_by_role("button", name="Save and prepare again").click()

        await expect(page.locator(".count.over")).to_be_visible()
        asked = [asked[0] for asked in it.reception.asked]
        assert [what for what in asked if what not in BESIDES] == ["edit_notes"]


BESIDES = ("preview_notes", "keep_draft")  # what typing alone asks for
HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>[x](javascript:alert(1))"


async def test_foreign_text_runs_nothing() -> None:
    """Not in the page as it is opened, not in an update, not in an answer."""
    async with watching.seen() as it:
        asked = sample_statuses.conversation("asked")
        card = dataclasses.replace(
            asked.card, title=HOSTILE, summary=HOSTILE, blocks=(Line(text=HOSTILE),)
        )
        await it.show(dataclasses.replace(asked, card=card))
        await it.reload()
        await it.page.locator("#say").fill(f"/release {HOSTILE}")
        await it.page.keyboard.press("Enter")
        await it.page.wait_for_selector(".mine")

        assert it.trouble == []
        assert await it.page.locator("#items img, #items script").count() == 0
