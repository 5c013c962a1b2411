"""GitHub's webhooks: who sent a body is checked before anybody looks into it.

Only the body is signed; the event's name and the delivery's id are what anybody may have written
beside it. A body that is accepted is on the disk before GitHub hears so.
"""

import asyncio
import hashlib
import hmac
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from aiohttp import web

from bot import errors
from bot.adapters.web.hooks import Hook
from bot.domain.events import bodies, parsing
from bot.ports import Delivery, Inbox

logger = logging.getLogger(__name__)

PATH = "/github/webhooks"
LARGEST = 25 * 2**20  # GitHub sends nothing larger
ASIDE = 2**18  # a larger body is read beside the event loop
KEEP_SECONDS = 8.0  # GitHub waits ten for the answer
PREFIX = "sha256="
SIGNATURE = "X-Hub-Signature-256"
_SIGNED = len(PREFIX) + hashlib.sha256().digest_size * 2
_GUID = re.compile(r"[0-9A-Za-z-]{1,64}")
_EVENT = re.compile(r"[a-z0-9_]{1,64}")
_JSON = "application/json"


class GitHubWebhooks:
    """Takes deliveries from whoever knows one of the secrets, of which there are two at most."""

    def __init__(self, inbox: Inbox, secrets: Sequence[str]) -> None:
        """Keep what arrives there. Raises `errors.BadConfiguration` without a secret."""
        self._keys = [secret.encode() for secret in secrets if secret]
        if not self._keys:
            raise errors.BadConfiguration(
                "Webhooks of GitHub cannot be told from forged ones: there is no secret.",
                'Write webhook_secret = { file = "…" } under [github], the one of the App.',
            )
        self._inbox = inbox
        self.counted: Counter[str] = Counter()  # by what became of them, without any content

    def hook(self) -> Hook:
        """Where GitHub sends to."""
        return Hook(path=PATH, largest=LARGEST, receive=self.receive)

    async def receive(self, request: web.Request, body: bytes) -> web.Response:
        """Answer a delivery: 401 for a forged one, 400 for no JSON, 202 once it is kept."""
        if not is_signed(body, request.headers.getall(SIGNATURE, ()), self._keys):
            return self._answer(401, "forged", "The signature is missing or wrong.")
        if request.content_type != _JSON:
            return self._answer(415, "unreadable", "Only JSON is taken: set it in the webhook.")
        guid = request.headers.get("X-GitHub-Delivery", "")
        event = request.headers.get("X-GitHub-Event", "")
        if not _GUID.fullmatch(guid) or not _EVENT.fullmatch(event):
            return self._answer(400, "unreadable", "The delivery lacks its id or its event.")
        try:
            await _read(body)
        except errors.BadInput as error:
            return self._answer(400, "unreadable", error.sentence)
        if event not in parsing.LABELS:
            return self._answer(202, "ignored", "This event means nothing for a release.")
        return await self._keep(Delivery(guid=guid, event=event, body=body))

    async def _keep(self, delivery: Delivery) -> web.Response:
        try:
            async with asyncio.timeout(KEEP_SECONDS):
                is_new = await self._inbox.keep(delivery)
        except (errors.Unknown, TimeoutError):
            return self._answer(503, "not kept", "It cannot be kept now; send it again later.")
        if is_new:
            return self._answer(202, "kept", "Kept.")
        return self._answer(202, "known", "It is known already.")

    def _answer(self, status: int, what: str, text: str) -> web.Response:
        self.counted[what] += 1
        if self.counted[what] == 1 and what in ("forged", "unreadable"):
            logger.warning("GitHub's webhooks: the first one is %s. %s", what, text)
        return web.Response(status=status, text=text)


def is_signed(body: bytes, signatures: Sequence[str], keys: Iterable[bytes]) -> bool:
    """Whether the one signature is that of these very bytes by one of the keys."""
    if len(signatures) != 1:
        return False
    (signature,) = signatures
    if len(signature) != _SIGNED or not signature.startswith(PREFIX):
        return False
    given = signature.encode("utf-8", "surrogateescape")
    wanted = (f"{PREFIX}{hmac.new(key, body, hashlib.sha256).hexdigest()}" for key in keys)
    return any(hmac.compare_digest(given, each.encode()) for each in wanted)


async def _read(body: bytes) -> None:
    if len(body) > ASIDE:
        await asyncio.to_thread(bodies.read, body)
    else:
        bodies.read(body)
