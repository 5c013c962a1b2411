"""Platforms: the chats that are configured; a new one is a line here."""

from bot import ports
from bot.adapters.chat.chat_log import ChatLog
from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.adapters.chat.live.people import People
from bot.adapters.chat.slack.platform import SlackPlatform
from bot.adapters.web.hooks import Hook
from bot.domain import channels
from bot.main.people import persons_by_id
from bot.ports import ChatPlatform
from bot.settings import Settings


def platforms(configured: Settings) -> tuple[ChatPlatform, ...]:
    """The chats in which people follow releases and answer; nothing is connected yet."""
    return (*_slack(configured), *_discord(configured))


def _slack(configured: Settings) -> tuple[ChatPlatform, ...]:
    if configured.slack is None:
        return ()
    named = {name: bound.channels.slack or "" for name, bound in configured.projects.items()}
    people = People(persons=persons_by_id(configured, "slack"), channels=named)
    return (SlackPlatform(configured.slack, people),)


def _discord(configured: Settings) -> tuple[ChatPlatform, ...]:
    if configured.discord is None:
        return ()
    named = {name: bound.channels.discord or "" for name, bound in configured.projects.items()}
    people = People(persons=persons_by_id(configured, "discord"), channels=named)
    return (DiscordPlatform(configured.discord, people),)


def chats(configured: Settings, connected: tuple[ChatPlatform, ...]) -> dict[str, ports.Chat]:
    """Where releases are announced, by platform."""
    found: dict[str, ports.Chat] = {platform.name: platform.chat for platform in connected}
    if configured.chat_log:
        found[channels.CHAT_LOG] = ChatLog(str(configured.chat_log.url))
    return found


def hooks(connected: tuple[ChatPlatform, ...]) -> tuple[Hook, ...]:
    """Where the platforms send what happened, those that do."""
    return tuple(
        hook
        for platform in connected
        if isinstance(platform, SlackPlatform)
        for hook in platform.hooks()
    )
