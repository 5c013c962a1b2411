"""Remembered: the page of a release as every chat writes it, by what the bot remembers of it."""

from abc import ABC, abstractmethod

from bot.adapters.chat.live.surface import ENDED
from bot.domain.conversation.messages import Conversation
from bot.ports import LiveMessage, LiveMessages


class RememberedPage(ABC):
    """Implements `live.surface.Page`: one message and its thread, each continued where it stands.

    What was posted is remembered, so that it is edited after a restart; a chat looks for what it
    does not remember before it posts anything again.
    """

    def __init__(self, live: LiveMessages, platform: str, channel: str, release: str) -> None:
        """Nothing is known of it yet."""
        self._live = live
        self._platform = platform
        self._channel = channel
        self._release = release
        self._known: LiveMessage | None = None
        self._written = ""  # what the message says now, as far as this process wrote it
        self._is_sure = False  # whether the thread is as it is remembered
        self._is_awaited = False

    def expect(self, shown: Conversation) -> None:
        """Note that this state has to be shown, if only by what overtakes it."""
        self._is_awaited |= shown.card.state not in ENDED

    async def write(self, shown: Conversation) -> None:
        """Bring message and thread to this state. Raises `errors.ReleasebotError`."""
        if self._known is None:
            remembered = await self._live.recall(self._platform, self._channel, self._release)
            self._known = await self._found(remembered, shown)
        if self._known is None:
            if shown.card.state in ENDED and not self._is_awaited:
                return  # it was over before this channel was there: nobody waits for it
            self._known = await self._remember(await self._post(shown))
        elif not self._is_complete(shown):
            await self._edit(self._known, shown)
        if self._known.shown < _newest(shown):
            await self._continue(self._known, shown)

    @abstractmethod
    async def _found(
        self, remembered: LiveMessage | None, shown: Conversation
    ) -> LiveMessage | None:
        """Where it stands: as it was remembered, else as the channel's history has it."""

    @abstractmethod
    async def _post(self, shown: Conversation) -> str:
        """Post the message, once; its id."""

    @abstractmethod
    async def _edit(self, known: LiveMessage, shown: Conversation) -> None:
        """Write the state, if it is not what stands there; where that cannot be, in a new one."""

    @abstractmethod
    async def _continue(self, known: LiveMessage, shown: Conversation) -> None:
        """Write the events that are not in the thread yet."""

    async def _remember(self, message: str, thread: str = "", shown: int = 0) -> LiveMessage:
        known = LiveMessage(
            platform=self._platform,
            channel=self._channel,
            release=self._release,
            message=message,
            thread=thread,
            shown=shown,
        )
        await self._live.remember(known)
        return known

    def _is_complete(self, shown: Conversation) -> bool:
        """Whether the end was written before this process began; the thread is written last."""
        is_old = not self._written and shown.card.state in ENDED
        return is_old and self._known is not None and self._known.shown >= _newest(shown)


def begun(shown: Conversation) -> str:
    """When the release began, as its thread tells; before that nothing of it stands anywhere."""
    return shown.thread[0].time if shown.thread else ""


def _newest(shown: Conversation) -> int:
    return shown.thread[-1].number if shown.thread else 0
