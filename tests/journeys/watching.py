"""The console's page as somebody has it open, with a bot behind it that a test lets tell."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page, expect

from bot.adapters.chat.console import Console
from bot.adapters.web import server
from bot.domain.conversation.messages import Conversation
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import KEY, sample_site
from tests.journeys import chromium

LOOKS: tuple[dict[str, Any], ...] = (
    {"viewport": chromium.DESKTOP, "color_scheme": "light"},
    {"viewport": chromium.DESKTOP, "color_scheme": "dark"},
    {"viewport": chromium.PHONE, "color_scheme": "light"},
)


@dataclass
class Seen:
    """A page in a browser, the bot behind it, and what the page complained of."""

    page: Page
    reception: FakeReception
    console: Console
    url: str
    trouble: list[str]

    async def show(self, *shown: Conversation) -> None:
        """Let the releases stand like this."""
        self.reception.shown = shown
        for each in shown:
            await self.console.show(each)
            await expect(self.page.locator(".summary").last).to_have_text(each.card.summary)

    async def reload(self) -> None:
        """Open the page anew and wait until it is live."""
        await self.page.goto(f"{self.url}/console?key={KEY}")
        await self.page.wait_for_selector('[data-state="live"]')


@asynccontextmanager
async def seen(**look: Any) -> AsyncIterator[Seen]:  # noqa: ANN401  # a browser context's options
    """The console's page as somebody has it open."""
    reception, console = FakeReception(), Console()
    app = server.make_app(sample_site(reception, console))
    async with AsyncExitStack() as opened:
        browser = await opened.enter_async_context(chromium.open_browser())
        url = await opened.enter_async_context(server.open_server(app, "127.0.0.1:0"))
        context = await browser.new_context(**(look or LOOKS[0]))
        page = await context.new_page()
        watched = Seen(page, reception, console, url, chromium.fail_on_trouble(page))
        await watched.reload()
        yield watched
        await context.close()
