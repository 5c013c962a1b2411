"""A desk for events, and the truth that they are held against, made up by a test."""

from dataclasses import dataclass, field
from typing import Literal

from handlers.github_events.desk import EventDesk, Watched
from tests.fakes import sample_status as sample
from tests.fakes.fake_notices import FakeBindings, FakeNotices
from tests.fakes.fake_origin import FakeComments, FakeOrigin
from tests.fakes.fake_reception import FakeReception
from tests.fakes.fake_releases import FakeReleases

OWN = "releasebot-of-acme[bot]"
ACCOUNT = "acme-releases"  # the account of the bot's token, where it is no App


@dataclass
class World:
    """What the handlers see, and what they leave behind."""

    releases: FakeReleases = field(default_factory=lambda: FakeReleases(sample.asked()))
    reception: FakeReception = field(default_factory=FakeReception)
    notices: FakeNotices = field(default_factory=FakeNotices)
    bindings: FakeBindings = field(default_factory=FakeBindings)
    origin: FakeOrigin = field(default_factory=FakeOrigin)
    comments: FakeComments = field(default_factory=FakeComments)
    apps: frozenset[int] = frozenset()
    tags: Literal["ignore", "tell", "release"] = "ignore"
    is_app: bool = True
    follows: Literal["adopt", "tell", "ignore"] = "adopt"

    def desk(self) -> EventDesk:
        """The desk at which they work."""
        watched = Watched(
            project="greeter",
            repository="acme/greeter",
            origin=self.origin,
            comments=self.comments,
            apps=self.apps,
            tags=self.tags,
            releases=self.follows,
        )
        return EventDesk(
            releases=self.releases,
            reception=self.reception,
            notices=self.notices,
            bindings=self.bindings,
            watched=(watched,),
            people={"501": "alice", "502": "bob"},
            roles=lambda: {"releaser": frozenset({"alice"}), "approver": frozenset({"bob"})},
            own_login=_own_login if self.is_app else _token_login,
            is_app=self.is_app,
        )


async def _own_login() -> str:
    return OWN


async def _token_login() -> str:
    return ACCOUNT
