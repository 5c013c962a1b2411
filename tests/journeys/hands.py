"""Two ways to work with the console's page: by mouse, and by keyboard only."""

from typing import Protocol

from playwright.async_api import Locator, Page

MOST_TABS = 90  # more than the page has places to stop at


class Hand(Protocol):
    """How a person reaches what the page offers."""

    async def press(self, button: Locator) -> None:
        """Press a button."""
        ...

    async def choose(self, radio: Locator) -> None:
        """Choose one of several."""
        ...

    async def write(self, field: Locator, text: str) -> None:
        """Put this text in place of what a field holds."""
        ...


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        """Work in this page."""
        self._page = page

    async def press(self, button: Locator) -> None:
        """Click it."""
        await button.click()

    async def choose(self, radio: Locator) -> None:
        """Click the words beside it."""
        await radio.locator("..").click()

    async def write(self, field: Locator, text: str) -> None:
        """Click into it and type over what is there."""
        await field.click()
        await self._page.keyboard.press("Control+a")
        await self._page.keyboard.type(text)


class Keyboard:
    """Uses the keys that everybody has, and never a pointer."""

    def __init__(self, page: Page) -> None:
        """Work in this page."""
        self._page = page

    async def press(self, button: Locator) -> None:
        """Go there with Tab, and press Enter."""
        await self._reach(button)
        await self._page.keyboard.press("Enter")

    async def choose(self, radio: Locator) -> None:
        """Go to the group with Tab, and through it with the arrows."""
        name = await radio.get_attribute("name")
        await self._reach(self._page.locator(f'input[name="{name}"]:checked'))
        for _ in range(MOST_TABS):
            if await radio.is_checked():
                return
            await self._page.keyboard.press("ArrowRight")
        raise AssertionError("the arrows never got there")

    async def write(self, field: Locator, text: str) -> None:
        """Go there with Tab and type over what is there."""
        await self._reach(field)
        await self._page.keyboard.press("Control+a")
        await self._page.keyboard.type(text)

    async def _reach(self, place: Locator) -> None:
        await place.wait_for()
        for _ in range(MOST_TABS):
            if await place.evaluate("place => place === document.activeElement"):
                return
            await self._page.keyboard.press("Tab")
        raise AssertionError(f"Tab never got to {place}")
