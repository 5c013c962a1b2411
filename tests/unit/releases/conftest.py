"""The tables in memory, with a planned release in them."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.domain.conversation import commands
from bot.domain.plans.plan import Plan
from bot.releases.storage import release_rows, tables
from tests.fakes.sample_plan import sample_plan

NOW = "2026-03-04T05:06:07.000Z"


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    """A connection to empty tables."""
    engine = sa.create_engine("sqlite://")
    tables.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def plan(connection: sa.Connection) -> Plan:
    """The plan of a release that is stored, and holds its branch and its version."""
    command = commands.StartRelease(project="greeter", bump="minor", person="alice", delivery="1")
    release, _ = release_rows.insert_release(connection, command, NOW)
    plan = sample_plan(release)
    release_rows.store_plan(connection, plan)
    return plan
