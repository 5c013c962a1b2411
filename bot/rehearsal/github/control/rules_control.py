"""Rules that an owner sets: what a branch needs, and whether releases are immutable."""

import json

from aiohttp import web

from bot.rehearsal import world_routes
from bot.rehearsal.github.control import orders

routes = web.RouteTableDef()


@routes.post(f"{world_routes.PREFIX}/protect")
async def protect(request: web.Request) -> web.Response:
    """Say what a merge into a branch still needs: `repository`, `branch`, `needs` ("": nothing)."""
    order = await orders.read(request)
    hosted = orders.hosted(request, order["repository"])
    hosted.storage.db.execute(
        "INSERT OR REPLACE INTO protections VALUES (?, ?, ?)",
        (hosted.id, order["branch"], order["needs"]),
    )
    return web.json_response({})


@routes.post(f"{orders.PREFIX}/branch_rule")
async def set_branch_rule(request: web.Request) -> web.Response:
    """Protect a `branch` of a `repository`, or with `off` no longer.

    `kind`: classic (the default) or ruleset; `checks`: a list of {context, app_id}; `reviews`:
    how many, and with the key at all changes must come by a pull request.
    """
    order = await orders.read(request)
    hosted = orders.hosted(request, order["repository"])
    key = (hosted.id, order["branch"], order.get("kind", "classic"))
    hosted.storage.db.execute(
        "DELETE FROM branch_rules WHERE repository = ? AND branch = ? AND kind = ?", key
    )
    if not order.get("off"):
        hosted.storage.db.execute(
            "INSERT INTO branch_rules VALUES (?, ?, ?, ?, ?)",
            (*key, json.dumps(order.get("checks", [])), order.get("reviews", -1)),
        )
    return web.json_response({})


@routes.post(f"{orders.PREFIX}/immutable_releases")
async def set_immutable_releases(request: web.Request) -> web.Response:
    """Make the releases that are published from now on immutable: `repository`, `enabled`."""
    order = await orders.read(request)
    hosted = orders.hosted(request, order["repository"])
    hosted.storage.db.execute(
        "INSERT INTO repository_settings (repository, makes_immutable) VALUES (?, ?)"
        " ON CONFLICT (repository) DO UPDATE SET makes_immutable = excluded.makes_immutable",
        (hosted.id, bool(order["enabled"])),
    )
    return web.json_response({})
