"""Signed requests: in HTTP mode Slack sends what happened, and signs it with the app's secret."""

import hashlib
import hmac
import logging
import re
import time
from collections.abc import Callable, Mapping

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

PATH = "/slack/events"
LARGEST = 2 * 2**20  # bytes; a dialog with long notes has some hundred thousand
WINDOW = 300  # seconds by which clocks may differ, as Slack has it

_TIME = re.compile(r"[0-9]{1,15}")

logger = logging.getLogger(__name__)


class SignedRequests:
    """Takes requests to `PATH`; before `app` is set they are told to come again."""

    def __init__(self, secret: Callable[[], str], now: Callable[[], float] = time.time) -> None:
        """Check with this secret, by this clock."""
        self._secret = secret
        self._now = now
        self.app: AsyncApp | None = None

    async def receive(self, request: web.Request, body: bytes) -> web.Response:
        """Refuse what Slack did not sign; hand the rest to the app, and answer what it says."""
        if not self._is_signed(request.headers, body):
            return web.Response(status=401, text="This request is not signed by Slack.")
        if self.app is None:
            return web.Response(status=503, text="The bot is not connected to Slack yet.")
        answer = await self.app.async_dispatch(
            AsyncBoltRequest(
                body=body.decode("utf-8", "replace"),
                query=request.query_string,
                headers={name: [value] for name, value in request.headers.items()},
            )
        )
        text = str(answer.body or "")
        kind = "application/json" if text.startswith("{") else "text/plain"
        return web.Response(status=answer.status, text=text, content_type=kind)

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        sent = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        if not _TIME.fullmatch(sent):
            return False
        content = b"v0:" + sent.encode() + b":" + body
        wanted = "v0=" + hmac.new(self._secret().encode(), content, hashlib.sha256).hexdigest()
        is_ours = hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))
        apart = self._now() - int(sent)
        if abs(apart) <= WINDOW:
            return is_ours
        if is_ours:  # only then the number is Slack's, and says something about the clocks
            logger.warning(
                "a request of Slack was refused: this machine's clock differs by %d s from "
                "Slack's, or the request is old; set the clock",
                apart,
            )
        return False
