"""Reading a call: its arguments from wherever they came, its token, and the channel it names."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from aiohttp import web

STRUCTURED = frozenset({"blocks", "attachments", "metadata", "view", "files", "prompts"})
TRUE = frozenset({"1", "true", "True"})


class Refused(Exception):
    """A call that Slack answers with `ok: false` and this error."""

    def __init__(self, error: str, **more: object) -> None:
        """Take the error's name and what else the answer holds."""
        super().__init__(error)
        self.error = error
        self.more = more


async def arguments(request: web.Request) -> tuple[dict[str, Any], str]:
    """A call's arguments, and its token: the SDKs send them as query, form, parts or JSON."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= _object(await request.read())
    elif request.can_read_body:
        given |= dict(await request.post())
    given = {name: _parsed(name, value) for name, value in given.items() if value is not None}
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return given, str(given.pop("token", "")) or token


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Refused("invalid_json") from None
    if not isinstance(content, dict):
        raise Refused("json_not_object")
    return content


def _parsed(name: str, value: object) -> object:
    """A structured argument may come as JSON inside a form."""
    if name not in STRUCTURED or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise Refused(
            "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
        ) from None


def needed(args: Mapping[str, Any], name: str) -> str:
    """An argument that must be there, as text."""
    value = args.get(name)
    if value in (None, ""):
        message = f"[ERROR] missing required field: {name}"
        raise Refused("invalid_arguments", response_metadata={"messages": [message]})
    return str(value)


def flag(args: Mapping[str, Any], name: str) -> bool:
    """A switch, which comes as a boolean or as text."""
    value = args.get(name)
    return value is True or value == 1 or str(value) in TRUE


def page(args: Mapping[str, Any], rows: list[sqlite3.Row], most: int) -> tuple[list[Any], str]:
    """One page of the rows, and the cursor of the next; "" where there is none."""
    try:
        limit = int(args.get("limit") or 100)
        start = int(str(args.get("cursor") or "c0")[1:])
    except ValueError:
        raise Refused("invalid_cursor") from None
    if not 1 <= limit <= most:
        raise Refused("invalid_limit")
    end = start + limit
    return rows[start:end], f"c{end}" if end < len(rows) else ""
