"""What is read again of an event, and comments, as the local GitHub shows and takes them."""

import asyncio
from pathlib import Path

import pytest
from github.Repository import Repository

from bot import errors
from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.code_host import releases
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.origin import GitHubOrigin
from bot.adapters.code_host.session import Session
from bot.adapters.patience import Patience
from bot.adapters.tokens import StoredToken
from bot.domain.events.repositories import Identity
from bot.ports import MergedPull, PublicRelease
from bot.rehearsal.world import World
from bot.settings.secrets import SecretReference
from tests.contract.local_github.conftest import SECRET, Installed, head
from tests.fakes.github_owner import GitHubOwner
from tests.fakes.stored_files import secret_file
from tests.fakes.webhook_receiver import receiving

ONCE = Patience(answer=5, call=20.0, pauses=())
LONG_AGO = "2000-01-01T00:00:00.000Z"


class Key:
    """A private key by its place."""

    def __init__(self, text: str) -> None:
        """Hold this."""
        self._text = text

    def read(self) -> str:
        """The key."""
        return self._text


@pytest.fixture
def connection(shared_world: World, app: Installed, sample_name: str, tmp_path: Path) -> Connection:
    """The App's installation at the sample."""
    token = app.integration.get_access_token(app.installation).token
    secret = SecretReference(file=secret_file(tmp_path, token))
    session = Session(shared_world.github_url, StoredToken(secret), ONCE)
    return Connection(session, sample_name)


@pytest.fixture
def deliveries(shared_world: World, owner: GitHubOwner) -> GitHubDeliveries:
    """The App itself."""
    registered = owner.register_app()
    key = Key(registered.private_key)
    return GitHubDeliveries(shared_world.github_url, registered.id, key, ONCE)


async def test_a_repository_is_known_by_its_number(
    connection: Connection, owner: GitHubOwner, sample_name: str, repository: Repository
) -> None:
    """Also after it got another name, and when the bot is not shown it any more."""
    origin, number = GitHubOrigin(connection), repository.id
    seen = await origin.identity()
    assert seen == Identity(number=number, name=sample_name, private=False, archived=False)
    owner.repository(sample_name, "renamed", to=f"{sample_name}-new")
    seen = await origin.identity()
    assert seen is not None
    assert (seen.number, seen.name) == (number, f"{sample_name}-new")
    connection.close()


async def test_what_the_bot_is_not_shown_is_not_there(
    connection: Connection, owner: GitHubOwner, sample_name: str
) -> None:
    """A refused token and silence are something else."""
    origin = GitHubOrigin(connection)
    owner.fault("GET", "/repos/**", "error_before")
    with pytest.raises(errors.Unknown):
        await origin.identity()
    owner.fault("GET", "/repos/**", "expired", times=2)
    with pytest.raises(errors.Failed, match="401"):
        await origin.identity()
    owner.end_faults()
    owner.installation_repositories(sample_name, "removed")
    assert await origin.identity() is None
    owner.installation_repositories(sample_name, "added")
    assert await origin.identity()
    connection.close()


