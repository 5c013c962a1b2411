"""Speaking to the bot that works in a data folder, through its control socket."""

import json
import socket
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot import errors
from bot.adapters.control import address
from bot.domain.conversation import reply_json
from bot.domain.conversation.messages import Dialog, Reply

SECONDS_TO_CONNECT = 5.0
SECONDS_TO_ANSWER = 120.0  # a look at every destination takes its time
LONGEST_LINE = 16 * 2**20

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ControlClient:
    """A bot at the other end of its socket. `project` and `actor` go with whatever is said."""

    session: aiohttp.ClientSession
    project: str = ""
    actor: str = ""

    async def say(self, text: str) -> Reply:
        """Say a line of the grammar."""
        return await self._ask("say", {"text": text})

    async def submit(self, dialog: Dialog, fields: Mapping[str, str]) -> Reply:
        """Send a dialog that was filled in."""
        asked = {
            "action": dialog.action,
            "release": dialog.release,
            "question": dialog.question,
            "argument": dialog.argument,
            "fields": {**fields, "base": dialog.base},
        }
        return await self._ask("press", asked)

    async def status(self, release: str) -> Json:
        """The status of a release."""
        return await self._get(f"releases/{release}")

    async def audit(self) -> Json:
        """Every row of the audit, and the number of the first one that was altered."""
        return await self._get("audit")

    def follow(self, release: str) -> AsyncIterator[Json]:
        """The status of a release now and whenever it changes, until the bot ends."""
        return self._lines(f"releases/{release}/changes")

    def follow_rehearsal(self, id_: str) -> AsyncIterator[Json]:
        """A rehearsal now and whenever it changes, until it or the bot ends."""
        return self._lines(f"rehearsals/{id_}/changes")

    async def _lines(self, where: str) -> AsyncIterator[Json]:
        try:
            async with self.session.get(f"http://bot/{where}", timeout=_timeout(None)) as lines:
                if not lines.ok:
                    raise await _error(lines)
                async for line in lines.content:
                    yield json.loads(line)
        except (aiohttp.ClientError, OSError) as error:
            raise _gone() from error

    async def _ask(self, where: str, what: Json) -> Reply:
        named = {"delivery": uuid.uuid4().hex, "project": self.project, "as": self.actor}
        sent = await self._send("POST", where, {**what, **named})
        return reply_json.reply_from_json(sent)

    async def _get(self, where: str) -> Json:
        return await self._send("GET", where, None)

    async def _send(self, method: str, where: str, body: Json | None) -> Json:
        try:
            async with self.session.request(method, f"http://bot/{where}", json=body) as got:
                if not got.ok:
                    raise await _error(got)
                answer: Json = await got.json()
                return answer
        except (aiohttp.ClientError, OSError) as error:
            raise _gone() from error


@asynccontextmanager
async def connected(
    folder: Path, *, project: str = "", actor: str = ""
) -> AsyncIterator[ControlClient]:
    """A client of the bot that works in this folder."""
    with address.short_path(folder) as path:
        connector = aiohttp.UnixConnector(path)
        async with aiohttp.ClientSession(
            connector=connector, timeout=_timeout(SECONDS_TO_ANSWER), read_bufsize=LONGEST_LINE
        ) as session:
            yield ControlClient(session, project, actor)


def is_served(folder: Path) -> bool:
    """Whether a living bot listens in this folder."""
    if not folder.is_dir():
        return False
    with (
        address.short_path(folder) as path,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller,
    ):
        caller.settimeout(SECONDS_TO_CONNECT)
        return not caller.connect_ex(path)


def _timeout(seconds: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=SECONDS_TO_CONNECT)


async def _error(answer: aiohttp.ClientResponse) -> errors.ReleasebotError:
    told = await answer.json()
    return reply_json.error_from_json(told["error"])


def _gone() -> errors.Unknown:
    return errors.Unknown(
        "The bot ended before it answered.",
        "Nothing is lost: start it again, and look with releasebot status.",
    )
