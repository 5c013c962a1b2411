"""The web server: one application, and a place where it listens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot import errors
from bot.adapters.web import actions, door, forms, headers, health, hooks, pages, stream
from bot.adapters.web.site import SITE, Site

STATIC = Path(__file__).parent / "static"

IDLE_SECONDS = 20  # then a connection is closed, also one that sends its headers drop by drop
LINGER_SECONDS = 2  # for a body that nobody wants
STOP_SECONDS = 3


def make_app(site: Site) -> web.Application:
    """The application that serves this site."""
    app = web.Application(
        middlewares=[door.speak_plainly, door.let_in], client_max_size=forms.LARGEST_BODY
    )
    app[SITE] = site
    for part in (health, pages, stream, actions):
        app.add_routes(part.routes)
    app.add_routes(hooks.routes(site.hooks))
    app.router.add_static(door.STATIC, STATIC)
    app.on_response_prepare.append(headers.add_headers)
    app.on_shutdown.append(_end_streams)
    return app


async def _end_streams(app: web.Application) -> None:
    app[SITE].console.close()


@asynccontextmanager
async def open_server(app: web.Application, listen: str) -> AsyncIterator[str]:
    """Listen on "host:port" (port 0: a free one); yields the address under which it is reached."""
    where = urlsplit(f"//{listen}")
    runner = web.AppRunner(
        app,
        access_log=None,  # it would keep the key
        keepalive_timeout=IDLE_SECONDS,
        lingering_time=LINGER_SECONDS,
        shutdown_timeout=STOP_SECONDS,
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, where.hostname, where.port)
        await _start(site, listen)
        host = f"[{where.hostname}]" if ":" in (where.hostname or "") else where.hostname
        yield f"http://{host}:{site.port}"
    finally:
        await runner.cleanup()


async def _start(site: web.TCPSite, listen: str) -> None:
    try:
        await site.start()
    except OSError as error:
        raise errors.Refused(
            f"The web server cannot listen on {listen}: {error.strerror}.",
            "Stop what listens there, or change listen under [bot].",
        ) from error
