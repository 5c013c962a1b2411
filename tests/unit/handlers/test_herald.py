"""The herald: every surface hears of every release, whatever the other surfaces do."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot import errors
from bot.domain.conversation.messages import Conversation
from bot.ports import Surface
from handlers.desk import Desk
from handlers.herald import Herald
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES
from tests.fakes.fake_releases import FakeReleases


class Shown:
    """A surface that remembers the summaries that it was to show."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.summaries: list[str] = []
        self.woken = asyncio.Event()

    async def show(self, conversation: Conversation) -> None:
        """Remember."""
        self.summaries.append(conversation.card.summary)
        self.woken.set()

    async def until(self, is_enough: Callable[[], bool]) -> None:
        """Wait for what must come."""
        async with asyncio.timeout(5):
            while not is_enough():
                self.woken.clear()
                await self.woken.wait()


class Broken:
    """A surface whose platform is down."""

    async def show(self, conversation: Conversation) -> None:
        """Fail."""
        raise ConnectionError(conversation.card.release)


class Stuck:
    """A surface whose platform never answers."""

    async def show(self, conversation: Conversation) -> None:  # noqa: ARG002  # it gets no further
        """Hang."""
        await asyncio.Event().wait()


@asynccontextmanager
async def following(releases: FakeReleases, *surfaces: Surface) -> AsyncIterator[None]:
    """A herald at work."""
    desk = Desk(releases=releases, roles=lambda: ROLES, surfaces=surfaces)
    task = asyncio.create_task(Herald(desk, again_seconds=0.01).follow())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_everything_is_shown_at_the_start() -> None:
    """Also what ended while nobody looked: its message would say for ever that it runs."""
    shown = Shown()
    releases = FakeReleases(sample.done(release="old"), sample.asked())
    async with following(releases, shown):
        await shown.until(lambda: len(shown.summaries) == 2)

    assert shown.summaries[0].startswith("Released")
    assert shown.summaries[1] == "Waits for bob and carol: 0 of 2 approvals until 14:02 UTC"


class Silent(FakeReleases):
    """Releases whose database does not answer at first."""

    def __init__(self) -> None:
        """One release, and one question about it that fails."""
        super().__init__(sample.asked())
        self.failures = 1

    async def unfinished(self) -> tuple[str, ...]:
        """Fail once."""
        if self.failures:
            self.failures -= 1
            raise errors.Unknown("The database is busy.", "Wait.")
        return await super().unfinished()


async def test_a_list_that_fails_is_asked_for_again(caplog: pytest.LogCaptureFixture) -> None:
    """Else nothing would be shown until the next restart."""
    shown = Shown()
    with caplog.at_level(logging.ERROR):
        async with following(Silent(), shown):
            await shown.until(lambda: len(shown.summaries) == 1)

    assert "the releases cannot be listed" in caplog.text


async def test_a_change_is_shown() -> None:
    """As it stands when it is shown."""
    shown = Shown()
    releases = FakeReleases(sample.asked())
    async with following(releases, shown):
        await shown.until(lambda: len(shown.summaries) == 1)
        releases.statuses[sample.RELEASE] = sample.asked("bob")
        releases.touch(sample.RELEASE)
        await shown.until(lambda: len(shown.summaries) == 2)

    assert shown.summaries[1] == "Waits for carol: 1 of 2 approvals until 14:02 UTC"


async def test_a_surface_that_fails_or_hangs_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Chat that is down never stops a release; the log says which."""
    shown = Shown()
    releases = FakeReleases(sample.asked())
    with caplog.at_level(logging.ERROR):
        async with following(releases, Broken(), Stuck(), shown):
            await shown.until(lambda: len(shown.summaries) == 1)
            releases.touch(sample.RELEASE)
            await shown.until(lambda: len(shown.summaries) == 2)

    assert f"release {sample.RELEASE} on Broken" in caplog.text


async def test_a_release_that_cannot_be_read_stops_no_other() -> None:
    """The next one is shown."""
    shown = Shown()
    releases = FakeReleases(sample.asked())
    async with following(releases, shown):
        await shown.until(lambda: len(shown.summaries) == 1)
        releases.touch("gone")
        releases.touch(sample.RELEASE)
        await shown.until(lambda: len(shown.summaries) == 2)
