"""The chat log of the local world: a chat that only writes down what it is told."""

from http import HTTPStatus
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from bot import errors, ports
from bot.adapters import json_requests
from bot.adapters.patience import PATIENT, Patience, repeated

AUTHOR = "releasebot"


class _Message(BaseModel):
    """A message as the log tells it."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str
    channel: str
    key: str
    text: str
    url: str
    time: str = ""

    def as_post(self) -> ports.Post:
        return ports.Post(**self.model_dump(), digest=ports.text_digest(self.text))


class _Messages(BaseModel):
    """A channel's messages, oldest first."""

    messages: tuple[_Message, ...]


class ChatLog:
    """Implements `ports.Chat`."""

    def __init__(self, url: str, patience: Patience = PATIENT) -> None:
        """Write to the log at that address."""
        self._url = url.rstrip("/")
        self._patience = patience

    async def find(self, channel: str, key: str) -> ports.Post | None:
        """Ask the log for our key; the oldest message counts."""
        answer = await repeated(lambda: self._ask(channel, key), self._patience.pauses)
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        self._must_be(answer, HTTPStatus.OK)
        found = [message for message in answer.read_as(_Messages).messages if message.key == key]
        return found[0].as_post() if found else None

    async def post(self, channel: str, key: str, text: str, rest: str = "") -> ports.Post:
        """Write the message down, once more if it is there already; there is always room."""
        del rest
        message = {"key": key, "text": text, "author": AUTHOR}
        answer = await json_requests.send(
            "POST", self._messages(channel), self._patience, body=message
        )
        self._must_be(answer, HTTPStatus.CREATED)
        return answer.read_as(_Message).as_post()

    async def edit(self, post: ports.Post, text: str, rest: str = "") -> ports.Post:
        """Change the message."""
        del rest
        answer = await json_requests.send(
            "PATCH", f"{self._url}/messages/{post.id}", self._patience, body={"text": text}
        )
        self._must_be(answer, HTTPStatus.OK)
        return answer.read_as(_Message).as_post()

    async def history(self, channel: str, limit: int) -> tuple[ports.Post, ...]:
        """The channel's newest messages, oldest first; what people read there."""
        answer = await repeated(lambda: self._ask(channel), self._patience.pauses)
        if answer.status == HTTPStatus.NOT_FOUND:
            return ()
        self._must_be(answer, HTTPStatus.OK)
        return tuple(each.as_post() for each in answer.read_as(_Messages).messages[-limit:])

    async def _ask(self, channel: str, key: str | None = None) -> json_requests.Answer:
        query = {"key": key} if key is not None else None
        return await json_requests.send("GET", self._messages(channel), self._patience, query=query)

    def _messages(self, channel: str) -> str:
        return f"{self._url}/channels/{quote(channel, safe='')}/messages"

    def _must_be(self, answer: json_requests.Answer, status: HTTPStatus) -> None:
        if answer.status != status:
            raise errors.Failed(
                f"The chat log at {answer.host} refused ({answer.status}).",
                "Check [chat_log] url and the channel's name.",
                reason="refused",
            )
