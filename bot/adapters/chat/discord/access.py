"""Access: what Discord lets the bot do, looked up without changing anything."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import discord

from bot import errors
from bot.adapters.chat.discord import announcements
from bot.adapters.chat.discord.rest import Refusal, RestApi
from bot.settings.discord import Discord

Json = dict[str, Any]

NAMES = (  # as people find them in a server's settings
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "read_message_history",
)
NEEDED = discord.Permissions(**dict.fromkeys(NAMES, True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guild:
    """The server as the bot sees it."""

    name: str
    bot: str
    roles: tuple[Json, ...]
    own_roles: frozenset[str]
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAccess:
    """A channel as Discord tells of it; `refusal` where it does not."""

    id: str
    name: str = ""
    guild: str = ""
    is_news: bool = False
    missing: tuple[str, ...] = field(default=())
    refusal: errors.ReleasebotError | None = None


async def guild(configured: Discord) -> Guild:
    """The server, and what the bot is there. Raises `errors.ReleasebotError`."""
    api = _api(configured)
    user = await api.user()
    told: Json = dict(await api.look(lambda http: http.get_guild(configured.guild)))
    member: Json = dict(await api.look(lambda http: http.get_member(configured.guild, user)))
    return Guild(
        name=str(told.get("name", "")),
        bot=str((member.get("user") or {}).get("username", "")),
        roles=tuple(told.get("roles") or ()),
        own_roles=frozenset({str(configured.guild), *map(str, member.get("roles") or ())}),
        user=str(user),
    )


async def channels(
    configured: Discord, known: Guild, ids: Iterable[str]
) -> tuple[ChannelAccess, ...]:
    """What Discord tells of these channels."""
    api = _api(configured)
    return tuple([await _channel(api, known, each) for each in ids])


def _api(configured: Discord) -> RestApi:
    return RestApi(str(configured.api_url), configured.token.read)


async def _channel(api: RestApi, known: Guild, channel: str) -> ChannelAccess:
    if not channel.isdecimal():
        return ChannelAccess(id=channel, refusal=_no_number(channel))
    try:
        told: Json = dict(await api.look(lambda http: http.get_channel(int(channel)), channel))
    except Refusal as refused:
        return ChannelAccess(id=channel, refusal=refused)
    allowed = permissions(told, known)
    return ChannelAccess(
        id=channel,
        name=str(told.get("name", "")),
        guild=str(told.get("guild_id", "")),
        is_news=told.get("type") == announcements.NEWS,
        missing=tuple(sorted(name for name in NAMES if not getattr(allowed, name))),
    )


def permissions(channel: Json, known: Guild) -> discord.Permissions:
    """What the bot may do in a channel: its roles, then what the channel says of them and of it."""
    everybody = str(channel.get("guild_id", ""))  # its role has the server's own number
    mine = [role for role in known.roles if str(role["id"]) in known.own_roles]
    allowed = 0
    for role in mine:
        allowed |= int(role["permissions"])
    if discord.Permissions(allowed).administrator:
        return discord.Permissions.all()
    said = {str(each["id"]): each for each in channel.get("permission_overwrites") or ()}
    roles = [each for each in known.own_roles if each != everybody]
    for group in ([everybody], roles, [known.user]):
        found = [said[each] for each in group if each in said]
        for each in found:
            allowed &= ~int(each["deny"])
        for each in found:
            allowed |= int(each["allow"])
    return discord.Permissions(allowed)


def _no_number(channel: str) -> errors.BadConfiguration:
    return errors.BadConfiguration(
        f"{channel} is no channel of Discord.", "Write the channel's number."
    )
