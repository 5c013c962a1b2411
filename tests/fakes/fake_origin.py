"""A repository as its host shows it, and the comments there, in memory."""

from bot import errors
from bot.domain.events.repositories import Identity
from bot.ports import Comment, MergedPull, PublicRelease
from bot.ports.comments import Reaction
from tests.fakes.effect_log import EffectLog

OURS = 900  # the number of the bot's own account


class FakeOrigin:
    """Implements `ports.Origin`; a test says what is there."""

    def __init__(self) -> None:
        """An ordinary repository in which nothing has happened."""
        self.seen: Identity | None = Identity(
            number=1001, name="acme/greeter", private=False, archived=False
        )
        self.pulls: dict[int, MergedPull] = {}
        self.milestones: dict[int, str] = {}
        self.tags: dict[str, str] = {}  # their commits
        self.public: dict[str, PublicRelease] = {}  # by tag
        self.failure: Exception | None = None

    async def identity(self) -> Identity | None:
        """As the test says."""
        self._fail()
        return self.seen

    async def merged_pull(self, number: int) -> MergedPull | None:
        """If the test merged it."""
        self._fail()
        return self.pulls.get(number)

    async def closed_milestone(self, number: int) -> str | None:
        """If the test closed it."""
        self._fail()
        return self.milestones.get(number)

    async def tag_commit(self, tag: str) -> str:
        """Where the test made it."""
        self._fail()
        return self.tags.get(tag, "")

    async def published(self, tag: str) -> PublicRelease | None:
        """If the test published it."""
        self._fail()
        return self.public.get(tag)

    def publish(self, tag: str, text: str = "", number: int = 1) -> None:
        """Somebody publishes a release."""
        self.public[tag] = PublicRelease(number=number, text=text)

    def _fail(self) -> None:
        if self.failure:
            raise self.failure


class FakeComments(EffectLog):
    """Implements `ports.Comments`."""

    def __init__(self) -> None:
        """Nobody has said anything."""
        super().__init__()
        self.there: dict[int, tuple[int, Comment]] = {}  # with the issue, by the comment's number
        self.reactions: list[tuple[int, Reaction]] = []

    def add(self, issue: int, number: int, author: int, text: str) -> None:
        """Somebody writes a comment."""
        comment = Comment(id=number, author=author, text=text, is_ours=author == OURS)
        self.there[number] = (issue, comment)

    async def read(self, comment: int) -> Comment | None:
        """The comment."""
        with self._call("read"):
            return self.there[comment][1] if comment in self.there else None

    async def find(self, issue: int, marker: str) -> Comment | None:
        """Our own with the marker."""
        with self._call("find"):
            return next(
                (
                    comment
                    for where, comment in self.there.values()
                    if where == issue and comment.is_ours and marker in comment.text
                ),
                None,
            )

    async def react(self, comment: int, reaction: Reaction) -> None:
        """Leave a sign, once of each kind."""
        with self._call("react"):
            self._must_be_there(comment)
            if (comment, reaction) not in self.reactions:
                self.reactions.append((comment, reaction))

    async def write(self, issue: int, text: str) -> None:
        """Write as the bot."""
        with self._call("write"):
            self._record("write", str(issue))
            self.add(issue, 10_000 + len(self.there), OURS, text)

    async def edit(self, comment: int, text: str) -> None:
        """Change what the bot wrote."""
        with self._call("edit"):
            self._must_be_there(comment)
            self._record("edit", str(comment))
            self.add(self.there[comment][0], comment, OURS, text)

    def _must_be_there(self, comment: int) -> None:
        if comment not in self.there:
            raise errors.Failed("The fake has no such comment.", "Look at the issue.")
