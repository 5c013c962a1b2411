"""Reading a request's body: JSON, or a form with files beside it."""

import mimetypes
from typing import Any

from aiohttp import BodyPartReader, web

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.problems import Complaint, Json
from bot.rehearsal.discord.service import SERVICE, Service

BODY = web.RequestKey("BODY", object)
LARGEST_FILE = 10 * 1024 * 1024


def service_of(request: web.Request) -> Service:
    """The local Discord that this request came to."""
    return request.app[SERVICE]


def number(request: web.Request, name: str) -> int:
    """A snowflake out of the path."""
    value = request.match_info[name]
    if not value.isdecimal() or int(value) >= 1 << 63:
        said = f'Value "{value}" is not snowflake.'
        raise problems.invalid(Complaint((name,), "NUMBER_TYPE_COERCE", said))
    return int(value)


async def read(request: web.Request) -> Json:
    """The JSON object of the body; files are kept and stand among its attachments."""
    if request.content_type == "multipart/form-data":
        content: Any = await _form(request)
    else:
        content = problems.parsed(await request.read() or b"{}")
    request[BODY] = content
    if not isinstance(content, dict):
        raise problems.Problem(400, 50109, "The request body contains invalid JSON.")
    return content


async def read_list(request: web.Request) -> list[Json]:
    """The body where it is a list of objects."""
    content = problems.parsed(await request.read())
    request[BODY] = content
    if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
        raise problems.Problem(400, 50109, "The request body contains invalid JSON.")
    return content


async def _form(request: web.Request) -> Any:  # noqa: ANN401  # JSON of any form
    service, body, files = service_of(request), {}, []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        raw = await part.read()
        if part.name == "payload_json":
            body = problems.parsed(bytes(raw))
        else:
            files.append(_attachment(service, part.filename or "file", bytes(raw)))
    holder = body.get("data", body) if "type" in body and "data" in body else body
    if isinstance(holder, dict) and files:
        holder["attachments"] = files
    return body


def _attachment(service: Service, filename: str, raw: bytes) -> Json:
    if len(raw) > LARGEST_FILE:
        raise problems.Problem(413, 40005, "Request entity too large")
    sha256 = service.storage.keep_bytes(raw)
    url = f"{service.base}/attachments/{sha256}/{filename}"
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return {
        "id": str(service.clock.snowflake()),
        "filename": filename,
        "size": len(raw),
        "url": url,
        "proxy_url": url,
        "content_type": kind,
    }
