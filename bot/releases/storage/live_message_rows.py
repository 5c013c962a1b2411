"""Live messages as rows: where each chat shows a release."""

import dataclasses

import sqlalchemy as sa

from bot.ports import LiveMessage
from bot.releases.storage.database import Database
from bot.releases.storage.tables import live_messages


class LiveMessageRows:
    """Implements `ports.LiveMessages` in the bot's database."""

    def __init__(self, database: Database) -> None:
        """Keep them there."""
        self._database = database

    async def recall(self, platform: str, channel: str, release: str) -> LiveMessage | None:
        """Where that channel shows the release."""
        return await self._database.run(_load, platform, channel, release)

    async def remember(self, message: LiveMessage) -> None:
        """Keep it in place of what was remembered of that channel and release."""
        await self._database.run(_store, message)


def _load(
    connection: sa.Connection, platform: str, channel: str, release: str
) -> LiveMessage | None:
    found = connection.execute(
        sa.select(live_messages).filter_by(platform=platform, channel=channel, release=release)
    ).mappings()
    row = found.first()
    return LiveMessage(**row) if row else None


def _store(connection: sa.Connection, message: LiveMessage) -> None:
    place = {"platform": message.platform, "channel": message.channel, "release": message.release}
    connection.execute(sa.delete(live_messages).filter_by(**place))
    connection.execute(sa.insert(live_messages).values(**dataclasses.asdict(message)))
