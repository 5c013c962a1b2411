"""Load: requests that were signed before, sent over connections that stay open."""

import asyncio
import json
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.fakes import signed_deliveries as signed

DISTINCT = 5_000
TWICE = DISTINCT // 20
WARM_UP = 200
PACED = 2_000  # are sent at a steady pace, the rest as fast as the server takes them
PACE = 1_000.0  # a second
CONNECTIONS = 100
PADDING = "x" * 7_500  # a body is as large as GitHub's examples are on the average
SECONDS = 120.0  # for everything; a server that hangs is no result


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many a second at most; at a steady pace, the milliseconds of half and of nearly all."""

    rate: float
    p50: float
    p99: float


def requests() -> list[bytes]:
    """Each distinct delivery, some of them twice, in an order that is the same in each run."""
    numbers = [*range(DISTINCT), *range(TWICE)]
    random.Random(1).shuffle(numbers)  # noqa: S311  # an order, no secret
    return [_request(number) for number in numbers]


def _request(number: int) -> bytes:
    body = json.dumps(
        {
            "ref": "refs/heads/main",
            "before": "a" * 40,
            "after": f"{number:040x}",
            "repository": signed.REPOSITORY,
            "sender": signed.PERSON,
            "commits": [{"message": PADDING}],
        }
    ).encode()
    head = {**signed.headers(body, guid=f"guid-{number}"), "Content-Length": str(len(body))}
    lines = [f"{name}: {value}" for name, value in head.items()]
    start = "\r\n".join(["POST /github/webhooks HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""])
    return start.encode() + body


def measure(port: int, wanted: list[bytes]) -> Figures:
    """What a server at that port does with them; the first ones only warm it up."""
    return asyncio.run(_measure(port, wanted))


async def _measure(port: int, wanted: list[bytes]) -> Figures:
    async with asyncio.timeout(SECONDS):
        await _send_all(port, _at_once(wanted[:WARM_UP]))
        paced = await _send_all(port, _at_pace(wanted[WARM_UP : WARM_UP + PACED]))
        started = time.perf_counter()
        taken = await _send_all(port, _at_once(wanted[WARM_UP + PACED :]))
        seconds = time.perf_counter() - started
    return Figures(
        rate=len(taken) / seconds,
        p50=statistics.median(paced) * 1000,
        p99=statistics.quantiles(paced, n=100)[98] * 1000,
    )


Due = Iterator[tuple[float, bytes]]  # when a request is to be sent, 0 for at once


def _at_once(wanted: list[bytes]) -> Due:
    return ((0.0, request) for request in wanted)


def _at_pace(wanted: list[bytes]) -> Due:
    """Sent when it is time, whether or not earlier ones were answered."""
    start = time.perf_counter() + 0.1
    return ((start + number / PACE, request) for number, request in enumerate(wanted))


async def _send_all(port: int, wanted: Due) -> list[float]:
    taken: list[float] = []
    await asyncio.gather(*(_connection(port, wanted, taken) for _ in range(CONNECTIONS)))
    return taken


async def _connection(port: int, wanted: Due, taken: list[float]) -> None:
    """Send one after the other; who comes late to one counts that as its time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for due, request in wanted:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        started = due or time.perf_counter()
        writer.write(request)
        await _answer(reader)
        taken.append(time.perf_counter() - started)
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    status, _, rest = head.partition(b"\r\n")
    if status.split()[1] not in (b"200", b"202"):
        raise SystemExit(f"a delivery was answered with {status.decode()}")
    lower = rest.lower()
    length = lower.partition(b"content-length:")[2].partition(b"\r\n")[0]
    if length:
        await reader.readexactly(int(length))
    elif b"chunked" in lower:
        while await reader.readuntil(b"\r\n") != b"0\r\n":
            await reader.readuntil(b"\r\n")
        await reader.readuntil(b"\r\n")
