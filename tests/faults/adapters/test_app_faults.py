"""The bot as an App: its tokens have just the rights it needs, end, and are replaced."""

import asyncio
import base64
import time
from pathlib import Path

import pytest
from aiohttp import web

from bot import errors
from bot.adapters.code_host.account.installation import InstallationToken
from bot.adapters.code_host.account.permissions import PERMISSIONS
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.code_host.session import Session
from bot.adapters.git import GitRepository
from bot.settings import secrets
from bot.settings.secrets import KeyReference
from tests.fakes.github_app import APP, HASTY, INSTALLATION, GitHubApp, private_key
from tests.fakes.stored_files import secret_file, store
from tests.fakes.unruly_server import UnrulyServer, say

TOKENS = f"/app/installations/{INSTALLATION}/access_tokens"
SHA = "a" * 40


@pytest.fixture
def app(server: UnrulyServer) -> GitHubApp:
    """An App that is installed for two repositories of one owner."""
    return GitHubApp(server)


def _session(app: GitHubApp, folder: Path, number: int = APP) -> Session:
    token = InstallationToken(app.client(folder, number), "acme/greeter")
    return Session(app.url, token, HASTY)


async def test_projects_of_an_owner_share_one_token_of_just_the_rights(
    app: GitHubApp, tmp_path: Path
) -> None:
    """One installation, one token, one thread; the rights are named in the request."""
    session = _session(app, tmp_path)
    hosts = [GitHubCodeHost(session, f"acme/{name}") for name in ("greeter", "other")]

    found = await asyncio.gather(*(host.branch_head("main") for host in hosts * 3))

    assert found == [None] * 6
    assert app.asked == [{"permissions": dict(PERMISSIONS)}]
    assert set(app.given) <= secrets.known()
    session.close()


