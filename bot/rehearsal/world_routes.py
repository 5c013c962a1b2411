"""What only a rehearsal may do everywhere: look at the journal, yank a release."""

import os
from typing import Any

from aiohttp import web
from packaging import utils

from bot.rehearsal import journal
from bot.rehearsal.storage import Storage

STORAGE = web.AppKey("STORAGE", Storage)
INSTANCE = web.AppKey("INSTANCE", str)
PREFIX = "/_world"
routes = web.RouteTableDef()


@routes.get(f"{PREFIX}/health")
async def health(request: web.Request) -> web.Response:
    """Which process this is, so that nobody ends or adopts a foreign one."""
    return web.json_response({"instance": request.app[INSTANCE], "pid": os.getpid()})


@routes.get(f"{PREFIX}/effects")
async def list_effects(request: web.Request) -> web.Response:
    """The effects journal, oldest first."""
    return web.json_response({"effects": journal.effects(request.app[STORAGE])})


@routes.post(f"{PREFIX}/yank")
async def yank(request: web.Request) -> web.Response:
    """Yank a version, as a person would on PyPI: `index`, `package`, `version`, `reason`."""
    asked = await _read(request)
    return _set_yanked(request, asked, str(asked.get("reason", "")))


@routes.post(f"{PREFIX}/unyank")
async def unyank(request: web.Request) -> web.Response:
    """Take a yank back: `index`, `package`, `version`."""
    return _set_yanked(request, await _read(request), None)


def _set_yanked(request: web.Request, asked: dict[str, Any], reason: str | None) -> web.Response:
    storage, package = request.app[STORAGE], utils.canonicalize_name(asked["package"])
    with storage.transaction() as db:
        changed = db.execute(
            "UPDATE index_files SET yanked = ?"
            " WHERE package_index = ? AND package = ? AND version = ?",
            (reason, asked["index"], package, asked["version"]),
        ).rowcount
        kind = "unyank" if reason is None else "yank"
        key = f"{package}/{asked['version']}"
        if changed:
            journal.record(db, kind, asked["index"], key, journal.text_digest(reason or ""))
    if not changed:
        raise web.HTTPNotFound(text="There is no such version.")
    return web.json_response({"files": changed})


async def _read(request: web.Request) -> dict[str, Any]:
    try:
        content = await request.json()
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise web.HTTPBadRequest(text="A JSON object is needed.")
    return content
