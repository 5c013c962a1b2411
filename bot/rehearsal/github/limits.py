"""How many requests are left, told with each answer; and answers that have not changed: 304."""

import hashlib
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal.github import callers

routes = web.RouteTableDef()
LIMIT, LIMIT_OF_NOBODY = 5000, 60
HOUR = 3600
USED = web.AppKey("USED", dict[str, tuple[float, int]])


@routes.get("/rate_limit")
async def get_rate_limit(request: web.Request) -> web.Response:
    """What is left; asking costs nothing."""
    core = _state(request)
    other = {"limit": 30, "used": 0, "remaining": 30, "reset": core["reset"]}
    return web.json_response({"resources": {"core": core, "search": other}, "rate": core})


@web.middleware
async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count the request, unless what it asks for is known already."""
    response = await handler(request)
    if request.path.startswith("/_world") or response.prepared:
        return response
    known = _tag(request, response)
    if known and known in request.headers.get("If-None-Match", ""):
        response = web.Response(status=304, headers={"ETag": known})
    else:
        if known:
            response.headers["ETag"] = known
        if request.path != "/rate_limit":
            reset, used = _used(request)
            request.app[USED][_who(request)] = (reset, used + 1)
    for name, number in _state(request).items():
        response.headers.setdefault(f"X-RateLimit-{name.title()}", str(number))
    response.headers.setdefault("X-RateLimit-Resource", "core")
    return response


def _tag(request: web.Request, response: web.StreamResponse) -> str:
    is_read = request.method == "GET" and response.status == 200  # noqa: PLR2004 - OK
    if not is_read or not isinstance(response, web.Response):
        return ""
    content = response.body if isinstance(response.body, bytes) else b""
    return f'W/"{hashlib.sha256(content).hexdigest()}"'


def _who(request: web.Request) -> str:
    caller = request.get(callers.CALLER, callers.NOBODY)
    return f"{caller.kind} {caller.login} {caller.installation}"


def _used(request: web.Request) -> tuple[float, int]:
    reset, used = request.app[USED].get(_who(request), (0.0, 0))
    return (reset, used) if reset > time.time() else (time.time() + HOUR, 0)


def _state(request: web.Request) -> dict[str, int]:
    reset, used = _used(request)
    is_known = request.get(callers.CALLER, callers.NOBODY) != callers.NOBODY
    limit = LIMIT if is_known else LIMIT_OF_NOBODY
    return {"limit": limit, "used": used, "remaining": max(0, limit - used), "reset": int(reset)}