async def test_what_somebody_published_is_seen_as_it_is(
    connection: Connection, alice: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """By whom, from which branch, and whether it takes any more files."""
    alice.create_git_release("v8", "8", "Notes", draft=False, target_commitish="main")
    owner.immutable_releases(sample_name)
    alice.create_git_release("v9", "9", "Notes", draft=False, target_commitish="main")
    owner.immutable_releases(sample_name, enabled=False)
    for tag, immutable in (("v8", False), ("v9", True)):
        [seen] = await connection.ask(lambda r, tag=tag: releases.of_tag(r, tag))  # type: ignore[misc]
        assert (seen.author, seen.target, seen.immutable) == ("alice", "main", immutable)
    connection.close()


async def test_what_an_event_says_is_looked_up(connection: Connection, alice: Repository) -> None:
    """Pull requests, milestones, tags and releases, before and after."""
    origin = GitHubOrigin(connection)
    assert not await origin.has_tag("v9")
    assert await origin.published("v9") is None
    assert await origin.merged_pull(999) is None
    assert await origin.closed_milestone(999) is None

    entry = head(alice)
    alice.create_git_ref("refs/heads/topic", entry)
    alice.create_git_ref("refs/tags/v9", entry)
    made = alice.create_git_release("v9", "9", "Notes", draft=False)
    alice.create_git_release("v10", "10", "Notes", draft=True)
    milestone = alice.create_milestone("1.2.0")
    assert await origin.has_tag("v9")
    assert not await origin.has_tag("v")
    public = await origin.published("v9")
    assert public == PublicRelease(number=made.id, text="Notes")
    assert await origin.published("v10") is None
    assert await origin.closed_milestone(milestone.number) is None
    milestone.edit("1.2.0", state="closed")
    assert await origin.closed_milestone(milestone.number) == "1.2.0"
    connection.close()


async def test_a_merged_pull_request_tells_its_labels(
    connection: Connection, alice: Repository
) -> None:
    """Those that it has now; one that is open tells none."""
    main = alice.get_git_commit(head(alice))
    tree = alice.get_git_tree(main.tree.sha)
    commit = alice.create_git_commit("feat: nothing new", tree, [main])
    alice.create_git_ref("refs/heads/topic", commit.sha)
    pull = alice.create_pull("main", "topic", title="Topic", body="")
    pull.add_to_labels("release:minor")
    origin = GitHubOrigin(connection)
    assert await origin.merged_pull(pull.number) is None
    pull.merge()

    assert await origin.merged_pull(pull.number) == MergedPull(
        number=pull.number, title="Topic", labels=("release:minor",)
    )
    connection.close()


async def test_the_bot_answers_in_one_comment(
    connection: Connection, alice: Repository, deliveries: GitHubDeliveries
) -> None:
    """It finds its own by the marker, among others that only look like it, and edits it."""
    issue = alice.create_issue("Release?")
    asked = issue.create_comment("/release status")
    issue.create_comment("<!-- mark --> mine")
    comments = GitHubComments(connection, deliveries.login)
    seen = await comments.read(asked.id)
    assert seen is not None
    assert (seen.text, seen.author, seen.is_ours) == ("/release status", asked.user.id, False)
    assert await comments.find(issue.number, "<!-- mark -->") is None

    for _ in range(2):
        await comments.react(asked.id, "eyes")
    await comments.write(issue.number, "<!-- mark -->\nOnce.")
    ours = await comments.find(issue.number, "<!-- mark -->")
    assert ours is not None
    assert ours.is_ours
    await comments.edit(ours.id, "<!-- mark -->\nTwice.")
    texts = [comment.body for comment in issue.get_comments()]
    assert texts == ["/release status", "<!-- mark --> mine", "<!-- mark -->\nTwice."]
    assert [reaction.content for reaction in asked.get_reactions()] == ["eyes"]
    assert await comments.read(10**9) is None
    connection.close()


async def test_a_bot_with_a_token_knows_its_own_too(
    shared_world: World, owner: GitHubOwner, sample_name: str, tmp_path: Path
) -> None:
    """By the token's account."""
    token = owner.person("carol", repository=sample_name, role="write")
    secret = SecretReference(file=secret_file(tmp_path, token))
    session = Session(shared_world.github_url, StoredToken(secret), ONCE)
    connection = Connection(session, sample_name)
    issue = await connection.ask(lambda repository: repository.create_issue("A").number)
    comments = GitHubComments(connection)
    await comments.write(issue, "<!-- mark -->")

    assert await comments.find(issue, "<!-- mark -->")
    connection.close()


async def test_a_write_that_got_no_answer_is_not_repeated(
    connection: Connection, alice: Repository, owner: GitHubOwner, deliveries: GitHubDeliveries
) -> None:
    """Whoever asked looks first."""
    issue = alice.create_issue("Release?")
    comments = GitHubComments(connection, deliveries.login)
    await comments.find(issue.number, "mark")
    owner.fault("POST", "/repos/*/*/issues/*/comments", "drop_after")
    with pytest.raises(errors.Unknown):
        await comments.write(issue.number, "mark")

    assert issue.get_comments().totalCount == 1
    assert await comments.find(issue.number, "mark")
    connection.close()


async def test_deliveries_that_failed_are_asked_for_again(
    deliveries: GitHubDeliveries, alice: Repository, owner: GitHubOwner
) -> None:
    """Over several pages of the list; the attempt that follows has the same id of its own."""
    assert await deliveries.login() == "releasebot[bot]"
    with receiving() as place:
        place.status = 503
        owner.register_app(hook_url=place.url, hook_secret=SECRET)
        for number in range(105):
            alice.create_milestone(f"{number}")
        await asyncio.to_thread(owner.await_deliveries)
        found = [attempt async for attempt in deliveries.since(LONG_AGO)]
        assert len(found) > 100
        assert found[0].id > found[-1].id
        assert (found[0].succeeded, found[0].repository) == (False, alice.id)
        assert [a async for a in deliveries.since("2100-01-01T00:00:00.000Z")] == []

        place.status = 202
        await deliveries.ask_again(found[0].id)
        await asyncio.to_thread(owner.await_deliveries)
        again = await anext(deliveries.since(LONG_AGO))
        assert (again.guid, again.succeeded) == (found[0].guid, True)
        assert again.id != found[0].id
        owner.register_app(hook_url="")


async def test_who_is_no_app_is_told_so(shared_world: World, app: Installed) -> None:
    """What is no key is a matter of the configuration."""
    del app
    with pytest.raises(errors.BadConfiguration, match="no private key"):
        await GitHubDeliveries(shared_world.github_url, 1, Key("no key"), ONCE).login()
