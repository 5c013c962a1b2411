"""Clock: votes expire by it, and servers refuse requests from another time."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.adapters import server_time
from bot.adapters.registry import addresses
from bot.doctor.examination import Found, Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

NOTICED = 60.0  # seconds
TOO_FAR = 300.0
REMEDY = "Let the machine keep its time: timedatectl set-ntp true"


async def look(installation: Installation) -> Found:
    """Compare with the first server that answers."""
    urls = tuple(dict.fromkeys(_servers(installation)))
    told = await asyncio.gather(*map(server_time.time_at, urls))
    now = dt.datetime.now(dt.UTC)
    for url, time in zip(urls, told, strict=True):
        if time:
            return (judge((now - time).total_seconds(), urlsplit(url).netloc),)
    hosts = ", ".join(urlsplit(url).netloc for url in urls)
    return (diagnosis.unknown("No server told the time.", hosts, "Try again in a while."),)


def _servers(installation: Installation) -> Iterator[str]:
    yield str(installation.settings.github.api_url)
    for bound in installation.projects.values():
        for name, index in bound.targets:
            if index:
                yield addresses.of(name, index.upload_url, index.index_url).index


def judge(ahead: float, host: str) -> Finding:
    """`ahead` is by how many seconds this machine is before the server."""
    evidence = f"{abs(ahead):.0f} seconds {'ahead of' if ahead > 0 else 'behind'} {host}"
    if abs(ahead) > TOO_FAR:
        return diagnosis.error("The machine's clock is wrong.", evidence, REMEDY)
    if abs(ahead) > NOTICED:
        return diagnosis.warning("The machine's clock is not quite right.", evidence, REMEDY)
    return diagnosis.ok("The machine's clock is right.", evidence)
