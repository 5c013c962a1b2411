"""Rhythms: a repository is fetched once for many, anew when it matters, and its silence is told."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from bot.domain.conversation import commands
from bot.releases import audit
from bot.releases.looking import rhythms
from bot.releases.looking.rhythms import Rhythms
from bot.releases.storage import release_rows
from bot.releases.storage.database import Database
from tests.fakes.fake_world import FakeWorld, make_world
from tests.fakes.sample_cadence import CADENCE

Json = dict[str, Any]
NOW = "2026-12-01T12:00:00.000Z"
TAGGED = "2026-11-20T10:00:00.000Z"
FINISHED = "2026-11-30T10:00:00.000Z"


def add(
    connection: sa.Connection,
    version: str,
    state: str,
    project: str = "greeter",
    *,
    ended: tuple[str, ...] = (FINISHED,),
    adopts: str = "",
) -> None:
    """A release that ended so, at each of these times."""
    command = commands.StartRelease(
        project=project, bump="minor", person="alice", delivery=f"{version} {state}"
    )
    release, _ = release_rows.insert_release(connection, command, TAGGED)
    last = {"finished": ended[-1], "adopts": adopts}
    release_rows.set_values(connection, release, version=version, state=state, **last)
    for time in ended:
        audit.append(connection, time=time, actor="bot", action=state, release=release, data={})


class Rows:
    """The tables in memory, in place of a database with a thread of its own."""

    def __init__(self, connection: sa.Connection) -> None:
        """Work on this connection."""
        self.connection = connection

    async def look(self, work: Any, *args: object) -> Any:  # noqa: ANN401  # any work
        """Do it at once."""
        return work(self.connection, *args)


class Watch:
    """Seconds that a test lets pass, and the rhythms that are kept by them."""

    def __init__(self, world: FakeWorld, connection: sa.Connection, title: str = "Greeter") -> None:
        """One project with a cadence, and one without."""
        self.now = 0.0
        project = world.project()
        watched = replace(project, rules=replace(project.rules, cadence=CADENCE, title=title))
        rows = cast("Database", Rows(connection))
        projects = {"greeter": watched, "quiet": project}
        self.rhythms = Rhythms(rows, projects, lambda: self.now)

    async def minor(self, kept: float) -> Json:
        """How a minor release stands, if what the repository told may be so old."""
        found = await self.rhythms.of("greeter", NOW, kept)
        assert found is not None
        return {**found["rhythms"][1], "unknown": found["unknown"]}


@pytest.fixture
def world(tmp_path: Path) -> FakeWorld:
    """A repository with one tag, and one change since."""
    world = make_world(tmp_path)
    world.tag_time(TAGGED)
    return world


@pytest.fixture
def watch(world: FakeWorld, connection: sa.Connection) -> Watch:
    """Nothing was looked at yet."""
    return Watch(world, connection)


async def test_the_repository_tells_what_the_bot_has_no_record_of(watch: Watch) -> None:
    """Its tags with their times, and what waits."""
    found = await watch.minor(0)

    assert (found["version"], found["released"]) == ("1.1.0", TAGGED)
    assert (found["state"], found["waiting"], found["unknown"]) == ("early", 1, None)


async def test_only_releases_that_are_done_count(watch: Watch, connection: sa.Connection) -> None:
    """With the moment at which they were; what failed, and what others released, does not."""
    for version, state in (("1.2.0", "done"), ("1.3.0", "failed"), ("1.4.0", "cancelled")):
        add(connection, version, state)
    add(connection, "9.0.0", "done", project="other")

    assert rhythms.recorded(connection, "greeter") == {"1.2.0": FINISHED}
    assert (await watch.minor(0))["version"] == "1.2.0"


def test_neither_a_restored_nor_an_adopted_release_counts_from_today(
    connection: sa.Connection,
) -> None:
    """What was released weeks ago is no new release because something of it was brought back."""
    add(connection, "1.0.0", "done", ended=(TAGGED, FINISHED))
    add(connection, "1.1.0", "done", adopts="v1.1.0")

    assert rhythms.recorded(connection, "greeter") == {"1.0.0": TAGGED}


async def test_a_project_without_a_cadence_is_not_looked_at(watch: Watch, world: FakeWorld) -> None:
    """Its repository would not even answer."""
    world.repository.fail_next("facts")

    assert await watch.rhythms.of("quiet", NOW, 0) is None


async def test_what_was_told_is_kept_for_a_while(watch: Watch, world: FakeWorld) -> None:
    """A page takes it as it is; whoever asks for it has it looked up."""
    await watch.minor(60)
    world.push()
    kept = await watch.minor(60)
    watch.now = 61.0
    later = await watch.minor(60)
    world.push()

    assert [kept["waiting"], later["waiting"]] == [1, 2]
    assert (await watch.minor(0))["waiting"] == 3


async def test_a_release_that_ended_is_seen_at_once(
    watch: Watch, world: FakeWorld, connection: sa.Connection
) -> None:
    """Nothing is kept beyond it, for its changes wait no more."""
    await watch.minor(60)
    add(connection, "1.2.0", "done")
    known = world.repository.known
    world.repository.known = replace(known, commits_since={"v1.1.0": ()})
    found = await watch.minor(60)

    assert (found["version"], found["waiting"]) == ("1.2.0", 0)


async def test_a_silent_repository_is_asked_again_soon(
    watch: Watch, world: FakeWorld, connection: sa.Connection
) -> None:
    """Until then the bot's own rows count alone, and it is told why; unknown is not never."""
    world.repository.fail_next("facts")
    silent = await watch.minor(900)
    add(connection, "1.2.0", "done")
    world.repository.fail_next("facts")
    recorded = await watch.minor(900)
    watch.now = rhythms.SILENCE_SECONDS + 1
    found = await watch.minor(900)

    assert (silent["state"], silent["waiting"]) == ("unknown", None)
    assert silent["unknown"] == "The fake lost the answer to facts."
    assert (recorded["version"], recorded["state"]) == ("1.2.0", "early")
    assert (found["waiting"], found["unknown"]) == (1, None)


async def test_many_at_once_are_one_look(watch: Watch, world: FakeWorld) -> None:
    """The first one fails, and the others get its answer."""
    world.repository.fail_next("facts")
    found = await asyncio.gather(*(watch.minor(60) for _ in range(5)))

    assert [each["state"] for each in found] == ["unknown"] * 5


async def test_a_project_is_told_by_its_name(watch: Watch) -> None:
    """The operator's title for it, which counts before the repository's own."""
    found = await watch.rhythms.of("greeter", NOW, 0)

    assert found is not None
    assert (found["project"], found["title"]) == ("greeter", "Greeter")


async def test_without_a_title_the_repository_names_it(
    world: FakeWorld, connection: sa.Connection
) -> None:
    """As its own file says, else the project's name stands there."""
    named = Watch(world, connection, title="")
    unnamed = await named.rhythms.of("greeter", NOW, 0)
    known = world.repository.known
    rules = replace(known.rules, display_name="Acme Greeter")
    world.repository.known = replace(known, rules=rules)
    found = await named.rhythms.of("greeter", NOW, 0)

    assert unnamed is not None
    assert found is not None
    assert (unnamed["title"], found["title"]) == ("greeter", "Acme Greeter")
