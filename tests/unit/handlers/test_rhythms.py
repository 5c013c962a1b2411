"""What is due: one project kind by kind, all projects in a line each, and how to configure it."""

import pytest

from bot.domain.answers import rhythms as answers
from bot.domain.conversation.messages import Line, Table
from handlers import rhythms
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_releases import FakeReleases
from tests.fakes.sample_cadence import standing


@pytest.fixture
def releases() -> FakeReleases:
    """Two projects, and none has a cadence."""
    return FakeReleases(projects=("greeter", "waiter"))


@pytest.fixture
def reception(releases: FakeReleases) -> Receptionist:
    """Who answers."""
    return Receptionist(Desk(releases=releases, roles=lambda: ROLES))


async def test_a_project_is_looked_at_anew(reception: Receptionist, releases: FakeReleases) -> None:
    """Whoever asks gets what its repository says now, of every kind."""
    releases.cadences["greeter"] = standing("2026-11-20")
    reply = await reception.say("cadence greeter", caller("alice"))

    assert reply.blocks == answers.project_blocks(standing("2026-11-20"))
    assert reply.data == {"schema": 1, "projects": [standing("2026-11-20")]}
    assert releases.asked == [("cadence", "greeter", 0.0)]


async def test_all_projects_are_told_where_none_is_named(
    reception: Receptionist, releases: FakeReleases
) -> None:
    """Those that have a cadence; an account that nobody knows may ask as well."""
    releases.cadences["waiter"] = standing("2026-11-20", project="waiter", title="Waiter")
    reply = await reception.say("cadence", caller("", project=""))

    (table,) = reply.blocks
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["Waiter"]


async def test_a_project_without_a_cadence_says_how_to_have_one(reception: Receptionist) -> None:
    """In one line that can be copied."""
    reply = await reception.say("cadence waiter", caller("alice"))

    assert reply.error is None
    assert reply.blocks == (Line(text="waiter has no cadence yet."), Line(text=answers.HOW))
    assert 'minor = "2-4 weeks"' in answers.HOW


async def test_a_page_takes_what_is_known(reception: Receptionist, releases: FakeReleases) -> None:
    """It does not have every repository fetched for everybody who opens it."""
    releases.cadences["greeter"] = standing("2026-11-20")
    reply = await reception.upcoming(caller("alice"))

    assert reply.blocks == answers.upcoming_blocks([standing("2026-11-20")])
    assert set(releases.asked) == {
        ("cadence", name, rhythms.KEPT_SECONDS) for name in ("greeter", "waiter")
    }


async def test_only_people_with_a_role_are_told_how(reception: Receptionist) -> None:
    """Others could do nothing with it."""
    told = await reception.upcoming(caller("alice"))

    assert told.blocks == (Line(text=f"{answers.NONE} {answers.HOW}"),)
    assert (await reception.upcoming(caller("nobody"))).blocks == ()
    assert (await reception.upcoming(caller(""))).blocks == ()
