"""Channels: text forms are read as they are written."""

import pytest

from bot.domain import channels


@pytest.mark.parametrize(
    ("text", "platform", "name"),
    [
        ("slack:C02ABC", "slack", "C02ABC"),
        ("discord:555", "discord", "555"),
        ("releases", "chat_log", "releases"),
        ("team:releases", "chat_log", "team:releases"),
    ],
)
def test_a_channel_is_read_and_written(text: str, platform: str, name: str) -> None:
    """A name without a known platform is one of the local world."""
    channel = channels.read(text)

    assert (channel.platform, channel.id, str(channel)) == (platform, name, text)


def test_configured_channels_are_texts() -> None:
    """One that is unset is no channel."""
    named = [("slack", "C02"), ("discord", None), ("chat_log", "releases")]

    assert channels.texts(named) == ("slack:C02", "releases")
