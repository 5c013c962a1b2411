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

NOT_SIGNED = "This request is not signed by Slack."
CLOCK = (
    "This machine's clock is {:.0f} s {} Slack's, or the request is old, so nothing was done. "
    "Set the clock, then do it again."
)

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
        if refused := self._refusal(request.headers, body):
            return web.Response(status=401, text=refused)
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

    def _refusal(self, headers: Mapping[str, str], body: bytes) -> str:
        """Why a request is not taken, "" for one that Slack signed just now."""
        sent = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        if not _TIME.fullmatch(sent):
            return NOT_SIGNED
        content = b"v0:" + sent.encode() + b":" + body
        wanted = "v0=" + hmac.new(self._secret().encode(), content, hashlib.sha256).hexdigest()
        is_ours = hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))
        apart = self._now() - int(sent)
        if abs(apart) <= WINDOW:
            return "" if is_ours else NOT_SIGNED
        if not is_ours:
            return NOT_SIGNED
        # Only here the number is Slack's, and says something about the clocks.
        told = CLOCK.format(abs(apart), "ahead of" if apart > 0 else "behind")
        logger.warning("a request of Slack was refused. %s", told)
        return told
