"""Downloading a file that a package index lists: bounded, never redirected, known by its hash."""

import hashlib
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot import errors, ports
from bot.adapters import json_requests
from bot.adapters.patience import Patience
from bot.domain import foreign_text
from bot.domain.files import inspection

LARGEST_FILE = 100 * 10**6  # bytes, PyPI's limit for a file
CHUNK = 2**20
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SLOWEST = 50_000  # bytes per second


async def download(file: ports.IndexFile, folder: Path, patience: Patience) -> None:
    """Write the file into the folder; what does not have the listed hash is no file."""
    shown = foreign_text.printable(file.name, 100)
    if not inspection.FILE_NAME.fullmatch(file.name) or not file.sha256:
        raise errors.BadArtifact(
            f"The index lists {shown} without a hash, or under a name that no package has.",
            "Look at what the index lists; the bot takes nothing from it that it cannot check.",
            reason="bad_download",
        )
    parts = urlsplit(file.url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise errors.BadArtifact(
            f"The index names an address for {shown} that is not https.",
            "Tell whoever runs the index; nothing was fetched.",
            reason="bad_download",
        )
    target = folder / file.name
    digest = await _fetch(file.url, target, patience)
    if digest != file.sha256:
        target.unlink()
        raise errors.BadArtifact(
            f"What the index sends as {shown} has sha256 {digest}, but it lists {file.sha256}.",
            "Retry; if it stays so, tell whoever runs the index.",
            reason="bad_download",
        )


async def _fetch(url: str, target: Path, patience: Patience) -> str:
    """The hash of what was written."""
    host = urlsplit(url).netloc
    timeout = aiohttp.ClientTimeout(
        total=patience.answer + LARGEST_FILE / SLOWEST,
        sock_connect=json_requests.CONNECT_SECONDS,
        sock_read=patience.answer,
    )
    sha256, size = hashlib.sha256(), 0
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
            session.get(url, headers={"User-Agent": "releasebot"}, allow_redirects=False) as got,
        ):
            if got.status != HTTPStatus.OK:
                raise json_requests.silent(host, f"it answered {got.status}")
            with target.open("wb") as written:
                async for chunk in got.content.iter_chunked(CHUNK):
                    size += len(chunk)
                    if size > LARGEST_FILE:
                        raise json_requests.silent(host, "the file is larger than an index takes")
                    sha256.update(chunk)
                    written.write(chunk)
    except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
        raise json_requests.silent(host, type(error).__name__) from error
    return sha256.hexdigest()
