"""Registering: the slash command in the server, written only where it is not as it should be.

A server takes 200 new commands a day, so what it has is compared before anything is written.
"""

import asyncio
import logging
from typing import Any

from bot import errors
from bot.adapters.chat.discord.hearing import commands
from bot.adapters.chat.discord.rest import RestApi
from bot.adapters.chat.live import pace

Json = dict[str, Any]

AGAIN, LATER = 5.0, 60.0
_ABSENT: tuple[object, ...] = (None, False, [], "")

logger = logging.getLogger(__name__)


async def register(api: RestApi, guild: int) -> None:
    """Let the server have the command, as soon as Discord takes it."""
    told = ""
    while True:
        try:
            await _compare(api, guild)
        except errors.ReleasebotError as error:
            if error.sentence != told:
                logger.warning("the Discord commands are not there: %s", error.for_people())
                told = error.sentence
            is_silent = isinstance(error, errors.Unknown)
            await asyncio.sleep(pace.asked_to_wait(error) or (AGAIN if is_silent else LATER))
        except Exception:  # a bug here would leave the server without the command
            logger.exception("the Discord commands cannot be registered")
            await asyncio.sleep(LATER)
        else:
            return


async def _compare(api: RestApi, guild: int) -> None:
    app, wanted = await api.user(), [commands.definition()]
    found: list[Any] = list(await api.look(lambda http: http.get_guild_commands(app, guild)))
    if not covers(found, wanted):
        await api.act(lambda http: http.bulk_upsert_guild_commands(app, guild, wanted))
        logger.info("the Discord command /%s was registered", commands.NAME)


def covers(found: object, wanted: object) -> bool:
    """Whether what Discord has says everything that we say, whatever it adds of its own."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return all(covers(found.get(name), each) for name, each in wanted.items())
    if isinstance(wanted, list) and isinstance(found, list):
        is_long = len(found) == len(wanted)
        return is_long and all(map(covers, found, wanted))
    return found == wanted or (found in _ABSENT and wanted in _ABSENT)
