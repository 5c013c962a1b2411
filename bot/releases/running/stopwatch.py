"""Time in which something outside was in flight, so that our own overhead can be told."""

import contextlib
import contextvars
import inspect
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeVar, cast

T = TypeVar("T")

_release: contextvars.ContextVar[str] = contextvars.ContextVar("release", default="")


class Stopwatch:
    """For each release, how long at least one call to the outside world was in flight."""

    def __init__(self) -> None:
        """Nothing is in flight yet."""
        self._in_flight: defaultdict[str, int] = defaultdict(int)
        self._since: dict[str, float] = {}
        self._busy: defaultdict[str, float] = defaultdict(float)

    @contextlib.contextmanager
    def working_for(self, release: str) -> Iterator[None]:
        """Attribute the outside calls of this task to a release."""
        token = _release.set(release)
        try:
            yield
        finally:
            _release.reset(token)

    @contextlib.contextmanager
    def in_flight(self) -> Iterator[None]:
        """Count the time until the block ends; overlapping calls count once."""
        release = _release.get()
        if not self._in_flight[release]:
            self._since[release] = time.monotonic()
        self._in_flight[release] += 1
        try:
            yield
        finally:
            self._in_flight[release] -= 1
            if not self._in_flight[release]:
                self._busy[release] += time.monotonic() - self._since[release]

    def take(self, release: str) -> float:
        """The seconds since the last take; calls that are still in flight count when they end."""
        return self._busy.pop(release, 0.0)

    def watch(self, port: T) -> T:
        """The same port, whose asynchronous methods are timed."""
        return cast("T", _Watched(port, self))


class _Watched:
    def __init__(self, port: object, stopwatch: Stopwatch) -> None:
        self._port = port
        self._stopwatch = stopwatch

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # any attribute of any port
        member = getattr(self._port, name)
        if not inspect.iscoroutinefunction(member):
            return member

        async def timed(*args: object, **kwargs: object) -> object:
            with self._stopwatch.in_flight():
                return await member(*args, **kwargs)

        return timed
