"""Platforms: the chats that are configured; a new one is a line here."""

from bot import ports
from bot.adapters.chat.chat_log import ChatLog
from bot.domain import channels
from bot.ports import ChatPlatform
from bot.settings import Settings


def platforms(configured: Settings) -> tuple[ChatPlatform, ...]:
    """The chats in which people follow releases and answer; nothing is connected yet."""
    del configured
    return ()


def chats(configured: Settings, connected: tuple[ChatPlatform, ...]) -> dict[str, ports.Chat]:
    """Where releases are announced, by platform."""
    found: dict[str, ports.Chat] = {platform.name: platform.chat for platform in connected}
    if configured.chat_log:
        found[channels.CHAT_LOG] = ChatLog(str(configured.chat_log.url))
    return found
