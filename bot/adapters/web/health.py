"""Health: whether the process is up, and whether it can work."""

import asyncio
import logging

from aiohttp import web

from bot.adapters.web.site import SITE

PATHS = ("/healthz", "/readyz")  # they tell one word, so whoever asks needs no key
DATABASE_SECONDS = 3

routes = web.RouteTableDef()


@routes.get("/healthz")
async def healthz(_: web.Request) -> web.Response:
    """The process answers."""
    return web.Response(text="up\n")


@routes.get("/readyz")
async def readyz(request: web.Request) -> web.Response:
    """The database answers too."""
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            await request.app[SITE].ready()
    except Exception:  # whatever it is, the bot cannot work now
        logging.getLogger(__name__).warning("The database does not answer.", exc_info=True)
        return web.Response(text="the database does not answer\n", status=503)
    return web.Response(text="ready\n")
