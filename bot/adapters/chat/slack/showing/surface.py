"""The surface: one writer for each release, which writes the newest state and skips the others."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping

from bot import errors
from bot.adapters.chat.slack import web_api
from bot.adapters.chat.slack.showing.page import ENDED, Page, Workspace
from bot.domain.messages import Block, Conversation, Prose

SPACING = 2.0  # seconds between two writes of the same message
AGAIN = 3.0  # after an answer that did not come
LATER = 60.0  # after a refusal, which a person has to mend
MOST_TEXTS = 200

logger = logging.getLogger(__name__)


class Writer:
    """Writes one release; what it was handed last is what it writes next."""

    def __init__(self, page: Page, spacing: float) -> None:
        """Write this page, with so many seconds between two writes."""
        self._page = page
        self._spacing = spacing
        self._newest: Conversation | None = None
        self._woken = asyncio.Event()
        self._told = ""

    def put(self, shown: Conversation) -> None:
        """Note what has to be written; it replaces what was not written yet."""
        self._newest = shown
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
            await web_api.wait_for(error, AGAIN)
        except errors.ReleasebotError as error:
            self._tell(error)
            await asyncio.sleep(LATER)
        else:
            self._told = ""
            return True
        self._woken.set()
        return False

    def _tell(self, error: errors.ReleasebotError) -> None:
        """Note a failure once, and not again as long as it is the same."""
        if error.sentence != self._told:
            logger.warning("Slack does not show a release: %s", error.for_people())
            self._told = error.sentence


class SlackSurface:
    """Implements `ports.Surface`; before it is opened it only remembers what it was shown."""

    def __init__(self, channels: Mapping[str, str], spacing: float = SPACING) -> None:
        """`channels` are ids by project; a project without one is not shown."""
        self._channels = channels
        self._spacing = spacing
        self._workspace: Workspace | None = None
        self._writers: dict[str, Writer] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._texts: OrderedDict[str, tuple[Block, ...]] = OrderedDict()

    async def show(self, conversation: Conversation) -> None:
        """Hand the release's state to its writer."""
        card = conversation.card
        self._keep_texts(card.release, card.blocks)
        channel = self._channels.get(card.project, "")
        if not channel or self._workspace is None:
            return
        writer = self._writers.get(card.release)
        if writer is None:
            writer = Writer(Page(self._workspace, channel, card.release), self._spacing)
            self._writers[card.release] = writer
        writer.put(conversation)
        task = self._tasks.get(card.release)
        if task is None or task.done():
            self._tasks[card.release] = asyncio.create_task(writer.run())

    def texts(self, release: str) -> tuple[Block, ...]:
        """The long texts of a release, as it was shown last."""
        return self._texts.get(release, ())

    def open(self, workspace: Workspace) -> None:
        """Write from now on."""
        self._workspace = workspace

    async def close(self) -> None:
        """Write nothing more; what is missing is written after the next start."""
        self._workspace = None
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()
        self._writers.clear()

    def _keep_texts(self, release: str, shown: tuple[Block, ...]) -> None:
        self._texts[release] = tuple(block for block in shown if isinstance(block, Prose))
        self._texts.move_to_end(release)
        while len(self._texts) > MOST_TEXTS:
            self._texts.popitem(last=False)
