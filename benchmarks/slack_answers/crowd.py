"""The crowd: people at the local Slack, who act by requests to its process."""

import asyncio
import itertools
import json
import re
import time
from collections.abc import Sequence
from typing import Any, Self

import aiohttp

Json = dict[str, Any]

PATIENCE = 30.0
_APPROVE = re.compile(r'"(releasebot:approve:[^"]*)"')


class Crowd:
    """Everybody in the workspace."""

    def __init__(self, url: str) -> None:
        """The local Slack is at this address."""
        self._url = url

    async def __aenter__(self) -> Self:
        """Open the connections."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close them."""
        await self._session.close()

    async def connected(self) -> None:
        """Wait until the bot is there."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self._session.get(f"{self._url}/_slack/state") as answer:
                    if (await answer.json())["connections"]:
                        return
                await asyncio.sleep(0.1)

    async def types(self, name: str, words: str, channel: str) -> float:
        """Type a command; the milliseconds until it was acknowledged."""
        done = await self._act(name, "types", line=f"/release {words}", channel=channel)
        return _acknowledged(done)

    async def all_type(
        self, names: Sequence[str], words: str, channels: Sequence[str]
    ) -> list[float]:
        """Let everybody type at the same time, in these channels by turns."""
        places = zip(names, itertools.cycle(channels), strict=False)
        return await asyncio.gather(*(self.types(name, words, place) for name, place in places))

    async def approves(self, name: str, channel: str) -> float:
        """Click the button that approves; the milliseconds until the vote was stored."""
        card = await self.card(channel, "releasebot:approve")
        (action,) = set(_APPROVE.findall(json.dumps(card)))
        return _acknowledged(await self._act(name, "clicks", wanted=action, on=card, stale=True))

    async def votes_anew(self, name: str, channel: str) -> float:
        """Approve, and take it back; the milliseconds until the vote was stored."""
        spent = await self.approves(name, channel)
        await self._told(name, channel, "is counted")
        await self.types(name, "withdraw", channel)
        await self._told(name, channel, "is taken back")
        return spent

    async def _told(self, name: str, channel: str, words: str) -> None:
        """Wait until what this person was told last says these words."""
        async with asyncio.timeout(PATIENCE):
            while True:
                told = await self._act(name, "sees_alone", channel=channel)
                if told and words in json.dumps(told[-1]):
                    return
                await asyncio.sleep(0.1)

    async def card(self, channel: str, words: str) -> Json:
        """The channel's first message, as soon as it says these words."""
        deadline, seen = time.monotonic() + PATIENCE, []
        while time.monotonic() < deadline:
            seen = await self._act("bob", "sees", channel=channel)
            if seen and words in json.dumps(seen[0]):
                found: Json = seen[0]
                return found
            await asyncio.sleep(0.1)
        raise RuntimeError(f"No card in {channel} says {words}: {json.dumps(seen)[:2000]}")

    async def _act(self, name: str, act: str, **said: object) -> Any:  # noqa: ANN401  # any JSON
        address = f"{self._url}/_slack/people/{name}/{act}"
        async with self._session.post(address, json=said) as answer:
            answer.raise_for_status()
            return await answer.json()


def _acknowledged(done: Json) -> float:
    if not done["acknowledged"]:
        raise RuntimeError(f"Slack got no acknowledgement: {done['problem']}")
    return float(done["milliseconds"])
