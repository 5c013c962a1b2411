"""Home tabs: shown to whoever opens one, anew while they may still look at it, and as days pass."""

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot import errors
from bot.adapters.chat.live.sender import Sender
from bot.adapters.chat.slack.hearing.accounts import Source
from bot.adapters.chat.slack.hearing.room import Room
from bot.adapters.chat.slack.rendering import home
from bot.domain.conversation.messages import Block

RELEASES = 60  # that a tab looks through
PAUSE = 5.0  # seconds between two rounds: a burst of changes is one
LOOKING = 1800.0  # seconds for which somebody is taken to look still
SOON = 0.3  # seconds for which a tab waits for repositories before it is shown without them
ANEW = 6 * 3600.0  # seconds after which every tab is shown anew: what is due changes with the days
MOST = 40  # people at a time; Slack allows a hundred writes a minute

logger = logging.getLogger(__name__)


class HomeTabs:
    """Keeps the tabs of those who looked lately as the releases are."""

    def __init__(self, room: Room, now: Callable[[], float] = time.monotonic) -> None:
        """Nobody looks yet."""
        self._room = room
        self._now = now
        self._looking: OrderedDict[str, tuple[float, Source]] = OrderedDict()
        self._woken = asyncio.Event()

    async def open(self, source: Source) -> None:
        """Show somebody their tab."""
        self._looking[source.user] = (self._now() + LOOKING, source)
        self._looking.move_to_end(source.user)
        while len(self._looking) > MOST:
            self._looking.popitem(last=False)
        await self._publish(source)

    def change(self) -> None:
        """Note that a release has changed."""
        self._woken.set()

    async def run(self) -> None:
        """Publish the tabs anew after each change, until this is cancelled.

        Those of people who have not looked for long only follow the days.
        """
        again = self._now() + ANEW
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(again - self._now()):
                    await self._woken.wait()
                    await asyncio.sleep(PAUSE)
            self._woken.clear()
            is_for_all = self._now() >= again
            if is_for_all:
                again = self._now() + ANEW
            for until, source in tuple(self._looking.values()):
                if is_for_all or until >= self._now():
                    await self._publish_again(source)

    async def _publish_again(self, source: Source) -> None:
        try:
            await self._publish(source)
        except errors.ReleasebotError as error:
            logger.info("a tab could not be shown anew: %s", error.for_people())
        except Exception:  # a bug with one tab must not end those of others
            logger.exception("a tab cannot be shown")

    async def _publish(self, source: Source) -> None:
        """Show a tab at once, and once more when slow repositories have told what is next."""
        sender = await self._room.accounts.sender(source)
        looking = asyncio.ensure_future(self._room.reception.upcoming(sender.caller))
        try:
            await asyncio.wait({looking}, timeout=SOON)
            if not looking.done():
                await self._show(sender, source, home.LOOKED_UP)
            await self._show(sender, source, (await looking).blocks)
        finally:
            looking.cancel()

    async def _show(self, sender: Sender, source: Source, upcoming: Sequence[Block]) -> None:
        shown = await self._room.reception.conversations("", RELEASES)
        view = home.view(sender.caller.person, shown, upcoming, self._room.command)
        await self._room.api.act("views_publish", user_id=source.user, view=view)
