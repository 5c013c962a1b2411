"""Slack's rate limits, off until somebody switches them on."""

import math
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

TIER_2, TIER_3, TIER_4 = (20, 60.0), (50, 60.0), (100, 60.0)
# How many calls in how many seconds; `chat.postMessage` is counted for each channel.
KNOWN: Mapping[str, tuple[int, float]] = {
    "apps.connections.open": TIER_2,
    "chat.postMessage": (1, 1.0),
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.info": TIER_3,
    "conversations.list": TIER_2,
    "conversations.members": TIER_4,
    "users.info": TIER_4,
    "users.lookupByEmail": TIER_3,
    "team.info": TIER_3,
    "views.open": TIER_4,
    "views.update": TIER_4,
    "views.publish": TIER_4,
    "reactions.add": TIER_3,
    "pins.add": TIER_2,
    "pins.remove": TIER_2,
}
BY_CHANNEL = frozenset({"chat.postMessage"})


@dataclass(slots=True)
class Limits:
    """Counts calls by method in a sliding window."""

    are_on: bool = False
    rules: dict[str, tuple[int, float]] = field(default_factory=lambda: dict(KNOWN))
    _calls: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def seconds_to_wait(self, method: str, channel: str, now: float) -> int:
        """0 when the call may go on; else what `Retry-After` says."""
        if not self.are_on or method not in self.rules:
            return 0
        most, window = self.rules[method]
        calls = self._calls[method, channel if method in BY_CHANNEL else ""]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            return max(1, math.ceil(calls[0] + window - now))
        calls.append(now)
        return 0
