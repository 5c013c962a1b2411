"""Conversation: surfaces that show releases to people, and the reception that answers them."""

from typing import Protocol

from bot.domain.commands import Caller
from bot.domain.messages import Action, Conversation, Reply


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

    async def preview_notes(self, release: str, text: str) -> Reply:
        """How much room the release's channels would have, if its notes were this text."""
        ...

    async def conversations(self, project: str, limit: int) -> tuple[Conversation, ...]:
        """The newest releases of a project ("": of all) as a channel shows them, oldest first."""
        ...
