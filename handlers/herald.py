"""The herald: what changed is shown on every surface, each at its own pace."""

import asyncio
import logging

from bot.domain import card
from bot.domain.conversation import thread
from bot.domain.conversation.messages import Conversation
from bot.ports import Surface
from handlers.desk import Desk

SHOWN = 30  # of the newest releases, also those that have ended, after a restart
AGAIN_SECONDS = 5.0

logger = logging.getLogger(__name__)


async def conversation(release: str, desk: Desk) -> Conversation:
    """A release as a channel shows it, made anew from what is recorded."""
    status = await desk.releases.status(release)
    rows = await desk.releases.audit(release)
    return Conversation(card=card.make_card(status), thread=thread.make_thread(rows, status))


class Herald:
    """Follows the releases until it is cancelled."""

    def __init__(self, desk: Desk, again_seconds: float = AGAIN_SECONDS) -> None:
        """Show them on the desk's surfaces."""
        self._desk = desk
        self._again_seconds = again_seconds

    async def follow(self) -> None:
        """Show how everything stands, then whatever changes; a surface that fails stops nobody."""
        async with asyncio.TaskGroup() as group:
            for surface in self._desk.surfaces:
                group.create_task(self._keep_up(surface))

    async def _keep_up(self, surface: Surface) -> None:
        changes = self._desk.releases.changes()
        for release in await self._known():
            await self._show(surface, release)
        async for release in changes:
            await self._show(surface, release)

    async def _known(self) -> tuple[str, ...]:
        """The newest releases, which may have ended unseen, and all that have not; oldest first."""
        while True:
            try:
                newest = await self._desk.releases.recent("", SHOWN)
                unfinished = await self._desk.releases.unfinished()
            except Exception:  # nobody else would ever show them
                logger.exception("the releases cannot be listed")
                await asyncio.sleep(self._again_seconds)
            else:
                found = (*(row["release"] for row in reversed(newest)), *unfinished)
                return tuple(dict.fromkeys(found))

    async def _show(self, surface: Surface, release: str) -> None:
        try:
            await surface.show(await conversation(release, self._desk))
        except Exception:  # a chat that is down never stops a release or another chat
            logger.exception("release %s on %s", release, type(surface).__name__)