async def test_calls_of_an_installation_go_out_one_after_the_other(
    server: UnrulyServer, app: GitHubApp, tmp_path: Path
) -> None:
    """Whatever asks at once, in all its repositories: the library is not thread-safe."""
    under_way, most = 0, 0

    async def counted(_request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        return web.json_response({"message": "Not Found"}, status=404)

    for name in ("greeter", "other"):
        server.rules["GET", f"/repos/acme/{name}/"] = counted
    session = _session(app, tmp_path)
    hosts = [GitHubCodeHost(session, f"acme/{name}") for name in ("greeter", "other")]
    await asyncio.gather(*(host.branch_head("main") for host in hosts * 10))

    assert most == 1
    assert sum("/git/" in path for _, path in server.requests) == 20
    session.close()


async def test_one_address_moves_everything(server: UnrulyServer, tmp_path: Path) -> None:
    """A GitHub Enterprise Server has its API below a path; nothing is asked beside it."""
    moved = GitHubApp(server, base="/api/v3")
    host = GitHubCodeHost(_session(moved, tmp_path), "acme/greeter")

    assert await host.branch_head("main") is None
    assert await host.tag("v1.0.0") is None
    assert all(path.startswith("/api/v3/") for _, path in server.requests)


async def test_a_token_is_replaced_before_it_ends(app: GitHubApp, tmp_path: Path) -> None:
    """So that no request begins with one that ends on the way; the old one is forgotten."""
    app.lasts = 200.0
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")
    await host.branch_head("main")
    app.lasts = 3600.0
    for _ in range(3):
        await host.branch_head("main")

    assert 2 <= len(app.given) <= 4
    before = len(app.given)
    await host.branch_head("main")
    assert len(app.given) == before
    assert not set(app.given[:-1]) & secrets.known()


async def test_a_token_that_ends_half_way_is_replaced_and_the_effect_happens_once(
    app: GitHubApp, tmp_path: Path
) -> None:
    """A refused request did nothing, so it is sent again with a new token: once."""
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")
    await host.branch_head("main")
    app.good.clear()
    made: list[str] = []

    async def create(request: web.Request) -> web.StreamResponse:
        if request.headers["Authorization"].partition(" ")[2] not in app.good:
            return web.json_response({"message": "Bad credentials"}, status=401)
        made.append((await request.json())["ref"])
        answer = {"ref": made[-1], "object": {"sha": SHA, "type": "commit"}}
        return web.json_response(answer, status=201)

    app.server.rules["POST", "/repos/acme/greeter/git/refs"] = create
    await host.set_branch("release/v1.0.0", SHA, None)

    assert made == ["refs/heads/release/v1.0.0"]
    assert len(app.given) == 2


async def test_an_app_that_lost_its_rights_says_so_and_asks_no_third_time(
    app: GitHubApp, tmp_path: Path
) -> None:
    """A new token that is refused too is no reason to go on."""
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")
    refuse = say(401, '{"message": "Bad credentials"}')
    app.server.rules = {("GET", "/repos/acme/greeter/git"): refuse, **app.server.rules}

    with pytest.raises(errors.Failed) as caught:
        await host.branch_head("main")

    assert caught.value.reason == "credentials"
    assert len(app.given) == 2
    assert not any(token in caught.value.for_people() for token in app.given)


async def test_an_app_that_was_installed_anew_has_another_number(
    app: GitHubApp, tmp_path: Path
) -> None:
    """The old installation is gone, so it is looked for again."""
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")
    await host.branch_head("main")
    app.good.clear()
    rules = app.server.rules
    rules["POST", "/app/installations/78/access_tokens"] = rules.pop(("POST", TOKENS))
    rules["GET", "/repos/acme/greeter/installation"] = say(200, '{"id": 78}')
    app.server.rules = {k: rules[k] for k in sorted(rules, key=lambda k: -len(k[1]))}

    assert await host.branch_head("main") is None


REFUSED = {
    "no such App": ("GET", "/repos/acme/greeter/installation", 401, "does not know the bot's App"),
    "not installed": ("GET", "/repos/acme/greeter/installation", 404, "is not installed for"),
    "too many rights": ("POST", TOKENS, 422, "with the rights it needs"),
    "suspended": ("POST", TOKENS, 403, "refused the bot"),
}


@pytest.mark.parametrize(("method", "path", "status", "part"), REFUSED.values(), ids=REFUSED)
async def test_a_refused_app_tells_a_person_what_to_do(
    app: GitHubApp, tmp_path: Path, method: str, path: str, status: int, part: str
) -> None:
    """Each refusal has its own sentence, and none is taken for silence."""
    app.server.rules[method, path] = say(status, '{"message": "no"}')
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")

    with pytest.raises(errors.Failed, match=part) as caught:
        await host.branch_head("main")

    assert caught.value.reason == "credentials"


async def test_a_limit_of_the_app_is_kept(app: GitHubApp, tmp_path: Path) -> None:
    """Until its end no token is asked for again."""
    limit = '{"message": "You have exceeded a secondary rate limit."}'
    app.server.rules["POST", TOKENS] = say(403, limit, Retry_After="3600")
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")
    for _ in range(3):
        with pytest.raises(errors.Unknown, match=r"takes none before \d\d:\d\d:\d\d UTC") as caught:
            await host.branch_head("main")
        assert caught.value.reason == "rate_limited"

    assert app.server.requests.count(("POST", TOKENS)) == 1


async def test_a_wrong_number_is_told_from_a_wrong_repository(
    app: GitHubApp, tmp_path: Path
) -> None:
    """The statement names the App, so GitHub does not know it."""
    host = GitHubCodeHost(_session(app, tmp_path, number=1), "acme/greeter")

    with pytest.raises(errors.Failed, match="App 1 by its key"):
        await host.branch_head("main")


@pytest.mark.parametrize("how", ["hang", "drip"])
async def test_a_token_that_does_not_come_holds_nobody(
    app: GitHubApp, tmp_path: Path, how: str
) -> None:
    """The call is unknown in time, and the next one works."""
    good = app.server.rules["POST", TOKENS]
    app.server.rules["POST", TOKENS] = getattr(app.server, how)
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")
    started = time.monotonic()
    with pytest.raises(errors.Unknown):
        await host.branch_head("main")
    assert time.monotonic() - started < 12
    app.server.rules["POST", TOKENS] = good

    assert await host.branch_head("main") is None


@pytest.mark.parametrize("body", ["{}", "[]", '{"token": "x", "expires_at": "soon"}', "<html>"])
async def test_a_token_that_cannot_be_read_is_unknown(
    app: GitHubApp, tmp_path: Path, body: str
) -> None:
    """What GitHub never answers is not taken for a token."""
    app.server.rules["POST", TOKENS] = say(201, body)

    with pytest.raises(errors.Unknown):
        await GitHubCodeHost(_session(app, tmp_path), "acme/greeter").branch_head("main")


async def test_a_key_that_is_none_is_the_operators_to_mend(app: GitHubApp, tmp_path: Path) -> None:
    """Whether it looks like none or only cannot be used; nothing of it is told."""
    broken = private_key().replace("A", "B", 40)
    for text in ("canary", broken):
        client = app.client(tmp_path)
        client._key = KeyReference(
            file=secret_file(tmp_path, text)
        )  # the key's file is what differs
        with pytest.raises(errors.BadConfiguration) as caught:
            await asyncio.to_thread(client.described)
        assert "canary" not in caught.value.for_people()


async def test_an_asset_is_sent_with_a_new_token_after_a_refusal(
    app: GitHubApp, tmp_path: Path
) -> None:
    """The file is read again from its beginning."""
    host = GitHubCodeHost(_session(app, tmp_path), "acme/greeter")
    release = {
        "id": 1,
        "url": f"{app.server.url}/repos/acme/greeter/releases/1",
        "draft": True,
        "upload_url": f"{app.server.url}/upload{{?name,label}}",
        "assets": [],
    }
    path = "/repos/acme/greeter/releases/1"
    app.server.rules = {("GET", path): app.known(200, release), **app.server.rules}
    got: list[bytes] = []

    async def take(request: web.Request) -> web.StreamResponse:
        got.append(await request.read())
        if len(got) == 1:
            app.good.clear()
            return web.json_response({}, status=401)
        assert request.headers["Authorization"].partition(" ")[2] in app.good
        return web.json_response({}, status=201)

    app.server.rules["POST", "/upload"] = take
    await host.upload_asset(1, *store(tmp_path, "sdist", ("a.tar.gz", b"bytes")))

    assert got == [b"bytes", b"bytes"]


async def test_git_fetches_with_the_apps_token_and_leaves_it_nowhere(
    app: GitHubApp, tmp_path: Path
) -> None:
    """As the password of one request; after a refusal with a new one."""
    seen: list[str] = []
    token = InstallationToken(app.client(tmp_path), "acme/greeter")
    first = await asyncio.to_thread(token.read)
    app.good.clear()

    async def refs(request: web.Request) -> web.StreamResponse:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        name, _, password = base64.b64decode(value).decode().partition(":")
        if password not in app.good:
            seen.append(password)
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})
        seen.append(f"{scheme} {name} {password}")
        return web.Response(status=500)

    app.server.rules["GET", "/acme/greeter.git/"] = refs
    url = f"{app.server.url}/acme/greeter.git"
    with pytest.raises(errors.Unknown) as caught:
        await GitRepository.mirror(tmp_path / "m", url, token).facts(None)

    assert [first in seen, f"Basic x-access-token {app.given[-1]}" in seen] == [True, True]
    assert not any(token in caught.value.for_people() for token in app.given)
    files = [each for each in (tmp_path / "m").rglob("*") if each.is_file()]
    assert files
    assert not any(token.encode() in each.read_bytes() for each in files for token in app.given)
