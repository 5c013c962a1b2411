"""Every write at GitHub under every fault: it happens once, and a person is told in words."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from github import Auth, Github
from github.Repository import Repository

from bot import errors, ports
from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.code_host.account.app import App
from bot.adapters.code_host.account.installation import InstallationToken
from bot.adapters.code_host.account.permissions import PERMISSIONS
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.code_host.session import Session
from bot.adapters.patience import Patience
from bot.rehearsal.sample import project
from bot.rehearsal.world import World, effects
from tests.contract.local_github.conftest import SECRET, Key, head
from tests.contract.local_github.writes import WRITES, Place, Write
from tests.fakes.github_owner import GitHubOwner

HASTY = Patience(answer=1, call=4.0, pauses=())
NOBODY = "http://127.0.0.1:9/github/webhooks"  # where no delivery arrives
LIMITS = ("secondary", "too_many", "primary")
FAULTS = ("drop_after", "error_after", "truncated", "hang", "expired", "redirect", *LIMITS)
CASES = [(write, request) for write in WRITES for request in write.requests]
STATUS_ALONE = ("upload_asset", "ask_again")  # of their answers nothing else is read
NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The bot as an App, which a test may start anew, and somebody who looks over its shoulder."""

    world: World
    app: int
    key: Key
    person: Repository

    def enter(self, place: Place) -> None:
        """Come with a new client, as after a restart or when a limit has ended."""
        app = App(self.world.github_url, self.app, self.key, HASTY)
        token = InstallationToken(app, project.FULL_NAME)
        session = Session(self.world.github_url, token, HASTY)
        deliveries = GitHubDeliveries(self.world.github_url, self.app, self.key, HASTY)
        connection = Connection(session, project.FULL_NAME)
        place.host = GitHubCodeHost(session, project.FULL_NAME)
        place.comments = GitHubComments(connection, deliveries.login)
        place.deliveries = deliveries


@pytest.fixture(scope="module")
def bot(shared_world: World) -> Iterator[Bot]:
    """An App with the rights of its manifest, to which nothing is delivered."""
    owner = GitHubOwner(shared_world.github_url)
    made = owner.register_app(
        permissions=dict(PERMISSIONS), events=["milestone"], hook_url=NOBODY, hook_secret=SECRET
    )
    token = owner.person("alice", repository=project.FULL_NAME, role="maintain")
    client = Github(
        auth=Auth.Token(token),
        base_url=shared_world.github_url,
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
    )
    person = client.get_repo(project.FULL_NAME)
    yield Bot(world=shared_world, app=made.id, key=Key(made.private_key), person=person)
    client.close()


@pytest.fixture
def place(bot: Bot, tmp_path: Path) -> Iterator[Place]:
    """Names that no other case has."""
    made = Place(number=next(NUMBERS), folder=tmp_path, person=bot.person, head=head(bot.person))
    bot.enter(made)
    yield made
    made.host.close()


def test_every_write_is_among_them() -> None:
    """A new method that changes GitHub needs a row here."""
    roles = (ports.CodeHost, ports.Comments, ports.Deliveries)
    known = {effect for role in roles for effect in ports.effects_of(role)}

    assert {write.effect for write in WRITES} == known


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("write", "request_"), CASES, ids=[f"{write.effect} {each}" for write, each in CASES]
)
async def test_a_write_happens_once_whatever_it_meets(
    bot: Bot, place: Place, owner: GitHubOwner, write: Write, request_: str, fault: str
) -> None:
    """The bot ends the call in time, says what it met, looks, and acts again only where needed."""
    await write.prepare(place)
    before = len(effects(bot.world))
    method, path = request_.split(" ")
    prefix = "" if path.startswith("/app") else "/repos/*/*"
    owner.fault(method, f"{prefix}{path}", fault, seconds=3600 if fault == "primary" else 1.5)
    started = time.monotonic()
    told = await _told(write, place)
    took = time.monotonic() - started

    assert owner.faults_to_come() == []
    assert took < HASTY.call
    _check_words(told, write, fault)
    place.host.close()
    bot.enter(place)
    if not await write.is_there(place):
        await write.act(place)
    assert await write.is_there(place)
    assert len(effects(bot.world)) == before + write.rows


async def _told(write: Write, place: Place) -> errors.ReleasebotError | None:
    """What a person is told of the first try."""
    try:
        await write.act(place)
    except errors.ReleasebotError as error:
        return error
    return None


def _check_words(told: errors.ReleasebotError | None, write: Write, fault: str) -> None:
    """What has to be said, and what is no news: a token that ended is replaced without a word."""
    if told is None:
        is_known = fault == "truncated" and write.effect in STATUS_ALONE
        assert fault == "expired" or is_known
        return
    assert fault != "expired" or write.effect == "ask_again"
    assert told.sentence.endswith(".")
    assert told.next_step.endswith(".")
    if fault in LIMITS:
        assert (type(told), told.reason) == (errors.Unknown, "rate_limited")
        assert " UTC" in told.sentence
