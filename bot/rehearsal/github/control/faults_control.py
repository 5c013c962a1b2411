"""Orders of faults."""

from aiohttp import web

from bot.rehearsal.github import asking, faults, problems
from bot.rehearsal.github.control import orders

routes = web.RouteTableDef()


@routes.post(f"{orders.PREFIX}/fault")
async def order_fault(request: web.Request) -> web.Response:
    """Let something go wrong: `method`, `path`, `kind`, `times`, and `skip`, `seconds`, `target`.

    `path` has `*` for one part and `**` at its end for all that follows; `target` is where a
    redirect leads.
    """
    storage, order = request.app[asking.STORAGE], await orders.read(request)
    if order["kind"] not in faults.KINDS:
        raise problems.unprocessable(f"Kinds of faults are {', '.join(faults.KINDS)}.")
    storage.db.execute(
        "INSERT INTO faults (method, path, kind, times, skip, seconds, target)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(order["method"], order["path"], order["kind"], order.get("times", 1)),
            *(order.get("skip", 0), order.get("seconds", 0), order.get("target", "")),
        ),
    )
    return web.json_response({})


@routes.get(f"{orders.PREFIX}/faults")
async def list_faults(request: web.Request) -> web.Response:
    """The faults that are still to come."""
    rows = request.app[asking.STORAGE].db.execute("SELECT * FROM faults ORDER BY id")
    return web.json_response({"faults": [dict(row) for row in rows]})


@routes.post(f"{orders.PREFIX}/end_faults")
async def end_faults(request: web.Request) -> web.Response:
    """Forget the faults that are still to come."""
    request.app[asking.STORAGE].db.execute("DELETE FROM faults")
    return web.json_response({})
