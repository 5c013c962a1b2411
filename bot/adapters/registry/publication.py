"""What the bot and its publisher say to each other: a request and an answer, as JSON."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Request(BaseModel):
    """Upload this file to there; the secret is only named, and `parent` is the asking process."""

    model_config = ConfigDict(frozen=True)

    parent: int
    path: str
    name: str
    sha256: str
    size: int
    repository_url: str
    secret: dict[str, str]
    seconds_without_answer: int


class Answer(BaseModel):
    """How it went. `changed`: the file is not the one that was asked for; nothing was sent."""

    model_config = ConfigDict(frozen=True)

    state: Literal["ok", "conflict", "credentials", "rejected", "unknown", "changed"]
    text: str = ""
