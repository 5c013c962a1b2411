"""What every page of a local chat has: who may use it, its static files, its answers."""

from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal.page.rendering import Renderer
from bot.rehearsal.running.local_only import local_only

RENDERER = web.AppKey("RENDERER", Renderer)
STATIC = Path(__file__).with_name("static")
PAGES = ("/as/", "/page/")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
routes = web.RouteTableDef()
routes.static("/page", STATIC)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let only programs of this machine in, and besides them the page's own forms."""
    own = request.headers.get("Origin") == f"http://{request.host}"
    is_local = request.host.rpartition(":")[0] in ("127.0.0.1", "localhost")
    if own and is_local and request.path.startswith(PAGES):
        return await handler(request)
    return await local_only(request, handler)


def answer(html: str) -> web.Response:
    """A page, or a part of one."""
    return web.Response(text=html, content_type="text/html", headers=HEADERS)


def back(request: web.Request, **asked: str) -> web.HTTPSeeOther:
    """The way back to the look of this person and channel, with what is asked for there."""
    place = f"/as/{request.match_info['name']}/{request.match_info['channel']}"
    known = {name: value for name, value in asked.items() if value}
    return web.HTTPSeeOther(f"{place}?{urlencode(known)}" if known else place)
