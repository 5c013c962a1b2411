"""A server that a test may make as bad as it likes, and the code host's adapter at it."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.code_host.session import Session
from bot.adapters.patience import Patience
from bot.adapters.tokens import StoredToken
from bot.settings.secrets import SecretReference
from tests.fakes.stored_files import secret_file
from tests.fakes.unruly_server import UnrulyServer, say
from tests.official.github import traffic

TOKEN = "ghs_canary"  # noqa: S105 - opens nothing
REPOSITORY = "/repos/acme/greeter"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[UnrulyServer]:
    """Runs until the test ends; what was asked of GitHub is held to GitHub's own description."""
    async with UnrulyServer(tmp_path).running() as started:
        yield started
    assert traffic.sweep(tmp_path) == []


@pytest.fixture
def host(server: UnrulyServer, tmp_path: Path) -> Iterator[GitHubCodeHost]:
    """The adapter at the unruly server, which knows one repository."""
    repository = {"full_name": "acme/greeter", "url": f"{server.url}{REPOSITORY}"}
    server.rules["GET", f"{REPOSITORY}/"] = say(404, '{"message": "Not Found"}')
    server.rules["GET", REPOSITORY] = say(200, json.dumps(repository))
    secret = SecretReference(file=secret_file(tmp_path, TOKEN))
    hasty = Patience(answer=1, call=4, pauses=(0.0,))
    adapter = GitHubCodeHost(Session(server.url, StoredToken(secret), hasty), "acme/greeter")
    yield adapter
    adapter.close()
