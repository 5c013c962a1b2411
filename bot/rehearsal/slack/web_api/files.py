"""`files.*`: an address to upload to, the upload, and its place in a channel."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.slack import messages
from bot.rehearsal.slack.desk import BOT_USER, Desk, identifier
from bot.rehearsal.slack.web_api import chat
from bot.rehearsal.slack.web_api.asking import Refused, needed


def get_upload_url(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Promise an upload: its length must be right when it comes."""
    name = needed(args, "filename")
    try:
        length = int(needed(args, "length"))
    except ValueError:
        raise Refused("invalid_arguments") from None
    file, ticket = identifier("F"), identifier("K")
    desk.storage.db.execute(
        "INSERT INTO slack_files (id, ticket, name, title, length) VALUES (?, ?, ?, ?, ?)",
        (file, ticket, name, name, length),
    )
    return {"upload_url": f"{desk.url}/upload/v1/{ticket}", "file_id": file}


async def receive(desk: Desk, request: web.Request) -> web.Response:
    """Take the bytes of a promised upload, raw or as the part of a form."""
    row = desk.storage.db.execute(
        "SELECT * FROM slack_files WHERE ticket = ?", (request.match_info["ticket"],)
    ).fetchone()
    content = await _content(request)
    if row is None or len(content) != row["length"]:
        return web.Response(status=400 if row else 404, text="invalid upload")
    sha256 = desk.storage.keep_bytes(content)
    desk.storage.db.execute("UPDATE slack_files SET sha256 = ? WHERE id = ?", (sha256, row["id"]))
    return web.Response(text=f"OK - {len(content)}")


def complete_upload(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Share what was uploaded, in a channel or a thread."""
    listed = args.get("files")
    if not isinstance(listed, list) or not listed:
        raise Refused("invalid_arguments")
    rows = [_uploaded(desk, str(each.get("id"))) for each in listed]
    channel = chat.writable(desk, str(args["channel_id"])) if args.get("channel_id") else None
    told = []
    for row, each in zip(rows, listed, strict=True):
        title = str(each.get("title") or row["name"])
        desk.storage.db.execute(
            "UPDATE slack_files SET title = ?, channel = ? WHERE id = ?",
            (title, channel["id"] if channel else "", row["id"]),
        )
        told.append(_shown(desk, row, title))
    if channel:
        _share(desk, channel["id"], args, told)
    return {"files": told}


async def download(desk: Desk, request: web.Request) -> web.StreamResponse:
    """The bytes of a file, for those who have the token."""
    row = desk.storage.db.execute(
        "SELECT * FROM slack_files WHERE id = ?", (request.match_info["file"],)
    ).fetchone()
    if row is None or not row["sha256"]:
        raise web.HTTPNotFound
    if request.headers.get("Authorization") != f"Bearer {desk.secrets.bot_token}":
        raise web.HTTPForbidden
    return web.FileResponse(desk.storage.file(row["sha256"]))


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


def _uploaded(desk: Desk, file: str) -> sqlite3.Row:
    row: sqlite3.Row | None = desk.storage.db.execute(
        "SELECT * FROM slack_files WHERE id = ? AND sha256 != ''", (file,)
    ).fetchone()
    if row is None:
        raise Refused("file_not_found")
    return row


def _shown(desk: Desk, row: sqlite3.Row, title: str) -> dict[str, Any]:
    address = f"{desk.url}/files/{row['id']}"
    return {
        "id": row["id"], "created": int(desk.clock()), "timestamp": int(desk.clock()),
        "name": row["name"], "title": title, "mimetype": "text/plain", "filetype": "text",
        "size": row["length"], "user": BOT_USER, "mode": "hosted", "is_external": False,
        "url_private": address, "url_private_download": address, "permalink": address,
    }  # fmt: skip


def _share(desk: Desk, channel: str, args: Mapping[str, Any], files: list[dict[str, Any]]) -> None:
    text = str(args.get("initial_comment") or "")
    thread_ts = str(args.get("thread_ts") or "")
    content = {"text": text, "subtype": "file_share"}
    if args.get("blocks"):
        content["blocks"] = args["blocks"]
    ts = messages.write(desk, channel, BOT_USER, content, thread_ts=thread_ts)
    row = messages.find(desk, channel, ts)
    kept = json.loads(row["content"]) if row else {}
    digest = hashlib.sha256(",".join(file["name"] for file in files).encode()).hexdigest()
    with desk.storage.transaction() as db:
        db.execute(
            "UPDATE slack_messages SET content = ? WHERE channel = ? AND ts = ?",
            (json.dumps(kept | {"files": files}), channel, ts),
        )
        journal.record(db, "slack_file", channel, ts, digest)
