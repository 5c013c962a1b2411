"""Conversation: surfaces that show releases to people, and the reception that answers them."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Action, Conversation, Reply
from bot.ports.chat import Chat


class Surface(Protocol):
    """A platform on which people follow releases: the console, Slack, Discord."""

    async def show(self, conversation: Conversation) -> None:
        """Bring the release's live message and thread to this state, now or very soon.

        Called with the whole state at each change, also after a restart; a surface edits in place,
        writes only what is new, and may leave out states that were overtaken.
        """
        ...


class Reception(Protocol):
    """What a door calls when somebody says or presses something; it never raises for bad input."""

    async def say(self, text: str, caller: Caller) -> Reply:
        """Answer a line of the grammar, without the slash command's own name."""
        ...

    async def open_dialog(
        self, action: Action, release: str, question: str, argument: str, caller: Caller
    ) -> Reply:
        """The dialog that belongs to a button, as the reply's `dialog`."""
        ...

    async def press(  # what a platform knows of a click
        self,
        action: Action,
        release: str,
        question: str,
        argument: str,
        fields: dict[str, str],
        caller: Caller,
    ) -> Reply:
        """Do what a button or a filled-in dialog asks for; `base` of a dialog is in `fields`."""
        ...

    async def keep_draft(self, release: str, text: str, base: str, caller: Caller) -> Reply:
        """Keep what is being typed in place of the notes whose digest is `base`."""
        ...

    async def drop_draft(self, release: str, caller: Caller) -> Reply:
        """Forget what the caller typed; the reply's `dialog` begins with the notes themselves."""
        ...

    async def preview_posts(self, release: str, text: str | None = None) -> Reply:
        """What each channel gets, as `posts` of the reply's data; `text` stands for the notes."""
        ...

    async def preview_notes(self, release: str, text: str) -> Reply:
        """How much room the release's channels would have, if its notes were this text."""
        ...

    async def upcoming(self, caller: Caller) -> Reply:
        """What is next by cadence, a line for each project that has one; perhaps a while old.

        Looking may take as long as a repository takes to answer, or not to answer.
        """
        ...

    async def conversations(self, project: str, limit: int) -> tuple[Conversation, ...]:
        """The newest releases of a project ("": of all) as a channel shows them, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMessage:
    """Where a channel shows a release: its one live message, and how far its thread is written."""

    platform: str
    channel: str
    release: str
    message: str  # the platform's id of the message, "" while it is not known
    thread: str = ""  # the id of its thread, where that is another one
    shown: int = 0  # the number of the newest event that stands in the thread


class LiveMessages(Protocol):
    """What a platform remembers of its live messages, so that it edits them after a restart."""

    async def recall(self, platform: str, channel: str, release: str) -> LiveMessage | None:
        """Where that channel shows the release; None where nothing was remembered."""
        ...

    async def remember(self, message: LiveMessage) -> None:
        """Keep it in place of what was remembered of that channel and release."""
        ...


class ChatPlatform(Protocol):
    """A chat where people are: it shows them releases, hears what they say, takes announcements."""

    name: str  # "slack", "discord"
    chat: Chat
    surface: Surface

    def connected(
        self, reception: Reception, live: LiveMessages
    ) -> AbstractAsyncContextManager[None]:
        """Listen to people while this is open; `surface` shows nothing before.

        It opens also where the platform does not answer, and connects as soon as it does.
        """
        ...
