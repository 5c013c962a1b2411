"""The App's list of deliveries, by which it finds what it has missed."""

import json
import sqlite3
from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, problems
from bot.rehearsal.github.app import registration
from bot.rehearsal.github.app import routes as app_routes
from bot.rehearsal.github.hooks import outbox, sending
from bot.rehearsal.storage import Storage

routes = web.RouteTableDef()
LARGEST_PAGE = 100


@routes.get("/app/hook/config")
async def get_hook_config(request: web.Request) -> web.Response:
    """Where the App's events go; the secret is never told."""
    app = registration.register(app_routes.must_be_app(request))
    return web.json_response(_config(app))


@routes.patch("/app/hook/config")
async def update_hook_config(request: web.Request) -> web.Response:
    """Send the App's events elsewhere, or sign them with another secret."""
    storage = app_routes.must_be_app(request)
    content = await asking.body(request)
    changes = {
        column: asking.field(content, name, str)
        for name, column in (("url", "hook_url"), ("secret", "hook_secret"))
        if name in content
    }
    registration.change(storage, changes)
    return web.json_response(_config(registration.register(storage)))


@routes.get("/app/hook/deliveries")
async def list_deliveries(request: web.Request) -> web.Response:
    """The newest first; a page ends with the cursor of the next one."""
    storage = app_routes.must_be_app(request)
    size = _size(request.query.get("per_page", "30"))
    rows = storage.db.execute(
        "SELECT * FROM deliveries WHERE status NOT IN (?, ?) AND id <= ?"
        " AND (? = '' OR (status = 'OK') = (? = 'success')) ORDER BY id DESC LIMIT ?",
        (
            *(outbox.PENDING, outbox.SENDING, _cursor(request)),
            *[_wanted(request)] * 2,
            size + 1,
        ),
    ).fetchall()
    named = {}
    if len(rows) > size:
        query = {**request.query, "cursor": f"v1_{rows[size]['id']}"}
        url = asking.base_url(request) + str(request.rel_url.with_query(query))
        named["Link"] = f'<{url}>; rel="next"'
    return web.json_response([_short(row) for row in rows[:size]], headers=named)


@routes.get(r"/app/hook/deliveries/{id:[0-9]+}")
async def get_delivery(request: web.Request) -> web.Response:
    """One delivery with what was sent and what was answered."""
    storage = app_routes.must_be_app(request)
    row = _find(request, storage)
    app = registration.register(storage)
    asked = {"headers": sending.headers(app, row), "payload": json.loads(row["body"])}
    answered: dict[str, object] = {"headers": {}, "payload": row["answer"] or None}
    return web.json_response(
        _short(row) | {"url": app.hook_url, "request": asked, "response": answered}
    )


@routes.post(r"/app/hook/deliveries/{id:[0-9]+}/attempts")
async def redeliver(request: web.Request) -> web.Response:
    """Send a delivery again."""
    storage = app_routes.must_be_app(request)
    outbox.post_again(storage, _find(request, storage))
    return web.json_response({}, status=202)


def _config(app: registration.App) -> dict[str, str]:
    config = {"content_type": "json", "insecure_ssl": "0", "url": app.hook_url}
    return config | ({"secret": registration.MASKED} if app.hook_secret else {})


def _size(text: str) -> int:
    return min(int(text), LARGEST_PAGE) if text.isdecimal() and int(text) else 30


def _cursor(request: web.Request) -> int:
    text = request.query.get("cursor", "").removeprefix("v1_")
    if text and not text.isdecimal():
        raise problems.unprocessable("Invalid cursor")
    return int(text or 2**62)


def _wanted(request: web.Request) -> str:
    status = request.query.get("status", "")
    if status not in {"", "success", "failure"}:
        raise problems.unprocessable("Invalid status")
    return status


def _find(request: web.Request, storage: Storage) -> sqlite3.Row:
    rows = storage.db.execute(
        "SELECT * FROM deliveries WHERE id = ? AND status NOT IN (?, ?)",
        (asking.number(request, "id"), outbox.PENDING, outbox.SENDING),
    ).fetchall()
    if not rows:
        raise problems.not_found()
    row: sqlite3.Row = rows[0]
    return row


def _short(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "guid": row["guid"],
        "delivered_at": row["delivered"],
        "redelivery": bool(row["is_redelivery"]),
        "duration": row["seconds"],
        "status": row["status"],
        "status_code": row["status_code"],
        "event": row["event"],
        "action": row["action"],
        "installation_id": row["installation"],
        "repository_id": row["repository"],
        "throttled_at": None,
    }
