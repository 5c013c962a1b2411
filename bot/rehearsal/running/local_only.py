"""A guard for every door of the world: only programs of this machine, by its own address."""

from aiohttp import web
from aiohttp.typedefs import Handler


@web.middleware
async def local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that a web page may have sent: a foreign `Host`, or any `Origin`."""
    host = request.host.rpartition(":")[0] or request.host
    if host not in {"127.0.0.1", "localhost"} or "Origin" in request.headers:
        raise web.HTTPForbidden(text="This address is for programs of this machine only.")
    return await handler(request)
