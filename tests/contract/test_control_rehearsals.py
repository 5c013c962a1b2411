"""The control socket tells how a rehearsal goes on, to whoever follows it from a terminal."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from bot import errors
from bot.adapters.control import client as control_client
from bot.adapters.control import server as control_socket
from bot.adapters.control.client import ControlClient
from bot.domain.approvals.local_people import LocalPeople
from bot.domain.rehearsals import rehearsal
from bot.ports import Releases
from tests.fakes import sample_rehearsal
from tests.fakes.fake_reception import FakeReception
from tests.fakes.fake_rehearsals import FakeRehearsals
from tests.fakes.followed_releases import FollowedReleases


@asynccontextmanager
async def opened(folder: Path, rehearsals: FakeRehearsals | None) -> AsyncIterator[ControlClient]:
    """A socket in this folder, and a client that calls it."""
    releases = cast("Releases", FollowedReleases())
    people = LocalPeople(by_login={})
    async with (
        control_socket.open_socket(folder, FakeReception(), releases, people, rehearsals),
        control_client.connected(folder) as client,
    ):
        yield client


async def test_a_rehearsal_is_followed_to_its_end(
    tmp_path: Path,
) -> None:
    """Each state of it and of no other; one that nobody knows is refused."""
    rehearsals = FakeRehearsals()
    rehearsals.become(sample_rehearsal.begun())
    other = dataclasses.replace(sample_rehearsal.ASKED, id="r-2")
    later = [
        sample_rehearsal.on_its_way(),
        sample_rehearsal.begun(asked=other),
        sample_rehearsal.done(),
    ]
    async with opened(tmp_path, rehearsals) as client:
        told = []
        async for line in client.follow_rehearsal(sample_rehearsal.ID):
            told.append(rehearsal.from_json(line))
            for each in later:
                rehearsals.become(each)
            later = []
        with pytest.raises(errors.BadInput, match="no such rehearsal"):
            await anext(client.follow_rehearsal("r-9"))

    assert [each.state for each in told] == ["running", "running", "done"]
    assert told[-1] == sample_rehearsal.done()


async def test_a_bot_that_only_looks_has_no_rehearsals(
    tmp_path: Path,
) -> None:
    """Whatever is asked for."""
    async with opened(tmp_path, None) as client:
        with pytest.raises(errors.BadInput, match="no such rehearsal"):
            await anext(client.follow_rehearsal(sample_rehearsal.ID))
