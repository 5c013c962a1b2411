"""The inbox on a real database: nothing that was kept is lost, nothing is worked on twice."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import errors
from bot.ports import Delivery, KeptDelivery
from bot.releases import audit
from bot.releases.incoming import inbox, inbox_rows
from bot.releases.incoming.inbox import DatabaseInbox
from bot.releases.storage.database import Database
from tests.fakes.fake_clock import FakeClock

DAY = 24 * 3600


@dataclass
class Kept:
    """An inbox, and what is behind it."""

    inbox: DatabaseInbox
    database: Database
    clock: FakeClock

    async def next_guid(self) -> str:
        """The id of what is taken next, which is then finished."""
        taken = await self.take()
        await self.inbox.finish(taken.number, "done")
        return taken.guid

    async def take(self) -> KeptDelivery:
        """What is taken next."""
        async with asyncio.timeout(5):
            return await self.inbox.take()

    async def is_idle(self) -> bool:
        """Whether nothing is due."""
        return await self.database.run(inbox_rows.take, self.clock.now()) is None


@pytest.fixture
async def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Kept]:
    """An empty inbox."""
    monkeypatch.setattr(inbox, "LOOK_SECONDS", 0.01)
    database, clock = Database(tmp_path / "releasebot.sqlite"), FakeClock()
    yield Kept(DatabaseInbox(database, clock), database, clock)
    database.close()


def delivery(guid: str, body: bytes | None = None) -> Delivery:
    """One with a body of its own."""
    return Delivery(guid=guid, event="push", body=guid.encode() if body is None else body)


async def test_deliveries_are_taken_in_their_order(kept: Kept) -> None:
    """Those that arrived together too."""
    assert await asyncio.gather(*(kept.inbox.keep(delivery(guid)) for guid in "abc")) == [True] * 3
    assert [await kept.next_guid() for _ in "abc"] == ["a", "b", "c"]
    assert await kept.is_idle()


async def test_whoever_waits_is_woken(kept: Kept) -> None:
    """By what arrives."""
    waiting = asyncio.create_task(kept.take())
    await asyncio.sleep(0.05)
    await kept.inbox.keep(delivery("a"))

    assert (await waiting).guid == "a"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (delivery("a"), delivery("a")),
        (delivery("a", b"body"), delivery("b", b"body")),
        (delivery("a", b"one"), delivery("a", b"two")),
    ],
)
@pytest.mark.parametrize("together", [True, False])
async def test_a_repeated_delivery_is_nothing_new(
    kept: Kept, first: Delivery, second: Delivery, *, together: bool
) -> None:
    """Row 49: by its id or its body, in one transaction or three days later, done or not."""
    if together:
        answers = await asyncio.gather(kept.inbox.keep(first), kept.inbox.keep(second))
        assert list(answers) == [True, False]
    else:
        await kept.inbox.keep(first)
        await kept.next_guid()
        kept.clock.advance(3 * DAY)
        await kept.database.run(inbox_rows.forget, kept.clock.now())
        assert not await kept.inbox.keep(second)
        assert await kept.is_idle()


async def test_what_was_not_finished_is_taken_again_after_a_crash(kept: Kept) -> None:
    """With the attempt counted that ended so."""
    await kept.inbox.keep(delivery("a"))
    await kept.take()
    after = DatabaseInbox(kept.database, kept.clock)

    assert (await after.take()).attempts == 2


async def test_what_is_put_off_lets_others_go_first(kept: Kept) -> None:
    """And comes again when it is time."""
    await kept.inbox.keep(delivery("a"))
    await kept.inbox.keep(delivery("b"))
    first = await kept.take()
    await kept.inbox.put_off(first.number, "silence", 30)
    assert await kept.next_guid() == "b"
    assert await kept.is_idle()

    kept.clock.advance(31)
    assert await kept.next_guid() == "a"


async def test_what_is_set_aside_gets_another_turn_when_it_is_sent_again(kept: Kept) -> None:
    """The audit tells that it was; the same body is asked for, not only the same id."""
    await kept.inbox.keep(delivery("a"))
    await kept.inbox.set_aside((await kept.take()).number, "a bug, ValueError")
    assert await kept.is_idle()
    (row,) = await kept.database.run(audit.rows, "", 0)
    assert (row["action"], row["data"]["delivery"]) == ("delivery_set_aside", "a")
    assert not await kept.inbox.keep(delivery("a", b"other"))
    assert await kept.is_idle()

    assert not await kept.inbox.keep(delivery("a"))
    again = await kept.take()
    assert (again.guid, again.attempts) == ("a", 1)


async def test_bodies_are_forgotten_and_rows_a_month_later(kept: Kept) -> None:
    """What still waits is never forgotten."""
    for guid in "ab":
        await kept.inbox.keep(delivery(guid))
    await kept.next_guid()

    def stored(connection: object) -> list[tuple[str, bytes]]:
        found = connection.exec_driver_sql("SELECT guid, body FROM deliveries")  # type: ignore[attr-defined]  # a connection
        return [tuple(row) for row in found]

    assert await kept.database.run(stored) == [("a", b""), ("b", b"b")]
    kept.clock.advance(31 * DAY)
    await kept.database.run(inbox_rows.forget, kept.clock.now())
    assert await kept.database.run(stored) == [("b", b"b")]


async def test_too_many_at_once_are_sent_away(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender counts that as failed and is asked for them later."""
    monkeypatch.setattr(inbox, "MOST_WAITING", 2)
    sent = [asyncio.create_task(kept.inbox.keep(delivery(guid))) for guid in "abcd"]
    answers = await asyncio.gather(*sent, return_exceptions=True)

    assert answers[:2] == [True, True]
    assert all(isinstance(answer, errors.Unknown) for answer in answers[2:])


async def test_whoever_cannot_be_kept_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails fails for all that share it, and the next one is tried again."""
    with monkeypatch.context() as broken:
        broken.setattr(inbox_rows, "keep", _fail)
        sent = (kept.inbox.keep(delivery(guid)) for guid in "ab")
        answers = await asyncio.gather(*sent, return_exceptions=True)
        assert [type(answer) for answer in answers] == [OSError, OSError]

    assert await kept.inbox.keep(delivery("a"))


def _fail(*_: object) -> list[bool]:
    raise OSError("disk full")


CRASH = """
import asyncio, os, sys
from pathlib import Path
from bot.adapters.clock import SystemClock
from bot.ports import Delivery
from bot.releases.storage.database import Database
from bot.releases.incoming.inbox import DatabaseInbox

async def main():
    inbox = DatabaseInbox(Database(Path(sys.argv[1])), SystemClock())
    for number in range(20):
        body = str(number).encode()
        await inbox.keep(Delivery(guid=f"guid-{number}", event="push", body=body))
        print(number, flush=True)
    os.kill(os.getpid(), 9)

asyncio.run(main())
"""


async def test_what_was_answered_for_outlives_a_kill(tmp_path: Path) -> None:
    """Each of 20 that a killed process had kept is there, once, in its order."""
    path = tmp_path / "releasebot.sqlite"
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", CRASH, str(path)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -9, done.stderr
    database, clock = Database(path), FakeClock("2100-01-01T00:00:00Z")
    after = Kept(DatabaseInbox(database, clock), database, clock)
    guids = [await after.next_guid() for _ in range(20)]
    database.close()

    assert guids == [f"guid-{number}" for number in range(20)]
