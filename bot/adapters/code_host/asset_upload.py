"""Uploading a release's asset: streamed, on a clock of its own, and only to GitHub itself."""

import asyncio
import os
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot import errors
from bot.adapters import artifact_store
from bot.adapters.code_host import refusals
from bot.adapters.code_host.account.client import API_VERSION
from bot.adapters.code_host.session import Session
from bot.domain.files.artifacts import Artifact

SLOWEST = 50_000  # bytes per second


async def upload(session: Session, url: str, artifact: Artifact, path: Path) -> None:
    """Send the file; what is sent is read from the same descriptor that was hashed."""
    must_be_github(session.api_url, url)
    session.limits.check()
    with artifact_store.opened(path) as fd:
        if await asyncio.to_thread(artifact_store.sha256_of, fd) != artifact.sha256:
            raise errors.BadArtifact(
                f"{artifact.name} is not the file that was approved: its hash changed.",
                "Nothing was uploaded; build the release again.",
                reason="artifact_changed",
            )
        try:
            is_sent = await _send(session, url, artifact, fd)
            if not is_sent and await asyncio.to_thread(session.token.renew):
                is_sent = await _send(session, url, artifact, fd)
        except (aiohttp.ClientError, OSError, ValueError) as error:  # also TimeoutError
            raise errors.Unknown(
                f"GitHub did not confirm the upload of {artifact.name}.",
                "It will be looked up and tried again later.",
            ) from error
    if not is_sent:
        raise refusals.from_answer(HTTPStatus.UNAUTHORIZED, None, {})


async def _send(session: Session, url: str, artifact: Artifact, fd: int) -> bool:
    """One POST; False where the token is refused, anything else but "created" is an error."""
    patience = session.patience.answer
    timeout = aiohttp.ClientTimeout(
        total=patience + artifact.size / SLOWEST, sock_connect=patience, sock_read=patience * 2
    )
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {await asyncio.to_thread(session.token.read)}",
        "Content-Type": "application/octet-stream",
        "User-Agent": "releasebot",
        "X-GitHub-Api-Version": API_VERSION,
    }
    os.lseek(fd, 0, os.SEEK_SET)
    with os.fdopen(fd, "rb", closefd=False) as content:
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.post(
                url,
                params={"name": artifact.name},
                data=content,
                headers=headers,
                allow_redirects=False,
            ) as answer,
        ):
            if answer.status == HTTPStatus.UNAUTHORIZED:
                return False
            if answer.status != HTTPStatus.CREATED:
                raise await _refused(session, answer)
            return True


async def _refused(session: Session, answer: aiohttp.ClientResponse) -> errors.ReleasebotError:
    said = await answer.json() if answer.content_type == "application/json" else None
    if refusals.is_rate_limit(answer.status, said, answer.headers):
        return session.limited(answer.status, said, answer.headers)
    return refusals.from_answer(answer.status, said, answer.headers)


def must_be_github(api_url: str, url: str) -> None:
    """Refuse an address that is neither the API's own host nor its host for uploads."""
    api, given = urlsplit(api_url), urlsplit(url)
    own = (api.hostname or "").removeprefix("api.")
    hosts = {api.hostname, own, f"uploads.{own}"}
    if (given.scheme, given.port) != (api.scheme, api.port) or given.hostname not in hosts:
        raise errors.Failed(
            f"GitHub named a foreign address for uploads: {given.hostname}.",
            "Check [github] api_url; nothing was sent.",
            reason="foreign_address",
        )
