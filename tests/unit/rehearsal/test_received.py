"""Taking files in: hashed on the way, and never larger than allowed."""

import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal import received


async def _chunks(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def test_a_whole_file(tmp_path: Path) -> None:
    """The bytes, their number and their hashes."""
    file = await received.receive(_chunks(b"ab", b"", b"c"), tmp_path)

    assert (file.path.read_bytes(), file.size) == (b"abc", 3)
    assert file.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert file.blake2 == hashlib.blake2b(b"abc", digest_size=32).hexdigest()


async def test_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused on the way, and leaves nothing behind."""
    monkeypatch.setattr(received, "LARGEST_FILE", 4)

    with pytest.raises(received.TooLarge):
        await received.receive(_chunks(b"abc", b"de"), tmp_path)

    assert os.listdir(tmp_path) == []  # noqa: PTH208  # no path methods in a coroutine
