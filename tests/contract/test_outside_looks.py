"""What the doctor asks the outside world: the time of a server, and what a token may do."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import errors
from bot.adapters import server_time
from bot.adapters.code_host import access
from bot.adapters.code_host.session import Session
from bot.adapters.patience import Patience
from bot.adapters.tokens import StoredToken
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from bot.settings.secrets import SecretReference
from tests.fakes.stored_files import secret_file
from tests.fakes.unruly_server import UnrulyServer, say

IMPATIENT = Patience(answer=1, call=2.0, pauses=())
REPOSITORY = {"id": 1, "name": "greeter", "full_name": "acme/greeter"}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[UnrulyServer]:
    """One that a test tells how to answer."""
    async with UnrulyServer(tmp_path).running() as running:
        yield running


async def test_a_server_tells_the_time_with_any_answer(server: UnrulyServer) -> None:
    """Also where there is nothing at that address."""
    server.rules["HEAD", "/there"] = say(200, Date="Wed, 04 Mar 2026 05:06:07 GMT")

    assert await server_time.time_at(f"{server.url}/there") == dt.datetime(
        2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC
    )
    told = await server_time.time_at(f"{server.url}/nothing")
    assert told is not None
    assert abs((dt.datetime.now(dt.UTC) - told).total_seconds()) < 5


@pytest.mark.parametrize("date", ["", "yesterday"])
async def test_an_answer_without_a_date_tells_no_time(server: UnrulyServer, date: str) -> None:
    """Nor does a server that is not there."""
    server.rules["HEAD", "/"] = say(200, Date=date)

    assert await server_time.time_at(server.url) is None
    assert await server_time.time_at("http://127.0.0.1:1") is None


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [({"push": True}, True), ({"push": False}, False), ({}, None), ("all", None), (None, None)],
)
async def test_the_repository_tells_what_the_token_may(
    server: UnrulyServer, tmp_path: Path, permissions: object, expected: object
) -> None:
    """An answer that does not say is no permission, and no refusal either."""
    body = json.dumps({**REPOSITORY, "permissions": permissions})
    server.rules["GET", "/repos"] = say(200, body, Content_Type="application/json")
    token = StoredToken(SecretReference(file=secret_file(tmp_path, "canary")))

    assert await access.may_push(Session(server.url, token, IMPATIENT), "acme/greeter") is expected


@pytest.mark.parametrize(
    ("status", "kind"), [(401, errors.Failed), (404, errors.Failed), (500, errors.Unknown)]
)
async def test_a_refused_token_is_told_from_silence(
    server: UnrulyServer, tmp_path: Path, status: int, kind: type[errors.ReleasebotError]
) -> None:
    """One is to be mended, the other to be looked at again."""
    server.rules["GET", "/"] = say(status, "{}", Content_Type="application/json")
    token = StoredToken(SecretReference(file=secret_file(tmp_path, "canary")))

    with pytest.raises(kind):
        await access.may_push(Session(server.url, token, IMPATIENT), "acme/greeter")


async def test_the_local_world_answers_both(shared_world: World, tmp_path: Path) -> None:
    """As GitHub does."""
    token = StoredToken(SecretReference(file=secret_file(tmp_path, shared_world.github_token)))

    assert await access.may_push(Session(shared_world.github_url, token), project.FULL_NAME)
    assert await server_time.time_at(shared_world.github_url) is not None
