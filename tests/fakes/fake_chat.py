"""A chat in memory that takes the same message twice, as chats do."""

from dataclasses import replace

from bot import ports
from tests.fakes.effect_log import EffectLog


class FakeChat(EffectLog):
    """Implements `ports.Chat`. `posts` is everything that people would read."""

    def __init__(self) -> None:
        """Start with silent channels."""
        super().__init__()
        self.posts: list[ports.Post] = []

    async def find(self, channel: str, key: str) -> ports.Post | None:
        """The first message with that key."""
        with self._call("find"):
            found = [post for post in self.posts if (post.channel, post.key) == (channel, key)]
            return found[0] if found else None

    async def post(self, channel: str, key: str, text: str, rest: str = "") -> ports.Post:
        """Add the message, whether or not the key was used before."""
        del rest
        with self._call("post"):
            number = str(len(self.posts) + 1)
            url = f"https://chat.example/{channel}/{number}"
            post = ports.Post(
                id=number,
                channel=channel,
                key=key,
                text=text,
                url=url,
                digest=ports.text_digest(text),
            )
            self.posts.append(post)
            self._record("post", channel, key)
            return post

    async def edit(self, post: ports.Post, text: str, rest: str = "") -> ports.Post:
        """Change what the message says."""
        del rest
        with self._call("edit"):
            edited = replace(post, text=text, digest=ports.text_digest(text))
            self.posts = [edited if each.id == post.id else each for each in self.posts]
            self._record("edit", post.channel, post.key)
            return edited
