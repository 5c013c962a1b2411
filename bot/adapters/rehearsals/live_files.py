"""Live messages of rehearsals, beside their logs; those of releases are somebody else's."""

import asyncio
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

from bot.domain.rehearsals import rehearsal
from bot.ports import LiveMessage, LiveMessages

FILE = "live.json"


class LiveFiles:
    """Implements `ports.LiveMessages`: a file for each rehearsal, and `others` for releases."""

    def __init__(self, parent: Path, others: Callable[[], LiveMessages]) -> None:
        """Keep them in the folders below `parent`; `others` is asked when they are open."""
        self._parent = parent
        self._others = others

    async def recall(self, platform: str, channel: str, release: str) -> LiveMessage | None:
        """Where that channel shows it."""
        if not rehearsal.is_rehearsal(release):
            return await self._others().recall(platform, channel, release)
        found = await asyncio.to_thread(_read, self._parent / release / FILE)
        return found.get((platform, channel))

    async def remember(self, message: LiveMessage) -> None:
        """Keep it, as long as there is anything of the rehearsal."""
        if not rehearsal.is_rehearsal(message.release):
            await self._others().remember(message)
        else:
            await asyncio.to_thread(_write, self._parent / message.release / FILE, message)


def _read(path: Path) -> dict[tuple[str, str], LiveMessage]:
    try:
        rows = [LiveMessage(**row) for row in json.loads(path.read_bytes())]
    except (OSError, ValueError, TypeError):
        return {}  # the platform's own history tells it too
    return {(row.platform, row.channel): row for row in rows}


def _write(path: Path, message: LiveMessage) -> None:
    if not path.parent.is_dir():
        return
    kept = {**_read(path), (message.platform, message.channel): message}
    partial = path.with_name(f"{message.platform}.partial")
    partial.write_text(json.dumps([dataclasses.asdict(row) for row in kept.values()]))
    partial.replace(path)
