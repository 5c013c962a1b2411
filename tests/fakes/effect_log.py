"""The log of what a fake changed, and the failures that a test orders from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Literal

from bot import errors

Moment = Literal["before", "after"]


class EffectLog:
    """Inherited by every fake: `effects` holds only what really changed, in order."""

    def __init__(self) -> None:
        """Start with nothing done and no failure ordered."""
        self.effects: list[tuple[str, ...]] = []
        self._ordered: dict[str, list[tuple[Moment, errors.ReleasebotError]]] = {}

    def fail_next(
        self,
        method: str,
        *,
        when: Moment = "before",
        error: errors.ReleasebotError | None = None,
    ) -> None:
        """Let the next call of `method` fail before or after its effect (default: `Unknown`)."""
        fallback = errors.Unknown(f"The fake lost the answer to {method}.", "Try it again.")
        self._ordered.setdefault(method, []).append((when, error or fallback))

    def count(self, name: str) -> int:
        """How often an effect of that name happened."""
        return sum(1 for effect in self.effects if effect[0] == name)

    @contextmanager
    def _call(self, method: str) -> Iterator[None]:
        """Wrap a method's body, so that an ordered failure comes before or after it."""
        waiting = self._ordered.get(method, [])
        when, error = waiting.pop(0) if waiting else ("after", None)
        if error is not None and when == "before":
            raise error
        yield
        if error is not None:
            raise error

    def _record(self, *effect: str) -> None:
        """Note that the fake's world changed."""
        self.effects.append(effect)


def sha256_of(path: Path) -> str:
    """The hash of a file, read at once: fakes may block."""
    return sha256(bytes_of(path)).hexdigest()


def bytes_of(path: Path) -> bytes:
    """The content of a file, read at once."""
    return path.read_bytes()


def contents_of(folder: Path) -> list[tuple[str, bytes]]:
    """The names and contents of a folder's files."""
    return [(path.name, bytes_of(path)) for path in folder.iterdir()]
