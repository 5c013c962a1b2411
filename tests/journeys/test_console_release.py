"""A release by people in the console, from the first command to the announcement."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys import chromium
from tests.journeys.hands import Hand, Keyboard, Mouse

ADDRESS = re.compile(r"http://\S+/console\?key=\S+")
STEP_SECONDS = 60  # one stage at a time, on a busy machine
NEW_NOTES = "### Added\n\n- Greetings in French and in Welsh.\n"


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where the demo tells to look."""
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert demo.stdout is not None
    try:
        told = ""
        while not (found := ADDRESS.search(told)):
            line = await asyncio.wait_for(demo.stdout.readline(), STEP_SECONDS)
            assert line, f"the demo has ended: {told}"
            told += line.decode()
        yield found[0]
    finally:
        if demo.returncode is None:
            demo.terminate()
        await asyncio.wait_for(demo.communicate(), STEP_SECONDS)


class Somebody:
    """Who sits before a page of the console."""

    def __init__(self, page: Page, hand: Callable[[Page], Hand]) -> None:
        """Work in this page with that hand."""
        self.page = page
        self.card = page.locator("article.message:has(.card)").last
        self._hand = hand(page)

    async def become(self, person: str) -> None:
        """Act as this person from now on."""
        await self._hand.choose(self.page.locator(f'#acting input[value="{person}"]'))

    async def say(self, line: str) -> None:
        """Type a line and send it."""
        await self._hand.write(self.page.locator("#say"), line)
        await self._hand.press(self.page.get_by_role("button", name="Send"))

    async def press(self, label: str) -> None:
        """Press one of the card's buttons."""
        button = self.card.locator(".buttons").get_by_role("button", name=label, exact=True)
        await self._hand.press(button)

    async def confirm(self, text: str, label: str) -> None:
        """Read what is asked first, and say yes."""
        box = self.page.locator("#confirm")
        await expect(box).to_contain_text(text)
        await self._hand.press(box.get_by_role("button", name=label, exact=True))

    async def write(self, field: str, text: str) -> None:
        """Fill a field of the open form in."""
        await self._hand.write(self.form.locator(f'[name="field.{field}"]'), text)

    async def fill_in(self, field: str, text: str, label: str) -> None:
        """Fill the open form in and send it."""
        await self.write(field, text)
        await self.agree(label)

    async def agree(self, label: str) -> None:
        """Send the open form, which asks for nothing but that."""
        await self._hand.press(self.form.get_by_role("button", name=label, exact=True))

    async def close_form(self) -> None:
        """Leave the form without doing anything."""
        await self._hand.press(self.form.get_by_role("button", name="Not now"))

    @property
    def form(self) -> Locator:
        """The open form."""
        return self.page.locator("#dialog")

    async def sees(self, text: str) -> None:
        """The card says this, soon."""
        await expect(self.card).to_contain_text(text, timeout=STEP_SECONDS * 1000)

    async def is_told(self, text: str) -> None:
        """The answer beside the buttons says this, to nobody else."""
        answer = self.card.locator(".answer")
        await expect(answer).to_contain_text(text)
        await expect(answer).to_contain_text("only visible to you")


async def _approve(who: Somebody, person: str, button: str = "Approve") -> None:
    await who.become(person)
    await who.press(button)
    await who.confirm("this ships" if "ship" in button else "Approve Acme Greeter", button)


@pytest.mark.parametrize("hand", [Mouse, Keyboard])
async def test_a_release_by_people(address: str, hand: Callable[[Page], Hand]) -> None:
    """Asked for, refused to whoever may not, held, rewritten, approved by two, announced."""
    async with chromium.open_browser() as browser:
        page, other_page = [
            await (await browser.new_context(viewport=chromium.DESKTOP)).new_page()
            for _ in range(2)
        ]
        trouble = [chromium.fail_on_trouble(each) for each in (page, other_page)]
        await page.goto(address)
        await other_page.goto(address)
        people, editor = Somebody(page, hand), Somebody(other_page, hand)

        await _ask(people)
        await _refuse(people)
        await _hold(people)
        await _rewrite(people, editor)
        await _ship(people, editor)

        await page.get_by_role("link", name="releases", exact=True).click()
        await expect(page.locator(".post")).to_contain_text("Greetings in French and in Welsh.")
        assert trouble == [[], []]


async def _ask(people: Somebody) -> None:
    await people.say("/release minor")
    await people.sees("running")
    await people.sees("Waits for bob and carol")


async def _refuse(people: Somebody) -> None:
    """Neither the one who asked nor somebody unknown may say yes."""
    await _approve(people, "alice")
    await people.is_told("own_release")
    await _approve(people, "outsider")
    await people.is_told("foreign_account")
    await people.sees("0 of 2 approvals")


async def _hold(people: Somebody) -> None:
    await _approve(people, "bob")
    await people.sees("1 of 2 approvals")
    await people.press("Hold")
    await people.is_told("not_allowed")
    await people.become("alice")
    await people.press("Hold")
    await people.fill_in("reason", "the docs are not ready", "Hold it")
    await people.sees("Held by alice: the docs are not ready")
    await people.press("Resume")
    await people.sees("Waits for carol")


async def _rewrite(people: Somebody, editor: Somebody) -> None:
    """Two open the notes; the second who saves is told, and all votes are asked for anew."""
    await editor.press("Edit notes")
    await expect(editor.form).to_contain_text("Edit the notes")
    await people.press("Edit notes")
    await people.write("text", NEW_NOTES)
    room = people.form.locator(".facts div", has_text="GitHub release")
    await expect(room).to_contain_text(f"{len(NEW_NOTES.strip())} of 125,000 characters")
    await people.agree("Save the notes")
    await editor.fill_in("text", "### Added\n\n- Something else.\n", "Save the notes")
    await expect(editor.form.get_by_role("alert")).to_be_visible()
    await editor.close_form()
    await people.sees("0 of 2 approvals")
    await people.sees("Asked anew")


async def _ship(people: Somebody, editor: Somebody) -> None:
    """Two read the question before anybody answered; the second learns that it ships by now."""
    await people.become("bob")
    await people.press("Approve")
    await _approve(editor, "carol")
    await people.sees("1 of 2 approvals")
    await people.confirm("Approve Acme Greeter", "Approve")
    await expect(people.form).to_contain_text(
        "carol approved. Your approval is the last one needed: this ships."
    )
    await people.agree("Approve and ship")
    await people.sees("Released and announced")
