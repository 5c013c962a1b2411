"""The transcript: what was asked of the stand-in and what it said, a line of JSON for each.

It lies beside the world's other files, for those who wonder what a client does, and for the tests,
which hold each line against GitHub's own description.
"""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal.github import asking, callers

FILE = "github.jsonl"
OLD = "github.old.jsonl"
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_BODY = 256 * 1024
# The addresses of the API; a person's pages and git's own stand beside them on the same port.
API = ("repos", "repositories", "app", "app-manifests", "installation", "user", "users",
       "rate_limit", "meta")  # fmt: skip
SECRETS = {"token", "secret", "pem", "client_secret", "webhook_secret"}


@web.middleware
async def keep(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer, then write down the exchange if it was one of the API."""
    if request.path.split("/")[1] not in API:
        return await handler(request)
    folder = request.app[asking.STORAGE].folder
    try:
        response = await handler(request)
    except asyncio.CancelledError:  # the world ends while the client waits
        request[asking.FAULT] = request.get(asking.FAULT) or "ended"
        _append(folder, await _line(request, web.Response(status=503)))
        raise
    _append(folder, await _line(request, response))
    return response


def keep_event(folder: Path, event: str, payload: object) -> None:
    """Write down what a webhook was told."""
    _append(folder, {"event": event, "payload": payload})


async def _line(request: web.Request, response: web.StreamResponse) -> dict[str, object]:
    asked = await request.read() if _is_json(request) else b""
    said = response.body if isinstance(response, web.Response) else None
    line: dict[str, object] = {
        "method": request.method,
        "path": request.path,
        "query": [list(pair) for pair in request.query.items()],
        "status": response.status,
        "caller": request.get(callers.CALLER, callers.NOBODY).kind,
    }
    named = {"agent": "User-Agent", "version": "X-GitHub-Api-Version"}
    line |= {key: request.headers[name] for key, name in named.items() if name in request.headers}
    if request.get(asking.FAULT):
        line["fault"] = request[asking.FAULT]
    return line | _body("body", asked) | _body("answer", said if isinstance(said, bytes) else b"")


def _is_json(request: web.Request) -> bool:
    """Whether the body is one that a handler reads at once; an asset's bytes are streamed."""
    return request.content_type == "application/json" or not request.path.endswith("/assets")


def _body(name: str, content: bytes) -> dict[str, object]:
    if not content:
        return {}
    if len(content) > LARGEST_BODY:
        return {f"{name}_left_out": len(content)}
    try:
        return {name: _without_secrets(json.loads(content))}
    except (ValueError, RecursionError):
        return {f"{name}_left_out": len(content)}


def _without_secrets(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, Mapping):
        return {
            key: "***" if key in SECRETS and isinstance(each, str) else _without_secrets(each)
            for key, each in value.items()
        }
    return [_without_secrets(each) for each in value] if isinstance(value, list) else value


def _append(folder: Path, line: Mapping[str, object]) -> None:
    path = folder / FILE
    if path.exists() and path.stat().st_size > LARGEST_FILE:
        path.replace(folder / OLD)
    with path.open("a", encoding="utf-8") as file:
        path.chmod(0o600)
        file.write(json.dumps(line) + "\n")
