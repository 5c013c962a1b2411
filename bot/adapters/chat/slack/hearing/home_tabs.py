"""Home tabs: shown to whoever opens one, and anew while they may still look at it."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from bot import errors
from bot.adapters.chat.slack.hearing.accounts import Source
from bot.adapters.chat.slack.hearing.room import Room
from bot.adapters.chat.slack.rendering import home

RELEASES = 60  # that a tab looks through
PAUSE = 5.0  # seconds between two rounds: a burst of changes is one
LOOKING = 1800.0  # seconds for which somebody is taken to look still
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
        """Publish the tabs anew after each change, until this is cancelled."""
        while True:
            await self._woken.wait()
            await asyncio.sleep(PAUSE)
            self._woken.clear()
            for until, source in tuple(self._looking.values()):
                if until < self._now():
                    del self._looking[source.user]
                    continue
                await self._publish_again(source)

    async def _publish_again(self, source: Source) -> None:
        try:
            await self._publish(source)
        except errors.ReleasebotError as error:
            logger.info("a tab could not be shown anew: %s", error.for_people())
        except Exception:  # a bug with one tab must not end those of others
            logger.exception("a tab cannot be shown")

    async def _publish(self, source: Source) -> None:
        sender = await self._room.accounts.sender(source)
        shown = await self._room.reception.conversations("", RELEASES)
        view = home.view(sender.caller.person, shown, self._room.command)
        await self._room.api.act("views_publish", user_id=source.user, view=view)
