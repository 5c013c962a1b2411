"""The console's surface: pages get the newest state of each release, and there is a most."""

import asyncio

import pytest

from bot import errors
from bot.adapters.chat.console import Console
from tests.fakes import sample_statuses


async def test_a_page_is_shown_what_changes() -> None:
    """What is shown after the page was opened is news to it, once."""
    console = Console()
    page = console.open_page()
    changed = sample_statuses.conversation("asked")

    await console.show(changed)

    assert await page.news(1) == (changed,)
    assert await page.news(0) == ()


async def test_states_that_were_overtaken_are_left_out() -> None:
    """A slow page gets the newest state, not a queue of old ones."""
    console = Console()
    page = console.open_page()

    for moment in sample_statuses.MOMENTS:
        await console.show(sample_statuses.conversation(moment))

    assert await page.news(1) == (sample_statuses.conversation(sample_statuses.MOMENTS[-1]),)


async def test_a_waiting_page_wakes_at_once() -> None:
    """Nobody polls."""
    console = Console()
    page = console.open_page()
    waiting = asyncio.create_task(page.news(60))
    await asyncio.sleep(0)

    await console.show(sample_statuses.conversation("done"))

    assert len(await asyncio.wait_for(waiting, 1)) == 1


async def test_a_page_that_left_is_told_nothing() -> None:
    """Nothing piles up for those who are gone."""
    console = Console()
    page = console.open_page()
    console.leave(page)

    await console.show(sample_statuses.conversation("done"))

    assert await page.news(0) == ()


async def test_there_is_a_most_of_pages() -> None:
    """One more is refused in plain words; a place that gets free is given away again."""
    console = Console(most=2)
    first, _ = console.open_page(), console.open_page()

    with pytest.raises(errors.Refused, match="2 pages of the console are open"):
        console.open_page()
    console.leave(first)

    assert console.open_page().is_open


async def test_closing_ends_every_stream() -> None:
    """A server that stops does not wait for its readers."""
    console = Console()
    page = console.open_page()

    console.close()

    assert await asyncio.wait_for(page.news(60), 1) == ()
    assert not page.is_open
