"""Limits: when GitHub takes requests again after it asked for fewer."""

import math
import time
from collections.abc import Callable, Mapping

from bot import errors

LONGEST = 3600.0  # seconds; a limit of GitHub never lasts longer
LONGEST_PAUSE = 900.0


class Limits:
    """Remembers until when nothing may be asked; a limit without an end lasts longer each time."""

    def __init__(self, pause: float, now: Callable[[], float] = time.time) -> None:
        """`pause`: seconds after the first limit that names no end."""
        self._pause = pause
        self._now = now
        self.ends = 0.0
        self._met = 0

    def check(self) -> None:
        """Raise `errors.Unknown` while GitHub wants no request."""
        if self._now() < self.ends:
            raise self.error("it said so before")

    def passed(self) -> None:
        """Take note of an answer that was no limit."""
        self._met = 0

    def met(self, headers: Mapping[str, object]) -> None:
        """Take note of a limit, with the headers of the answer that told it."""
        now = self._now()
        wait = _told(headers, now)
        if wait is None:
            wait = min(self._pause * 2**self._met, LONGEST_PAUSE)
        self._met += 1
        self.ends = max(self.ends, now + wait)

    def error(self, said: str) -> errors.Unknown:
        """The error of a call that has to wait, with the time in words."""
        until = time.strftime("%H:%M:%S", time.gmtime(math.ceil(self.ends)))
        when = f" before {until} UTC" if self.ends > self._now() else ""
        return errors.Unknown(
            f"GitHub wants fewer requests and takes none{when} ({said}).",
            "It will be tried again then.",
            reason="rate_limited",
        )


def _told(headers: Mapping[str, object], now: float) -> float | None:
    """For how many seconds the answer says to wait; None where it does not say."""
    named = {name.lower(): str(value) for name, value in headers.items()}
    after = _number(named.get("retry-after"))
    if after is not None:
        return min(max(after, 0.0), LONGEST)
    reset = _number(named.get("x-ratelimit-reset"))
    if reset is not None and named.get("x-ratelimit-remaining") == "0":
        return min(max(reset - now, 0.0) + 1, LONGEST)
    return None


def _number(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() else None
