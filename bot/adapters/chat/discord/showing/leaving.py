"""Leaving: a card that goes on in a new one is taken away, or says where it goes on.

Nobody is left with two cards of a release, of which one has buttons that are out of date.
"""

import logging

import discord
from discord.http import handle_message_parameters

from bot.adapters.chat.discord import marks, rest
from bot.adapters.chat.discord.rendering import layout, text
from bot.adapters.chat.discord.rest import Refusal, RestApi
from bot.ports import LiveMessage

NOBODY = discord.AllowedMentions.none()

logger = logging.getLogger(__name__)


async def leave(api: RestApi, old: LiveMessage, fresh: str) -> None:
    """Take the old card away; where Discord refuses that, answer it once with a link.

    `fresh` is the address of the new one.
    """
    ids = int(old.channel), int(old.message)
    try:
        await api.act(lambda http: http.delete_message(*ids), old.channel)
    except Refusal as refused:
        if refused.code == rest.UNKNOWN_MESSAGE:
            return
        try:
            await _answer(api, old, fresh)
        except Refusal as also:
            logger.warning("an old card at Discord still stands there: %s", also.for_people())


async def _answer(api: RestApi, old: LiveMessage, fresh: str) -> None:
    if await marks.find(api, old.channel, marks.LEFT, old.message):
        return
    said = text.signed("waiting", f"The card above is out of date. It goes on here: {fresh}")
    told = discord.MessageReference(
        message_id=int(old.message), channel_id=int(old.channel), fail_if_not_exists=False
    )
    params = handle_message_parameters(
        view=layout.view(
            [layout.display(said), marks.footer(marks.LEFT, "releasebot", old.message)]
        ),
        nonce=marks.nonce("left", old.message),
        message_reference=told.to_dict(),
        allowed_mentions=NOBODY,
        mention_author=False,
    )
    await api.act(lambda http: http.send_message(int(old.channel), params=params), old.channel)
