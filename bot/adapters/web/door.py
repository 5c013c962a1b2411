"""The door: which requests are let in, and what is said to the others.

Whoever opened the address with the key has it as a cookie that no script reads and no other site
sends. A name that was made to lead to this machine (DNS rebinding) is met by the check of the
Host header, and a form on somebody else's page by the check of the Origin.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot import errors
from bot.adapters.web import health, rendering
from bot.adapters.web.site import SITE, Site

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
STATIC = "/console/static/"  # the same bytes as in the wheel; the page without a key needs them
STREAM = "/console/stream"  # stays open as long as the page
SECONDS = 60  # for everything else
READING = ("GET", "HEAD")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NO_KEY = errors.Refused(
    "This page opens with a key, and this browser has none that is valid.",
    "Open the whole address that releasebot printed when it started, with ?key= and what follows.",
)
OTHER_HOST = errors.Refused(
    "This address is not one under which the console may be opened.",
    "Open the address that releasebot printed.",
)
OTHER_ORIGIN = errors.Refused(
    "This was sent by a page that is not the console.", "Open the console and do it there."
)
TOO_SLOW = errors.Unknown(
    "This took longer than a minute, and nobody waited for the rest.",
    "Look at the release: what was begun goes on.",
)
BROKEN = errors.Failed(
    "Something in the bot itself is broken; it is in the log.",
    "Try again; if it happens again, report it with the end of the log.",
)


@web.middleware
async def speak_plainly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal is a page, or for a script a fragment, in plain words."""
    try:
        return await handler(request)
    except web.HTTPRedirection:
        raise
    except web.HTTPException as refusal:
        error = errors.BadInput(refusal.text or refusal.reason, "Go back to the console.")
        return _refusal(request, error, refusal.status)
    except errors.ReleasebotError as refusal:
        return _refusal(request, refusal, 503)
    except Exception:  # the last border before a person: never a traceback
        logging.getLogger(__name__).exception("%s %s", request.method, request.path)
        return _refusal(request, BROKEN, 500)


@web.middleware
async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in what nothing speaks against; then the request has a minute."""
    site = request.app[SITE]
    if request.path in (*health.PATHS, *(hook.path for hook in site.hooks)):
        return await handler(request)
    if refused := objection(request, site):
        return _refusal(request, refused, 403)
    if "key" in request.query:
        return _with_cookie(request, site)
    return await _on_a_clock(request, handler)


def objection(request: web.Request, site: Site) -> errors.Refused | None:
    """What speaks against a request: its host, its missing key, or the page that sent it."""
    if not (is_local(request) or is_public(request, site)):
        return OTHER_HOST
    if request.path.startswith(STATIC):
        return None
    is_reading = request.method in READING
    given = request.query.get("key", "") if is_reading else ""
    if not is_key(given or request.cookies.get(cookie_name(request), ""), site):
        return NO_KEY
    return None if is_reading or is_own(request) else OTHER_ORIGIN


async def _on_a_clock(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path == STREAM:
        return await handler(request)
    try:
        async with asyncio.timeout(SECONDS):
            return await handler(request)
    except TimeoutError:
        return _refusal(request, TOO_SLOW, 504)


def is_local(request: web.Request) -> bool:
    """Whether this machine was asked for by a name of its own, at the port that listens."""
    transport = request.transport
    port = transport.get_extra_info("sockname")[1] if transport else 0
    return request.host in {f"{name}:{port}" for name in LOCAL_NAMES}


def is_public(request: web.Request, site: Site) -> bool:
    """Whether it was asked for by the name that the operator gave."""
    return bool(site.public_url) and request.host == urlsplit(site.public_url).netloc


def is_key(given: str, site: Site) -> bool:
    """Whether this is the site's key; how long the comparison takes tells nothing."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), site.key.encode())


def is_own(request: web.Request) -> bool:
    """Whether a page of ours sent this: its origin has the host that was asked."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def cookie_name(request: web.Request) -> str:
    """A name for each port: cookies do not know ports, and two bots may run on one machine."""
    return f"releasebot_{urlsplit(f'//{request.host}').port or 0}"


def _with_cookie(request: web.Request, site: Site) -> web.Response:
    """Take the key out of the address, where histories and screens would keep it."""
    answer = web.Response(status=303, headers={"Location": "/console"})
    answer.set_cookie(
        cookie_name(request),
        site.key,
        path="/",
        secure=is_public(request, site) and site.public_url.startswith("https:"),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _refusal(request: web.Request, error: errors.ReleasebotError, status: int) -> web.Response:
    if request.method == "POST":
        return web.json_response(rendering.refusal(error), status=status)
    page = rendering.render("refusal.html.j2", error=error.to_json())
    return web.Response(text=page, content_type="text/html", status=status)
