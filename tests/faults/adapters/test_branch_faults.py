"""Removing a branch at a GitHub that misbehaves: sent once, looked at afterwards, told in words."""

import json

import pytest
from aiohttp import web

from bot import errors
from bot.adapters.code_host.github import GitHubCodeHost
from tests.fakes.unruly_server import Answer, UnrulyServer, drop, say
from tests.faults.adapters.conftest import REPOSITORY

SHA = "a" * 40
UNCONFIRMED = {
    "hangs up": drop,
    "502 in HTML": say(502, "<html>Bad Gateway</html>", Content_Type="text/html"),
    "429": say(429, '{"message": "slow down"}'),
    "secondary limit": say(403, '{"message": "You have exceeded a secondary rate limit."}'),
}


def _branch(server: UnrulyServer) -> str:
    """A release branch at a commit; the path at which it is removed."""
    path = f"{REPOSITORY}/git/refs/heads/release/v1.0.0"
    ref = {
        "ref": "refs/heads/release/v1.0.0",
        "url": f"{server.url}{path}",
        "object": {"type": "commit", "sha": SHA, "url": ""},
    }
    starts = (f"{REPOSITORY}/git/ref/", f"{REPOSITORY}/git/refs/")
    known = {("GET", start): say(200, json.dumps(ref)) for start in starts}
    server.rules = known | server.rules  # the first that fits answers
    return path


@pytest.mark.parametrize("answer", UNCONFIRMED.values(), ids=UNCONFIRMED)
async def test_an_unconfirmed_removal_is_sent_once(
    server: UnrulyServer, host: GitHubCodeHost, answer: Answer
) -> None:
    """Whether the branch is gone is for the next look to say."""
    path = _branch(server)
    server.rules["DELETE", path] = answer

    with pytest.raises(errors.Unknown):
        await host.delete_branch("release/v1.0.0", SHA)

    assert server.count("DELETE") == 1


async def test_a_branch_that_somebody_else_removed_is_removed(
    server: UnrulyServer, host: GitHubCodeHost
) -> None:
    """It went between the look and the act, which GitHub tells with a 422."""
    path = _branch(server)

    async def gone(_request: web.Request) -> web.StreamResponse:
        for start in ("/git/ref/", "/git/refs/"):
            del server.rules["GET", f"{REPOSITORY}{start}"]
        return web.json_response({"message": "Reference does not exist"}, status=422)

    server.rules["DELETE", path] = gone
    await host.delete_branch("release/v1.0.0", SHA)

    assert server.count("DELETE") == 1


async def test_a_branch_that_github_protects_is_not_removed(
    server: UnrulyServer, host: GitHubCodeHost
) -> None:
    """The refusal is told in GitHub's words."""
    path = _branch(server)
    server.rules["DELETE", path] = say(422, '{"message": "Cannot delete this branch"}')

    with pytest.raises(errors.Conflict, match="Cannot delete this branch"):
        await host.delete_branch("release/v1.0.0", SHA)
