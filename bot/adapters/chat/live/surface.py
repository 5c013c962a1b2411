"""The surface: one writer for each release, which writes the newest state and skips the others."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Protocol

from bot import errors
from bot.adapters.chat.live import pace, work
from bot.domain.conversation.messages import Block, Card, Conversation, Prose

SPACING = 2.0  # seconds between two writes of the same message
AGAIN = 3.0  # after an answer that did not come
LATER = 60.0  # after a refusal, which a person has to mend
ENDED = ("done", "cancelled")
MOST_KEPT = 200

logger = logging.getLogger(__name__)


class Page(Protocol):
    """One release in one channel, as it is written there."""

    def expect(self, shown: Conversation) -> None:
        """Note that this state has to be shown, if only by what overtakes it."""
        ...

    async def write(self, shown: Conversation) -> None:
        """Bring message and thread to this state. Raises `errors.ReleasebotError`."""
        ...


def _nobody() -> None:
    """Nobody wants to know."""


class Writer:
    """Writes one release; what it was handed last is what it writes next."""

    def __init__(self, chat: str, page: Page, spacing: float) -> None:
        """Write this page of that chat, with so many seconds between two writes."""
        self._chat = chat
        self._page = page
        self._spacing = spacing
        self._newest: Conversation | None = None
        self._woken = asyncio.Event()
        self._told = ""

    def put(self, shown: Conversation) -> None:
        """Note what has to be written; it replaces what was not written yet."""
        self._newest = shown
        self._page.expect(shown)
        self._woken.set()

    async def run(self) -> None:
        """Write until the release has ended and everything of it stands there."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            shown = self._newest
            if shown is not None and await self._write(shown) and shown is self._newest:
                self._newest = None
                if shown.card.state in ENDED:
                    return
            await asyncio.sleep(self._spacing)

    async def _write(self, shown: Conversation) -> bool:
        """Whether it was written; else it is tried again, with what is the newest by then."""
        try:
            await self._page.write(shown)
        except errors.Unknown as error:
            self._tell(error)
            await asyncio.sleep(pace.asked_to_wait(error) or AGAIN)
        except errors.ReleasebotError as error:
            self._tell(error)
            await asyncio.sleep(LATER)
        except Exception:  # a bug with one release must not end its message for ever
            logger.exception("a release cannot be shown at %s", self._chat)
            await asyncio.sleep(LATER)
        else:
            self._told = ""
            return True
        self._woken.set()
        return False

    def _tell(self, error: errors.ReleasebotError) -> None:
        """Note a failure once, and not again as long as it is the same."""
        if error.sentence != self._told:
            logger.warning("%s does not show a release: %s", self._chat, error.for_people())
            self._told = error.sentence


class LiveSurface:
    """Implements `ports.Surface`; before it is opened it only remembers what it was shown."""

    def __init__(self, chat: str, channels: Mapping[str, str], spacing: float = SPACING) -> None:
        """`channels` are ids by project; a project without one is not shown."""
        self._chat = chat
        self._channels = channels
        self._spacing = spacing
        self._page: Callable[[str, str], Page] | None = None
        self._writers: dict[str, Writer] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._cards: OrderedDict[str, Card] = OrderedDict()
        self._on_change: Callable[[], None] = _nobody

    async def show(self, conversation: Conversation) -> None:
        """Hand the release's state to its writer."""
        card = conversation.card
        self._keep(card)
        self._on_change()
        channel = self._channels.get(card.project, "")
        if not channel or self._page is None:
            return
        writer = self._writers.get(card.release)
        if writer is None:
            writer = Writer(self._chat, self._page(channel, card.release), self._spacing)
            self._writers[card.release] = writer
        writer.put(conversation)
        task = self._tasks.get(card.release)
        if task is None or task.done():
            self._tasks[card.release] = asyncio.create_task(writer.run())

    def texts(self, release: str) -> tuple[Block, ...]:
        """The long texts of a release, as it was shown last."""
        card = self._cards.get(release)
        return tuple(b for b in card.blocks if isinstance(b, Prose)) if card else ()

    def cards(self) -> tuple[Card, ...]:
        """The releases that were shown, the one that changed last at the end."""
        return tuple(self._cards.values())

    def open(
        self, page: Callable[[str, str], Page], on_change: Callable[[], None] = _nobody
    ) -> None:
        """Write from now on, and say so whenever a release has changed.

        `page` makes that of a channel and a release.
        """
        self._page = page
        self._on_change = on_change

    async def close(self) -> None:
        """Write nothing more; what is missing is written after the next start."""
        self._page, self._on_change = None, _nobody
        await work.stopped(self._tasks.values())
        self._tasks.clear()
        self._writers.clear()

    def _keep(self, card: Card) -> None:
        self._cards[card.release] = card
        self._cards.move_to_end(card.release)
        while len(self._cards) > MOST_KEPT:
            self._cards.popitem(last=False)
