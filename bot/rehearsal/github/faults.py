"""Faults on demand: what goes wrong between a client and GitHub, ordered for single requests."""

import asyncio
import json
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal import world_routes
from bot.rehearsal.github import asking
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.storage import Storage

HOUR, MINUTE = 3600.0, 60.0
SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)
LAST_ANSWERS = web.AppKey("LAST_ANSWERS", dict[str, web.Response])
MOST_ANSWERS = 1000
Fault = Callable[[web.Request, Handler, sqlite3.Row], Awaitable[web.StreamResponse]]


@web.middleware
async def afflict(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as usual, or wrongly as it was ordered."""
    if request.path.startswith(world_routes.PREFIX):
        return await handler(request)
    ordered = _due(request.app[asking.STORAGE], request)
    if ordered is not None:
        request[asking.FAULT] = ordered["kind"]
        return await KINDS[ordered["kind"]](request, handler, ordered)
    response = await handler(request)
    if request.method == "GET" and isinstance(response, web.Response):
        answers = request.app[LAST_ANSWERS]
        answers[_key(request)] = response
        if len(answers) > MOST_ANSWERS:
            del answers[next(iter(answers))]
    return response


def fits(method: str, pattern: str, request: web.Request) -> bool:
    """Whether a request is one of those: `*` is one part of a path, a `**` at its end the rest."""
    parts = [re.escape(part) for part in re.split(r"\*+", pattern)]
    stars = re.findall(r"\*+", pattern)
    wild = ["[^/]+" if star == "*" else ".*" for star in stars]
    expression = "".join(part + star for part, star in zip(parts, [*wild, ""], strict=True))
    return method in {"*", request.method} and bool(re.fullmatch(expression, request.path))


def _due(storage: Storage, request: web.Request) -> sqlite3.Row | None:
    """The oldest order that fits and has not been used up; it is counted down by this."""
    for row in storage.db.execute("SELECT * FROM faults ORDER BY id").fetchall():
        if not fits(row["method"], row["path"], request):
            continue
        if row["skip"] > 0:
            storage.db.execute("UPDATE faults SET skip = skip - 1 WHERE id = ?", (row["id"],))
            continue
        storage.db.execute("UPDATE faults SET times = times - 1 WHERE id = ?", (row["id"],))
        storage.db.execute("DELETE FROM faults WHERE times <= 0")
        found: sqlite3.Row = row
        return found
    return None


def _drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)


async def _drop_before(request: web.Request, _: Handler, __: sqlite3.Row) -> web.StreamResponse:
    return _drop(request)


async def _drop_after(request: web.Request, handler: Handler, _: sqlite3.Row) -> web.StreamResponse:
    await handler(request)
    return _drop(request)


async def _error_before(_: web.Request, __: Handler, ___: sqlite3.Row) -> web.StreamResponse:
    return Problem(502, "Server Error").response()


async def _error_after(
    request: web.Request, handler: Handler, _: sqlite3.Row
) -> web.StreamResponse:
    await handler(request)
    return Problem(502, "Server Error").response()


async def _secondary(_: web.Request, __: Handler, row: sqlite3.Row) -> web.StreamResponse:
    response = Problem(403, SECONDARY).response()
    response.headers["Retry-After"] = str(int(row["seconds"] or MINUTE))
    return response


async def _secondary_bare(_: web.Request, __: Handler, ___: sqlite3.Row) -> web.StreamResponse:
    return Problem(403, SECONDARY).response()


async def _too_many(_: web.Request, __: Handler, ___: sqlite3.Row) -> web.StreamResponse:
    return Problem(429, "Too many requests").response()


async def _primary(_: web.Request, __: Handler, row: sqlite3.Row) -> web.StreamResponse:
    response = Problem(403, "API rate limit exceeded for installation.").response()
    reset = int(time.time() + (row["seconds"] or HOUR))
    named = {"Limit": 5000, "Used": 5000, "Remaining": 0, "Reset": reset}
    response.headers.update({f"X-RateLimit-{name}": str(n) for name, n in named.items()})
    return response


async def _hang_before(request: web.Request, _: Handler, row: sqlite3.Row) -> web.StreamResponse:
    await asyncio.sleep(row["seconds"] or MINUTE)
    return _drop(request)


async def _hang(request: web.Request, handler: Handler, row: sqlite3.Row) -> web.StreamResponse:
    await handler(request)
    return await _hang_before(request, handler, row)


async def _expired(_: web.Request, __: Handler, ___: sqlite3.Row) -> web.StreamResponse:
    return Problem(401, "Bad credentials").response()


async def _redirect(request: web.Request, _: Handler, row: sqlite3.Row) -> web.StreamResponse:
    target = row["target"] or asking.base_url(request).replace("127.0.0.1", "localhost")
    response = Problem(307, "Temporary Redirect").response()
    response.headers["Location"] = f"{target}{request.raw_path}"
    return response


async def _truncated(request: web.Request, handler: Handler, _: sqlite3.Row) -> web.StreamResponse:
    response = await handler(request)
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return _drop(request)
    half = response.body[: len(response.body) // 2]
    return web.Response(status=response.status, body=half, content_type="application/json")


async def _lag(request: web.Request, handler: Handler, _: sqlite3.Row) -> web.StreamResponse:
    known = request.app[LAST_ANSWERS].get(_key(request))
    if known is not None:
        return web.Response(status=known.status, body=known.body, content_type="application/json")
    response = await handler(request)
    body = response.body if isinstance(response, web.Response) else b""
    empty = _emptied(json.loads(body)) if isinstance(body, bytes) and body else None
    return Problem(404, "Not Found").response() if empty is None else web.json_response(empty)


def _emptied(content: Any) -> Any:  # noqa: ANN401  # any JSON
    """The same list without anything in it; None for what is no list."""
    if isinstance(content, list):
        return []
    if isinstance(content, dict) and "total_count" in content:
        kept = {key: [] if isinstance(each, list) else each for key, each in content.items()}
        return kept | {"total_count": 0}
    return None


def _key(request: web.Request) -> str:
    return request.path_qs


KINDS: dict[str, Fault] = {
    "drop_before": _drop_before,
    "drop_after": _drop_after,
    "error_before": _error_before,
    "error_after": _error_after,
    "secondary": _secondary,
    "secondary_bare": _secondary_bare,
    "too_many": _too_many,
    "primary": _primary,
    "hang": _hang,
    "hang_before": _hang_before,
    "expired": _expired,
    "redirect": _redirect,
    "truncated": _truncated,
    "lag": _lag,
}
