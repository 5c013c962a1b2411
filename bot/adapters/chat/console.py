"""The console's surface: whoever has a page open sees a release as it changes."""

import asyncio
import contextlib

from bot import errors
from bot.domain.conversation.messages import Conversation

MOST_PAGES = 64


class Page:
    """One open page; of each release it is told the newest state, and not those in between."""

    def __init__(self) -> None:
        """Nothing is new yet."""
        self.is_open = True
        self._unseen: dict[str, Conversation] = {}
        self._woken = asyncio.Event()

    def put(self, conversation: Conversation) -> None:
        """Note what the page has to show next."""
        self._unseen[conversation.card.release] = conversation
        self._woken.set()

    def close(self) -> None:
        """End the page's stream."""
        self.is_open = False
        self._woken.set()

    async def news(self, seconds: float) -> tuple[Conversation, ...]:
        """What changed since the last call; empty after that many seconds of silence."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        self._woken.clear()
        news, self._unseen = tuple(self._unseen.values()), {}
        return news


class Console:
    """Implements `ports.Surface`; it keeps nothing but who is looking."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        """Nobody is looking yet."""
        self._most = most
        self._pages: set[Page] = set()

    async def show(self, conversation: Conversation) -> None:
        """Hand the release's state to every open page."""
        for page in self._pages:
            page.put(conversation)

    def open_page(self) -> Page:
        """A page that is told from now on. Raises `errors.Refused` when too many are open."""
        if len(self._pages) >= self._most:
            raise errors.Refused(
                f"{self._most} pages of the console are open, and that is the most.",
                "Close one; this page tries again by itself.",
            )
        page = Page()
        self._pages.add(page)
        return page

    def leave(self, page: Page) -> None:
        """Tell a page that was closed nothing more."""
        self._pages.discard(page)

    def close(self) -> None:
        """End the streams of all pages, so that the server can stop."""
        for page in self._pages:
            page.close()
