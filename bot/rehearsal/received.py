"""Taking a file in: streamed to disk, hashed on the way, never above the limit."""

import hashlib
import tempfile
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 100 * 1024 * 1024
CHUNK = 256 * 1024


class TooLarge(Exception):
    """More bytes than any file here may have."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came in whole; it lies in `path` until somebody keeps or discards it."""

    path: Path
    size: int
    sha256: str
    md5: str
    blake2: str

    def discard(self) -> None:
        """Remove the file, if nobody kept it."""
        self.path.unlink(missing_ok=True)


async def receive(chunks: AsyncIterable[bytes], folder: Path) -> ReceivedFile:
    """Read a stream to its end into a new file of `folder`; raises `TooLarge`."""
    digests = (
        hashlib.sha256(),
        hashlib.md5(usedforsecurity=False),
        hashlib.blake2b(digest_size=32),
    )
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        path, size = Path(file.name), 0
        try:
            async for chunk in chunks:
                size = _checked(size + len(chunk))
                file.write(chunk)
                for digest in digests:
                    digest.update(chunk)
        except BaseException:
            ReceivedFile(path, size, "", "", "").discard()
            raise
    return ReceivedFile(path, size, *(digest.hexdigest() for digest in digests))


def _checked(size: int) -> int:
    if size > LARGEST_FILE:
        raise TooLarge
    return size
