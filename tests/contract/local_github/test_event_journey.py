"""From GitHub to the bot and back: comments are answered, and what was missed is caught up."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from github.Repository import Repository

from bot.adapters.chat.console import Console
from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.clock import SystemClock
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.origin import GitHubOrigin
from bot.adapters.code_host.session import Session
from bot.adapters.tokens import StoredToken
from bot.adapters.web import server
from bot.adapters.web.github_webhooks import PATH, GitHubWebhooks
from bot.domain.events import missed as missing
from bot.rehearsal.world import World
from bot.releases.incoming.binding_rows import BindingRows
from bot.releases.incoming.inbox import DatabaseInbox
from bot.releases.incoming.notice_rows import NoticeRows
from bot.releases.storage.database import Database
from bot.settings.secrets import SecretReference
from handlers.github_events import deliveries, missed
from handlers.github_events.desk import EventDesk, Watched
from tests.contract.local_github.conftest import ONCE, SECRET, Installed, Key
from tests.fakes.fake_reception import FakeReception
from tests.fakes.fake_releases import FakeReleases
from tests.fakes.github_owner import GitHubOwner
from tests.fakes.sample_site import sample_site
from tests.fakes.stored_files import secret_file

PATIENCE_SECONDS = 20.0


@dataclass
class Listener:
    """A bot that hears the local GitHub, on a database of its own."""

    inbox: DatabaseInbox
    desk: EventDesk
    watch: missed.Watch
    notices: NoticeRows

    @contextlib.asynccontextmanager
    async def listening(self, listen: str = "127.0.0.1:0") -> AsyncIterator[str]:
        """Take deliveries and work on them, at the address that is told."""
        webhooks = GitHubWebhooks(self.inbox, [SECRET])
        site = sample_site(FakeReception(), Console(), hooks=(webhooks.hook(),))
        async with server.open_server(server.make_app(site), listen) as url:
            working = asyncio.create_task(deliveries.work(self.inbox, self.desk))
            yield f"{url}{PATH}"
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


@pytest.fixture
async def listener(
    shared_world: World, app: Installed, owner: GitHubOwner, sample_name: str, tmp_path: Path
) -> AsyncIterator[Listener]:
    """It knows alice by her account's number."""
    registered = owner.register_app()
    told = GitHubDeliveries(
        shared_world.github_url, registered.id, Key(registered.private_key), ONCE
    )
    token = app.integration.get_access_token(app.installation).token
    secret = SecretReference(file=secret_file(tmp_path, token))
    session = Session(shared_world.github_url, StoredToken(secret), ONCE)
    connection = Connection(session, sample_name)
    database, clock = Database(tmp_path / "releasebot.sqlite"), SystemClock()
    notices = NoticeRows(database, clock)
    watched = Watched(
        project="greeter",
        repository=sample_name,
        origin=GitHubOrigin(connection),
        comments=GitHubComments(connection, told.login),
    )
    desk = EventDesk(
        releases=FakeReleases(),
        reception=FakeReception(),
        notices=notices,
        bindings=BindingRows(database, clock),
        watched=(watched,),
        own_login=told.login,
    )
    inbox = DatabaseInbox(database, clock)
    yield Listener(inbox, desk, missed.Watch(told, clock, desk), notices)
    connection.close()
    database.close()


async def comments(repository: Repository, issue: int, count: int) -> list[str]:
    """The comments as soon as there are so many."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            listed = await asyncio.to_thread(repository.get_issue(issue).get_comments)
            texts = [comment.body for comment in await asyncio.to_thread(list, listed)]
            if len(texts) >= count:
                return texts
            await asyncio.sleep(0.05)


async def test_a_comment_is_answered(
    listener: Listener, alice: Repository, owner: GitHubOwner
) -> None:
    """By a sign and one comment of the App, whose own echo starts nothing."""
    issue = alice.create_issue("Release?")
    number = issue.user.id
    listener.desk.people[str(number)] = "alice"  # type: ignore[index]  # a dict in this test
    async with listener.listening() as url:
        await asyncio.to_thread(owner.register_app, hook_url=url, hook_secret=SECRET)
        asked = await asyncio.to_thread(issue.create_comment, "/release hold docs are late")
        texts = await comments(alice, issue.number, 2)
        await asyncio.to_thread(owner.await_deliveries)
        await asyncio.to_thread(owner.register_app, hook_url="")

    assert texts[1].startswith(f"<!-- releasebot:answer:{asked.id} -->\nalice said hold docs are")
    assert [reaction.content for reaction in asked.get_reactions()] == ["eyes"]
    assert len(await comments(alice, issue.number, 2)) == 2


async def test_what_was_missed_is_caught_up_and_told(
    listener: Listener, alice: Repository, owner: GitHubOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deliveries to a bot that is down arrive once it is up, and people read of the gap."""
    monkeypatch.setattr(missing, "PATIENCE_SECONDS", 0.0)
    await missed.look_around(None, listener.desk)
    async with listener.listening() as url:
        await asyncio.to_thread(owner.register_app, hook_url=url, hook_secret=SECRET)
        await asyncio.to_thread(owner.await_deliveries)
    milestones = [await asyncio.to_thread(alice.create_milestone, f"1.{n}") for n in range(3)]
    for milestone in milestones:
        await asyncio.to_thread(milestone.edit, milestone.title, state="closed")
    await asyncio.to_thread(owner.await_deliveries)

    where = url.removeprefix("http://").removesuffix(PATH)
    async with listener.listening(where):
        gap = await listener.watch.look()
        await asyncio.to_thread(owner.await_deliveries)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(await listener.notices.newest("greeter", 9)) < 4:  # noqa: ASYNC110  # nobody tells
                await asyncio.sleep(0.05)
        assert (await listener.watch.look()).again == ()
    await asyncio.to_thread(owner.register_app, hook_url="")

    assert len(gap.again) == 6  # created and closed, three times
    told = {notice.text for notice in await listener.notices.newest("greeter", 9)}
    assert sum("6 deliveries replayed." in text for text in told) == 1
    assert sum("Nothing was started: type 1." in text for text in told) == 3
