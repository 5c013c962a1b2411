"""The addresses to which an app responds: five times within half an hour."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.rehearsal.slack import messages, tickets
from bot.rehearsal.slack.delivery import acknowledged
from bot.rehearsal.slack.desk import BOT_USER, Desk
from bot.rehearsal.slack.keys import DESK
from bot.rehearsal.slack.web_api import asking, chat
from bot.rehearsal.slack.web_api.asking import Refused

routes = web.RouteTableDef()


@routes.post("/actions/{ticket}")
async def respond(request: web.Request) -> web.Response:
    """Post an answer, or change the message that was clicked."""
    desk = request.app[DESK]
    try:
        content, _ = await asking.arguments(request)
    except Refused as refusal:
        return web.Response(status=400, text=refusal.error)
    desk.note("response_url", "response_url", content)
    ticket = tickets.use_response_url(desk, request.match_info["ticket"])
    if isinstance(ticket, str):
        return web.json_response({"ok": False, "error": ticket}, status=404)
    error = _apply(desk, ticket, content)
    return web.Response(status=400 if error else 200, text=error or "ok")


def _apply(desk: Desk, ticket: sqlite3.Row, content: Mapping[str, Any]) -> str:
    row = messages.find(desk, ticket["channel"], ticket["ts"]) if ticket["ts"] else None
    if asking.flag(content, "delete_original"):
        if row is None:
            return "message_not_found"
        messages.remove(desk, row)
        return ""
    if asking.flag(content, "replace_original") and row is not None and row["user"] == BOT_USER:
        try:
            checked, _ = chat.checked(content)
        except Refused as refusal:
            return refusal.error
        messages.change(desk, row, checked)
        return ""
    thread_ts = str(content.get("thread_ts") or "")
    return acknowledged.post(desk, ticket["channel"], ticket["user"], content, thread_ts)
