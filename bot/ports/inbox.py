"""The inbox: what a platform sent is kept before it is answered, and worked on afterwards."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What arrived: `guid` is the sender's own id, the same when it is sent again."""

    guid: str
    event: str  # as the sender labels it; nothing vouches for the label
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDelivery(Delivery):
    """A delivery that waits for its turn, and how often it had one before, this one included."""

    number: int
    received: str
    attempts: int


class Inbox(Protocol):
    """Deliveries in the order of their arrival; what is kept outlives a crash."""

    async def keep(self, delivery: Delivery) -> bool:
        """Keep it durably before this returns; False where it, or one of the same body, is known.

        One that was set aside gets another turn. Raises `errors.Unknown` where too many wait.
        """
        ...

    async def take(self) -> KeptDelivery:
        """The oldest that is due, as soon as there is one; it stays due until it is finished."""
        ...

    async def finish(self, number: int, outcome: str) -> None:
        """It was worked on; in one word or sentence what came of it. Its body is forgotten."""
        ...

    async def put_off(self, number: int, why: str, seconds: float) -> None:
        """Try it again after so many seconds; others go first meanwhile."""
        ...

    async def set_aside(self, number: int, why: str) -> None:
        """Try it no more, unless it is sent again; the audit says so."""
        ...
