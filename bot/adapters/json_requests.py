"""Small requests that are answered in JSON: never redirected, capped, and on a clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp
import pydantic

from bot import errors
from bot.adapters.patience import Patience

M = TypeVar("M")
CONNECT_SECONDS = 5
LARGEST_ANSWER = 32 * 2**20
LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered, with a status below 500."""

    host: str
    status: int
    content_type: str
    body: bytes
    next_page: str = ""  # the address that the server gives for what follows
    headers: Mapping[str, str] = field(default_factory=dict)

    def read_as(self, shape: type[M]) -> M:
        """The JSON body as a value of that type, else `errors.Unknown`."""
        try:
            return pydantic.TypeAdapter(shape).validate_json(self.body)
        except (pydantic.ValidationError, RecursionError) as error:
            raise silent(self.host, "its answer is not what was asked for") from error


async def send(  # noqa: PLR0913  # what a request has
    method: str,
    url: str,
    patience: Patience,
    *,
    accept: str = "application/json",
    query: Mapping[str, str] | None = None,
    body: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    later: Collection[int] = LATER,
) -> Answer:
    """Ask once, with these headers beside our own.

    Raises `errors.Unknown` for silence, a redirect, a 5xx and the statuses that say `later`: "too
    many requests", unless the caller reads by itself until when.
    """
    host = urlsplit(url).netloc
    timeout = aiohttp.ClientTimeout(
        total=2 * patience.answer, sock_connect=CONNECT_SECONDS, sock_read=patience.answer
    )
    whole = {"Accept": accept, "User-Agent": "releasebot", **(headers or {})}
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=whole) as session,
            session.request(method, url, params=query, json=body, allow_redirects=False) as got,
        ):
            content = await _read(got, host)
    except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
        raise silent(host, type(error).__name__) from error
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= got.status < HTTPStatus.BAD_REQUEST
    if got.status >= HTTPStatus.INTERNAL_SERVER_ERROR or got.status in later or is_redirect:
        raise silent(host, f"it answered {got.status}")
    return Answer(
        host=host,
        status=got.status,
        content_type=got.content_type,
        body=content,
        next_page=_next_page(got),
        headers=dict(got.headers),
    )


def _next_page(answer: aiohttp.ClientResponse) -> str:
    """The address that the server links as the next one; "" for the last page."""
    link = answer.links.get("next")
    return str(link.get("url") or "") if link else ""


async def _read(answer: aiohttp.ClientResponse, host: str) -> bytes:
    """The unpacked body, as far as it is no flood."""
    content = bytearray()
    async for chunk in answer.content.iter_any():
        content += chunk
        if len(content) > LARGEST_ANSWER:
            raise silent(host, "its answer is too large")
    return bytes(content)


def silent(host: str, why: str) -> errors.Unknown:
    """The error of a server that gave no answer that can be used."""
    return errors.Unknown(
        f"{host} did not answer ({why}).",
        "It will be tried again later; if that lasts, check its address in the configuration.",
    )
