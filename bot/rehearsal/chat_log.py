"""A chat that only remembers: channels, messages, and no protection against posting twice."""

import json
import sqlite3
from typing import Any

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.storage import Storage, now

STORAGE = web.AppKey("STORAGE", Storage)
routes = web.RouteTableDef()


@routes.post("/channels/{channel}/messages")
async def post_message(request: web.Request) -> web.Response:
    """Post a message; a second one with the same key is a second message, as in real chats."""
    storage, channel = request.app[STORAGE], request.match_info["channel"]
    key, text, author = await _read(request, "key", "text", "author")
    with storage.transaction() as db:
        row_id = db.execute(
            "INSERT INTO messages (channel, key, text, author, time) VALUES (?, ?, ?, ?, ?)",
            (channel, key, text, author, now()),
        ).lastrowid
        journal.record(db, "post", channel, key, journal.text_digest(text))
    return web.json_response(_message(request, _find(storage, row_id or 0)), status=201)


@routes.get("/channels/{channel}/messages")
async def list_messages(request: web.Request) -> web.Response:
    """A channel's messages, oldest first; `key` picks those with this key."""
    key = request.query.get("key")
    rows = request.app[STORAGE].db.execute(
        "SELECT * FROM messages WHERE channel = ? AND (? IS NULL OR key = ?) ORDER BY id",
        (request.match_info["channel"], key, key),
    )
    return web.json_response({"messages": [_message(request, row) for row in rows]})


@routes.get(r"/messages/{id:[0-9]{1,18}}")
async def get_message(request: web.Request) -> web.Response:
    """One message."""
    row = _find(request.app[STORAGE], int(request.match_info["id"]))
    return web.json_response(_message(request, row))


@routes.patch(r"/messages/{id:[0-9]{1,18}}")
async def edit_message(request: web.Request) -> web.Response:
    """Change a message's text."""
    storage = request.app[STORAGE]
    before = _find(storage, int(request.match_info["id"]))
    (text,) = await _read(request, "text")
    if text != before["text"]:
        with storage.transaction() as db:
            db.execute("UPDATE messages SET text = ? WHERE id = ?", (text, before["id"]))
            digest = journal.text_digest(text)
            journal.record(db, "post_edited", before["channel"], before["key"], digest)
    return web.json_response(_message(request, _find(storage, before["id"])))


async def _read(request: web.Request, *names: str) -> tuple[str, ...]:
    try:
        content: Any = json.loads(await request.read())
        values = tuple(content[name] for name in names)
    except (ValueError, RecursionError, KeyError, TypeError):
        values = ()
    if not values or not all(isinstance(value, str) for value in values):
        raise web.HTTPBadRequest(text=f"A JSON object with the texts {', '.join(names)} is needed.")
    return values


def _find(storage: Storage, message: int) -> sqlite3.Row:
    rows = storage.db.execute("SELECT * FROM messages WHERE id = ?", (message,)).fetchall()
    if not rows:
        raise web.HTTPNotFound(text="There is no such message.")
    row: sqlite3.Row = rows[0]
    return row


def _message(request: web.Request, row: sqlite3.Row) -> dict[str, object]:
    url = f"{request.scheme}://{request.host}/messages/{row['id']}"
    return {**dict(row), "id": str(row["id"]), "url": url}
