"""Server time: what time a server of the outside world has."""

import datetime as dt
from email.utils import parsedate_to_datetime

import aiohttp

SECONDS = 5.0


async def time_at(url: str) -> dt.datetime | None:
    """The date in the server's answer, whatever it answers; None for silence."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    headers = {"User-Agent": "releasebot"}
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.head(url, allow_redirects=False) as answer,
        ):
            told = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, ValueError):  # TimeoutError is an OSError
        return None
    return told if told.tzinfo else told.replace(tzinfo=dt.UTC)
