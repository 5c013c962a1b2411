"""Requests at the control socket: what they say, bounded, and who the system says is asking."""

import asyncio
import pwd
import socket
import struct
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import errors
from bot.adapters.control.address import LARGEST_BODY
from bot.domain.conversation import messages

SECONDS_TO_READ = 10.0
CREDENTIALS = struct.Struct("3i")  # pid, uid, gid, as Linux tells them of a peer


class Request(BaseModel):
    """What every request says; `as` names somebody to act as, in a rehearsal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    delivery: str = Field(min_length=1, max_length=100)
    project: str = Field("", max_length=100)
    actor: str = Field("", max_length=100, alias="as")


R = TypeVar("R", bound=Request)


class Said(Request):
    """A line of the grammar."""

    text: str


class Pressed(Request):
    """A button or a filled-in dialog."""

    action: messages.Action
    release: str
    question: str = ""
    argument: str = ""
    fields: dict[str, str] = Field(default_factory=dict)


async def read(request: web.Request, shape: type[R]) -> R:
    """The request in that shape. Raises `errors.BadInput` for anything else."""
    try:
        async with asyncio.timeout(SECONDS_TO_READ):
            return shape.model_validate_json(await request.read())
    except web.HTTPRequestEntityTooLarge as error:
        raise errors.BadInput(
            f"That is longer than the {LARGEST_BODY:,} bytes that the bot takes at once.",
            "Nothing was done. Say it shorter.",
            reason="too_long",
        ) from error
    except (ValidationError, TimeoutError) as error:
        raise errors.BadInput(
            "This is no request that the control socket takes.",
            "Use the releasebot of the same version as the bot that runs.",
        ) from error


def login(request: web.Request) -> str:
    """The login of whoever is at the other end, as the system tells it; else the user's number."""
    peer = request.get_extra_info("socket")
    credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
    _, uid, _ = CREDENTIALS.unpack(credentials)
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
