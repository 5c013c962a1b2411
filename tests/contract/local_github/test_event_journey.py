"""From GitHub to the bot and back: comments are answered, and what was missed is caught up."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
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
from tests.contract.local_github.conftest import ONCE, SECRET, Installed, Key, head
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


HEARD = {
    ("ping", "pong"),
    ("push", "looked at the branches"),
    ("push", "tags are not listened to"),
    ("pull_request", "proposed a minor release"),
    ("check_run", "looked again"),
    ("check_suite", "looked again"),
    ("check_run", "no release is about this commit"),
    ("check_suite", "no release is about this commit"),
    ("workflow_run", "looked again"),
    ("workflow_run", "it ran for a fork"),
    ("status", "looked again"),
    ("milestone", "proposed a release"),
    ("issue_comment", "nobody knows whose account it is"),
    ("issue_comment", "it is the bot's own work"),  # the proposal that it wrote
}


def happen(alice: Repository, owner: GitHubOwner, commit: str) -> None:
    """Everything that people and CI do, around a release that is about this commit."""
    name, path = alice.full_name, ".github/workflows/ci.yml"
    main = alice.get_git_commit(commit)
    topic = alice.create_git_commit("feat: x", alice.get_git_tree(main.tree.sha), [main])
    alice.create_git_ref("refs/heads/topic", topic.sha)
    alice.create_git_ref("refs/tags/v9", commit)
    for sha in (commit, topic.sha):
        owner.check_run(name, sha, "ci", conclusion="success")
    owner.workflow_run(name, commit, path, status="completed", conclusion="success")
    owner.workflow_run(name, commit, path, head_repository="mallory/greeter")
    alice.get_commit(commit).create_status("success", context="docs")
    milestone = alice.create_milestone("1.2.0")
    milestone.edit("1.2.0", state="closed")
    alice.create_issue("Release?").create_comment("/release minor")
    pull = alice.create_pull("main", "topic", title="Topic", body="")
    pull.add_to_labels("release:minor")
    pull.merge()
    owner.await_deliveries()


def outcomes(database: Path) -> set[tuple[str, str]]:
    """What came of each delivery, as soon as none waits any more."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with closing(sqlite3.connect(database)) as connection:
        while connection.execute("SELECT 1 FROM deliveries WHERE state = 'due'").fetchone():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return set(connection.execute("SELECT event, outcome FROM deliveries"))


async def test_everything_that_happens_is_heard(
    listener: Listener, alice: Repository, owner: GitHubOwner, tmp_path: Path
) -> None:
    """Each kind of event reaches its handler, which says what came of it."""
    commit, releases = head(alice), listener.desk.releases
    assert isinstance(releases, FakeReleases)
    releases.statuses["r1"] = {"project": "greeter", "commit": commit}
    async with listener.listening() as url:
        await asyncio.to_thread(owner.register_app, hook_url=url, hook_secret=SECRET)
        await asyncio.to_thread(happen, alice, owner, commit)
        for _ in range(2):  # what the bot answers is an event again
            found = await asyncio.to_thread(outcomes, tmp_path / "releasebot.sqlite")
            await asyncio.to_thread(owner.await_deliveries)
        await asyncio.to_thread(owner.register_app, hook_url="")

    assert found >= HEARD
    others = {what for _, what in found - HEARD}
    assert others <= {
        "this action means nothing for a release",
        "no merged pull request asks for a release",  # if it is looked up before the merge
    }
    assert set(releases.asked) == {("bring_forward", "greeter"), ("look_at_branches",)}


async def test_a_repository_that_moves_or_is_hidden_pauses_its_project(
    listener: Listener, alice: Repository, owner: GitHubOwner, tmp_path: Path
) -> None:
    """Renamed, made public, taken from the App: what the events say is looked up, then kept."""
    database, old = tmp_path / "releasebot.sqlite", alice.full_name
    await missed.look_around(None, listener.desk)
    async with listener.listening() as url:
        await asyncio.to_thread(owner.register_app, hook_url=url, hook_secret=SECRET)
        await asyncio.to_thread(owner.repository, old, "privatized")
        await asyncio.to_thread(owner.repository, old, "publicized")
        await asyncio.to_thread(owner.await_deliveries)
        public = await asyncio.to_thread(outcomes, database)
        await asyncio.to_thread(owner.repository, old, "renamed", to=f"{old}-new")
        await asyncio.to_thread(owner.await_deliveries)
        renamed = await asyncio.to_thread(outcomes, database)
        await asyncio.to_thread(owner.installation_repositories, f"{old}-new", "removed")
        await asyncio.to_thread(owner.await_deliveries)
        hidden = await asyncio.to_thread(outcomes, database)
        await asyncio.to_thread(owner.register_app, hook_url="")
    bound = await listener.desk.bindings.find("greeter")

    assert ("repository", "held what is under way") in public
    assert ("repository", f"paused: {old} is called {old}-new now.") in renamed
    gone = f"paused: the bot does not see {old} any more."
    assert ("installation_repositories", gone) in hidden
    assert bound
    assert bound.paused == gone.removeprefix("paused: ")
