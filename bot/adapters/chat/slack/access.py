"""Access: what Slack lets the bot do, looked up without changing anything."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot import errors
from bot.adapters.chat.slack.web_api import Identity, Refusal, WebApi
from bot.settings.slack import Slack

SCOPES = (  # those of deployment/slack-manifest.yaml
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "users:read",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAccess:
    """A channel as Slack tells of it; `refusal` where it does not."""

    id: str
    name: str = ""
    is_member: bool = False
    is_archived: bool = False
    refusal: errors.ReleasebotError | None = None


async def identity(configured: Slack) -> Identity:
    """Who the bot is, and which scopes it has. Raises `errors.ReleasebotError`."""
    return await _api(configured).identity()


async def channels(configured: Slack, ids: Iterable[str]) -> tuple[ChannelAccess, ...]:
    """What Slack tells of these channels."""
    api = _api(configured)
    return tuple([await _channel(api, each) for each in ids])


async def connects(configured: Slack) -> bool:
    """Whether Slack takes the app-level token for Socket Mode; nothing is connected yet.

    Raises `errors.Unknown` where Slack does not say.
    """
    if configured.app_token is None:
        return False
    api = _api(configured)
    try:
        await api.act("apps_connections_open", app_token=configured.app_token.read())
    except Refusal:
        return False
    return True


async def send(configured: Slack, channel: str, text: str) -> str:
    """Write a message, and tell where it stands. Raises `errors.ReleasebotError`."""
    api = _api(configured)
    answer = await api.act("chat_postMessage", channel=channel, text=text)
    return (await api.identity()).link(channel, str(answer["ts"]))


def _api(configured: Slack) -> WebApi:
    return WebApi(str(configured.api_url), configured.bot_token.read)


async def _channel(api: WebApi, channel: str) -> ChannelAccess:
    try:
        told = (await api.look("conversations_info", channel=channel)).get("channel") or {}
    except Refusal as refusal:
        return ChannelAccess(id=channel, refusal=refusal)
    return ChannelAccess(
        id=channel,
        name=str(told.get("name", "")),
        is_member=bool(told.get("is_member")),
        is_archived=bool(told.get("is_archived")),
    )
