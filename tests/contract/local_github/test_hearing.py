"""What only the real thing can show of hearing: refusals, tokens, lists of deliveries, limits."""

import asyncio
from pathlib import Path

import pytest
from github.Repository import Repository

from bot import errors
from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.code_host import releases
from bot.adapters.code_host.account.token_account import TokenAccount
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.origin import GitHubOrigin
from bot.adapters.code_host.session import Session
from bot.adapters.tokens import StoredToken
from bot.rehearsal.world import World
from bot.settings.secrets import SecretReference
from tests.contract.local_github.conftest import LONG_AGO, ONCE, SECRET, Installed, Key
from tests.fakes.github_owner import GitHubOwner
from tests.fakes.stored_files import secret_file
from tests.fakes.webhook_receiver import receiving


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


async def test_a_bot_with_a_token_knows_its_own_too(
    shared_world: World, owner: GitHubOwner, sample_name: str, tmp_path: Path
) -> None:
    """By the token's account."""
    token = owner.person("carol", repository=sample_name, role="write")
    secret = SecretReference(file=secret_file(tmp_path, token))
    session = Session(shared_world.github_url, StoredToken(secret), ONCE)
    connection = Connection(session, sample_name)
    issue = await connection.ask(lambda repository: repository.create_issue("A").number)
    comments = GitHubComments(connection, TokenAccount(connection).login)
    await comments.write(issue, "<!-- mark -->")

    assert await comments.find(issue, "<!-- mark -->")
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


@pytest.mark.parametrize("kind", ["secondary", "secondary_bare", "too_many", "primary"])
async def test_a_limit_is_kept_and_its_end_is_told(
    deliveries: GitHubDeliveries, owner: GitHubOwner, kind: str
) -> None:
    """Whatever is asked until then is not sent, and nobody waits for the end."""
    owner.fault("POST", "/app/hook/deliveries/*/attempts", kind, times=9, seconds=3000)
    for _ in range(2):
        with pytest.raises(errors.Unknown, match=r"takes none before [0-9:]{8} UTC") as limited:
            await deliveries.ask_again(1)
        assert (limited.value.reason, limited.value.next_step) == (
            "rate_limited",
            "It will be tried again then.",
        )
    with pytest.raises(errors.Unknown, match="takes none before"):
        await anext(deliveries.since(LONG_AGO))

    assert [each["times"] for each in owner.faults_to_come()] == [8]
    owner.end_faults()


async def test_who_is_no_app_is_told_so(shared_world: World, app: Installed) -> None:
    """What is no key is a matter of the configuration."""
    del app
    with pytest.raises(errors.BadConfiguration, match="no private key"):
        await GitHubDeliveries(shared_world.github_url, 1, Key("no key"), ONCE).login()
