"""Deliveries as GitHub remembers them for an App, which proves itself by a signed statement."""

import asyncio
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import github
import jwt

from bot import errors
from bot.adapters import json_requests
from bot.adapters.code_host import refusals
from bot.adapters.code_host.account.client import API_VERSION
from bot.adapters.code_host.account.limits import Limits
from bot.adapters.json_requests import Answer
from bot.adapters.patience import PATIENT, Patience, repeated
from bot.adapters.tokens import Secret
from bot.domain import moments
from bot.domain.events import bodies
from bot.domain.events.missed import Attempt

PAGE = "100"
MOST_PAGES = 100
ACCEPT = "application/vnd.github+json"
SUCCESS = range(200, 300)


class GitHubDeliveries:
    """Implements `ports.Deliveries` for an App."""

    def __init__(
        self, api_url: str, app: int, private_key: Secret, patience: Patience = PATIENT
    ) -> None:
        """Ask as this App; its key is read for each request."""
        self._url = api_url.rstrip("/")
        self._app = app
        self._private_key = private_key
        self._patience = patience
        self._limits = Limits(patience.limit)
        self._login = ""

    async def login(self) -> str:
        """As whom GitHub shows what the App does."""
        if not self._login:
            found = (await self._get(f"{self._url}/app")).read_as(dict[str, Any])
            if not (slug := bodies.text(found, "slug")):
                raise json_requests.silent("GitHub", "it does not tell the App's name")
            self._login = f"{slug}[bot]"
        return self._login

    async def since(self, moment: str) -> AsyncGenerator[Attempt, None]:
        """Every attempt that is not older, the newest first, page by page as GitHub links them."""
        url: str = f"{self._url}/app/hook/deliveries"
        query: dict[str, str] | None = {"per_page": PAGE}
        for _ in range(MOST_PAGES):
            answer = await self._get(url, query)
            for each in answer.read_as(list[dict[str, Any]]):
                attempt = _attempt(each)
                if attempt is None:
                    continue
                if moments.at(attempt.time) < moment:
                    return
                yield attempt
            if not answer.next_page:
                return
            url, query = self._own(answer.next_page), None

    async def ask_again(self, attempt: int) -> None:
        """Let GitHub deliver once more what this attempt tried to."""
        url = f"{self._url}/app/hook/deliveries/{attempt}/attempts"
        await self._send("POST", url)

    async def _get(self, url: str, query: dict[str, str] | None = None) -> Answer:
        async def look() -> Answer:
            return await self._send("GET", url, query)

        return await repeated(look, self._patience.pauses)

    async def _send(self, method: str, url: str, query: dict[str, str] | None = None) -> Answer:
        """Ask once, and nothing while GitHub wants fewer requests: the error says until when."""
        self._limits.check()
        statement = await asyncio.to_thread(self._statement)
        answer = await json_requests.send(
            method,
            url,
            self._patience,
            accept=ACCEPT,
            query=query,
            headers={
                "Authorization": f"Bearer {statement}",
                "X-GitHub-Api-Version": API_VERSION,
            },
            later=(HTTPStatus.REQUEST_TIMEOUT,),
        )
        return self._checked(answer)

    def _checked(self, answer: Answer) -> Answer:
        """The answer, if it is a success."""
        if answer.status < HTTPStatus.BAD_REQUEST:
            self._limits.passed()
            return answer
        said = _said(answer)
        if refusals.is_rate_limit(answer.status, said, answer.headers):
            self._limits.met(answer.headers)
            raise self._limits.error(f"{answer.status}: {refusals.quote(said)}")
        raise refusals.from_answer(answer.status, said, answer.headers)

    def _statement(self) -> str:
        """A few minutes' proof that this is the App. Raises `errors.BadConfiguration`."""
        try:
            return github.Auth.AppAuth(self._app, self._private_key.read()).token
        except (ValueError, TypeError, jwt.PyJWTError) as error:
            raise errors.BadConfiguration(
                f"{self._private_key} holds no private key of an App.",
                "Put the key there as GitHub gave it (PEM).",
            ) from error

    def _own(self, url: str) -> str:
        """An address that GitHub gave; the proof is shown to nobody else."""
        if urlsplit(url)[:2] != urlsplit(self._url)[:2]:
            raise errors.Failed(
                "GitHub names an address of another server.",
                "Check api_url under [github].",
                reason="foreign_address",
            )
        return url


def _said(answer: Answer) -> object:
    """What GitHub says of a refusal; None where something in between answered with a page."""
    try:
        return answer.read_as(dict[str, Any])
    except errors.Unknown:
        return None


def _attempt(found: dict[str, Any]) -> Attempt | None:
    """One entry of the list; None for one that nobody can ask for."""
    number, guid = bodies.number(found, "id"), bodies.text(found, "guid")
    time = bodies.text(found, "delivered_at")
    if not (number and guid and time):
        return None
    return Attempt(
        id=number,
        guid=guid,
        time=time,
        succeeded=bodies.number(found, "status_code") in SUCCESS,
        repository=bodies.number(found, "repository_id"),
    )
