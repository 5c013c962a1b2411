"""Typing: what people write into an open dialog is kept as their draft, the newest of each."""

import asyncio
import contextlib
import math
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot import errors
from bot.adapters.chat.slack.hearing.accounts import Source
from bot.adapters.chat.slack.hearing.room import Room
from bot.adapters.chat.slack.rendering import dialogs

Json = dict[str, Any]

MOST = 500  # open dialogs that are remembered


@dataclass(slots=True, kw_only=True)
class _Open:
    """A dialog: when somebody typed last there, and what is still to be written down."""

    heard: float = 0.0
    newest: tuple[Source, Json] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Typing:
    """Keeps drafts; Slack tells of each character, and only the newest text is worth a write."""

    def __init__(self, room: Room) -> None:
        """Nothing is open yet."""
        self._room = room
        self._open: OrderedDict[str, _Open] = OrderedDict()

    def hear(self, source: Source, view: Json, moment: str) -> None:
        """Note what stands in the dialog; `moment` is Slack's, as requests may overtake others."""
        opened = self._opened(view)
        time = _seconds(moment)
        if time < opened.heard:
            return
        opened.heard, opened.newest = time, (source, view)
        self._room.work.begin(self._write(opened))

    @asynccontextmanager
    async def paused(self, view: Json) -> AsyncIterator[None]:
        """Write nothing of this dialog meanwhile: what is done now overtakes what was typed."""
        opened = self._opened(view)
        async with opened.lock:
            opened.newest = None
            try:
                yield
            finally:
                opened.newest = None  # heard meanwhile, and typed before

    def end(self, view: Json) -> None:
        """Hear no more of a dialog whose text was saved."""
        self._opened(view).heard = math.inf

    async def _write(self, opened: _Open) -> None:
        async with opened.lock:
            if opened.newest is None:
                return
            (source, view), opened.newest = opened.newest, None
            with contextlib.suppress(errors.BadInput):  # it is not our dialog
                asked = dialogs.asked_of(str(view.get("private_metadata", "")))
                text = typed_text(view)
                sender = await self._room.accounts.sender(source)
                reception = self._room.reception
                await reception.keep_draft(asked.release, text, asked.base, sender.caller)

    def _opened(self, view: Json) -> _Open:
        opened = self._open.setdefault(str(view.get("id", "")), _Open())
        self._open.move_to_end(str(view.get("id", "")))
        while len(self._open) > MOST:
            self._open.popitem(last=False)
        return opened


def typed_text(view: Json) -> str:
    """The long text that stands in a dialog at this moment, whole."""
    return dialogs.filled((view.get("state") or {}).get("values") or {}).get("text", "")


def _seconds(moment: str) -> float:
    try:
        return float(moment)
    except ValueError:
        return 0.0
