"""A desk with one release that waits for people."""

import pytest

from handlers.desk import Desk
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES
from tests.fakes.fake_releases import FakeReleases


@pytest.fixture
def releases() -> FakeReleases:
    """One release, which waits for bob and carol."""
    return FakeReleases(sample.asked())


@pytest.fixture
def desk(releases: FakeReleases) -> Desk:
    """Where it is dealt with."""
    return Desk(
        releases=releases,
        roles=lambda: ROLES,
        configuration=lambda project: (("publish", f"2 votes for {project}"),),
    )
