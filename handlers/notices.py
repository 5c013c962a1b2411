"""The crier: what was noticed is told in the project's channels, also after they were down."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from bot import errors
from bot.domain import foreign_text
from bot.ports import Chat, Notice, Notices

logger = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
AGAIN_SECONDS = 60.0  # after a channel did not take one
Channels = Mapping[str, Sequence[tuple[Chat, str]]]  # by project


async def cry(notices: Notices, channels: Channels) -> None:
    """Tell what is untold until this is cancelled."""
    while True:
        is_well = True
        try:
            for notice in await notices.untold():
                if await tell(notice, channels.get(notice.project, ())):
                    await notices.told(notice.key)
                else:
                    is_well = False
        except Exception:  # the next round must come, whatever this one met
            logger.exception("notices")
            is_well = False
        await asyncio.sleep(EVERY_SECONDS if is_well else AGAIN_SECONDS)


async def tell(notice: Notice, channels: Sequence[tuple[Chat, str]]) -> bool:
    """Post it wherever it does not stand yet; False where a channel did not take it."""
    is_well = True
    for chat, channel in channels:
        try:
            if await chat.find(channel, notice.key) is None:
                await chat.post(channel, notice.key, foreign_text.neutralise(notice.text))
        except errors.ReleasebotError as error:
            logger.info("notice for %s: %s", channel, error)
            is_well = False
    return is_well
