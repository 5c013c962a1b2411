"""Following: the answer to whoever started a release in a comment says how it goes on."""

from collections.abc import Mapping

from bot.domain.conversation.messages import Conversation
from bot.domain.events import comment_replies
from bot.ports import Comments, LiveMessage, LiveMessages

PLATFORM = "github"


class CommentFollower:
    """Implements `ports.Surface`: edits our answer when something else is to be said there."""

    def __init__(self, live: LiveMessages, comments: Mapping[str, Comments]) -> None:
        """`comments` are by project."""
        self._live = live
        self._comments = comments
        self._shown: dict[str, str] = {}  # by release

    async def show(self, conversation: Conversation) -> None:
        """Bring the answer to this state, where there is one; nobody is notified of an edit."""
        card = conversation.card
        comments = self._comments.get(card.project)
        told = comment_replies.following("", card)
        if comments is None or self._shown.get(card.release) == told:
            return
        found = await self._live.recall(PLATFORM, card.project, card.release)
        if found is None:
            return
        text = comment_replies.following(found.thread, card)
        there = await comments.read(int(found.message))
        if there and there.is_ours and there.text != text:
            await comments.edit(there.id, text)
        self._shown[card.release] = told


async def follow(release: str, project: str, comment: int, marker: str, live: LiveMessages) -> None:
    """Let the answer follow the release from now on."""
    await live.remember(
        LiveMessage(
            platform=PLATFORM,
            channel=project,
            release=release,
            message=str(comment),
            thread=marker,
        )
    )
