"""Deliveries over HTTP: signed, as a form or as JSON, answered within the app's three seconds."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp

VERSION = "v0"
GOOD = range(200, 300)


class Unanswered(Exception):
    """The app answered with something other than success, or not at all."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The signature over a body at that moment."""
    base = b":".join((VERSION.encode(), timestamp.encode(), body))
    return f"{VERSION}={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"


def body_of(kind: str, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """A payload as bytes, with their content type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


async def send(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]
) -> Any:  # noqa: ANN401  # any JSON, or text
    """Send a body and return what the app answered: JSON, text, or None for an empty answer."""
    try:
        async with session.post(url, data=body, headers=headers) as answer:
            text = await answer.text()
            if answer.status not in GOOD:
                raise Unanswered(f"http_{answer.status}")
            if answer.content_type == "application/json" and text:
                return json.loads(text)
            return text or None
    except (aiohttp.ClientError, ValueError):
        raise Unanswered("http_error") from None
