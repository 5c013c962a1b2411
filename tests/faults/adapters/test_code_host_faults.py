"""A GitHub that misbehaves: silence is Unknown, a refusal says why, no write is ever repeated."""

import asyncio
import json
import time
from pathlib import Path

import pytest
from aiohttp import web

from bot import errors
from bot.adapters.code_host.github import GitHubCodeHost
from bot.rehearsal.github import transcript
from tests.fakes.stored_files import secret_file, store
from tests.fakes.unruly_server import Answer, UnrulyServer, drop, say
from tests.faults.adapters.conftest import REPOSITORY, TOKEN

SHA = "a" * 40
LIMIT = '{"message": "You have exceeded a secondary rate limit."}'


async def _spent(request: web.Request) -> web.StreamResponse:
    """The hourly limit, which says when it begins anew."""
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 3600)}
    return await say(403, '{"message": "no"}', **headers)(request)


SILENT = {
    "hangs up": drop,
    "502 in HTML": say(502, "<html>Bad Gateway</html>", Content_Type="text/html"),
    "truncated": say(200, '{"ref": "refs/hea'),
    "another shape": say(200, "[1, 2]"),
    "HTML": say(200, "<html></html>", Content_Type="text/html"),
    "moved elsewhere": say(301, Location="http://localhost:9/"),
    "found elsewhere": say(302, Location="http://localhost:9/"),
}
LIMITED = {
    "429": (say(429, '{"message": "slow down"}'), 60),
    "secondary limit": (say(403, LIMIT), 60),
    "limit by header": (say(403, '{"message": "no"}', Retry_After="3600"), 3600),
    "spent for an hour": (_spent, 3600),
    "a time that no limit lasts": (say(429, "{}", Retry_After="99999999"), 3600),
}
REFUSED = {
    "401": (say(401, '{"message": "Bad credentials"}'), "credentials"),
    "403": (say(403, '{"message": "Resource not accessible by integration"}'), "credentials"),
    "410": (say(410, '{"message": "Gone"}'), "refused"),
}


def _first(server: UnrulyServer, method: str, path: str, answer: Answer) -> None:
    """Put a rule before the others."""
    server.rules = {(method, f"{REPOSITORY}{path}"): answer, **server.rules}


@pytest.mark.parametrize("answer", SILENT.values(), ids=SILENT)
async def test_a_look_without_a_good_answer_is_unknown(
    server: UnrulyServer, host: GitHubCodeHost, answer: Answer
) -> None:
    """Unknown is not missing; a look is repeated."""
    _first(server, "GET", "/git/ref/heads/main", answer)

    with pytest.raises(errors.Unknown):
        await host.branch_head("main")

    assert server.requests.count(("GET", f"{REPOSITORY}/git/ref/heads/main")) == 2


@pytest.mark.parametrize(("answer", "seconds"), LIMITED.values(), ids=LIMITED)
async def test_a_limit_is_kept_without_waiting_for_its_end(
    server: UnrulyServer, host: GitHubCodeHost, answer: Answer, seconds: float
) -> None:
    """The call ends at once with the time in words, and until then nothing at all is asked."""
    _first(server, "GET", "/git/ref/heads/main", answer)
    started = time.time()

    with pytest.raises(errors.Unknown, match=r"takes none before \d\d:\d\d:\d\d UTC") as first:
        await host.branch_head("main")
    asked = len(server.requests)
    for look in (host.branch_head("main"), host.releases("v1.0.0")):
        with pytest.raises(errors.Unknown) as caught:
            await look
        assert caught.value.reason == "rate_limited"

    assert len(server.requests) == asked
    assert time.time() - started < 3
    told = first.value.sentence.partition("before ")[2][:8]
    ends = [time.strftime("%H:%M:%S", time.gmtime(started + seconds + n)) for n in range(5)]
    assert told in ends


@pytest.mark.parametrize(("answer", "reason"), REFUSED.values(), ids=REFUSED)
async def test_a_refused_look_fails_with_a_reason(
    server: UnrulyServer, host: GitHubCodeHost, answer: Answer, reason: str
) -> None:
    """What waiting does not heal is said at once, in GitHub's words and without the token."""
    _first(server, "GET", "/releases", answer)

    with pytest.raises(errors.Failed) as caught:
        await host.releases("v1.0.0")

    assert caught.value.reason == reason
    assert TOKEN not in caught.value.for_people()


async def test_a_repository_that_the_token_does_not_see_is_no_empty_one(
    server: UnrulyServer, host: GitHubCodeHost
) -> None:
    """GitHub says 404 for what is hidden, so the repository itself is looked at first."""
    server.rules = {}

    with pytest.raises(errors.Failed) as caught:
        await host.tag("v1.0.0")

    assert caught.value.reason == "credentials"


@pytest.mark.parametrize("how", ["hang", "drip"])
async def test_a_slow_github_is_unknown_in_time(
    server: UnrulyServer, host: GitHubCodeHost, how: str
) -> None:
    """Neither silence nor a byte now and then holds the bot, and the next call works."""
    _first(server, "GET", "/git/ref/heads/main", getattr(server, how))

    with pytest.raises(errors.Unknown):
        await host.branch_head("main")

    assert await host.branch_head("other") is None


UNCONFIRMED = {
    **{name: SILENT[name] for name in ("hangs up", "502 in HTML")},
    **{name: LIMITED[name][0] for name in ("429", "secondary limit")},
}


@pytest.mark.parametrize("answer", UNCONFIRMED.values(), ids=UNCONFIRMED)
@pytest.mark.parametrize(
    "effect", ["branch", "tag", "draft", "publish", "ask", "merge", "milestone", "notes"]
)
async def test_an_unconfirmed_write_is_sent_once(
    server: UnrulyServer, host: GitHubCodeHost, answer: Answer, effect: str
) -> None:
    """Whether it happened is for the next look to say; no library writes again."""
    _first(server, "GET", "/pulls", say(200, "[]"))
    writes = ("POST", "PATCH", "PUT")
    for method in writes:
        _first(server, method, "", answer)
    calls = {
        "branch": host.set_branch("release/v1.0.0", SHA, None),
        "ask": host.create_pull_request("release/v1.0.0", "main", "title", "body"),
        "merge": host.merge_pull_request(1, SHA),
        "milestone": host.close_milestone(1),
        "tag": host.create_tag("v1.0.0", SHA, "text", "2026-01-01T00:00:00Z"),
        "draft": host.create_draft("v1.0.0", SHA, "title", "body", prerelease=False),
        "publish": host.publish_release(1, latest=False),
        "notes": host.generated_notes("v1.0.0", SHA, None),
    }
    call = calls.pop(effect)
    for other in calls.values():
        other.close()

    with pytest.raises(errors.Unknown):
        await call

    assert sum(server.count(method) for method in writes) == 1


async def test_what_was_asked_is_kept_for_the_sweep(
    server: UnrulyServer, host: GitHubCodeHost, tmp_path: Path
) -> None:
    """However bad the answer is, GitHub's own description is what a request is held to."""
    _first(server, "POST", "/git/tags", drop)
    with pytest.raises(errors.Unknown):
        await host.create_tag("v1.0.0", SHA, "text", "2026-01-01T00:00:00Z")

    lines = (tmp_path / transcript.FILE).read_text("utf-8").splitlines()
    *_, last = map(json.loads, lines)
    assert (last["method"], last["path"], last["fault"]) == (
        "POST",
        f"{REPOSITORY}/git/tags",
        "unruly",
    )
    assert (last["body"]["tag"], last["agent"], len(lines)) == (
        "v1.0.0",
        "releasebot",
        len(server.requests),
    )


async def test_a_write_without_a_right_says_so(server: UnrulyServer, host: GitHubCodeHost) -> None:
    """Half-way through a release the token may have lost its rights."""
    _first(server, "POST", "/git/tags", REFUSED["403"][0])

    with pytest.raises(errors.Failed, match="not accessible") as caught:
        await host.create_tag("v1.0.0", SHA, "text", "2026-01-01T00:00:00Z")

    assert caught.value.reason == "credentials"


async def test_a_new_token_is_read_after_a_refusal(
    server: UnrulyServer, host: GitHubCodeHost, tmp_path: Path
) -> None:
    """An expired token can be replaced without a restart."""
    seen = []

    async def look(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers["Authorization"])
        return web.json_response({"message": "Bad credentials"}, status=401)

    _first(server, "GET", "/git/ref/heads/main", look)
    for token in ("ghs_canary", "ghs_fresh"):
        secret_file(tmp_path, token)
        with pytest.raises(errors.Failed):
            await host.branch_head("main")

    assert seen == ["token ghs_canary", "token ghs_fresh"]


def _release(
    server: UnrulyServer, upload_url: str, *assets: dict[str, object], is_draft: bool = True
) -> Answer:
    """A release whose uploads go to that address."""
    release = {
        "id": 1,
        "url": f"{server.url}{REPOSITORY}/releases/1",
        "draft": is_draft,
        "tag_name": "v1.0.0",
        "upload_url": f"{upload_url}{{?name,label}}",
        "assets": assets,
    }
    return say(200, json.dumps(release))


async def test_an_asset_is_never_sent_to_a_foreign_host(
    server: UnrulyServer, host: GitHubCodeHost, tmp_path: Path
) -> None:
    """The token goes where the operator said, whatever the answer names."""
    _first(server, "GET", "/releases/1", _release(server, "http://localhost:9/upload"))

    with pytest.raises(errors.Failed) as caught:
        await host.upload_asset(1, *store(tmp_path, "sdist", ("a.tar.gz", b"bytes")))

    assert caught.value.reason == "foreign_address"


@pytest.mark.parametrize("name", ["hangs up", "502 in HTML", "found elsewhere", "hang"])
async def test_an_unconfirmed_asset_is_sent_once(
    server: UnrulyServer, host: GitHubCodeHost, tmp_path: Path, name: str
) -> None:
    """The next look finds it whole, unfinished or not at all."""
    _first(server, "GET", "/releases/1", _release(server, f"{server.url}/upload"))
    server.rules["POST", "/upload"] = SILENT.get(name, server.hang)
    expected = errors.Failed if name == "found elsewhere" else errors.Unknown

    async with asyncio.timeout(10):
        with pytest.raises(expected):
            await host.upload_asset(1, *store(tmp_path, "sdist", ("a.tar.gz", b"bytes" * 99999)))

    assert server.count("POST") == 1


@pytest.mark.parametrize("is_draft", [True, False])
async def test_an_unfinished_asset_makes_room(
    server: UnrulyServer, host: GitHubCodeHost, tmp_path: Path, *, is_draft: bool
) -> None:
    """GitHub keeps an upload that broke off as an asset in state "starter", which nobody sees."""
    asset = f"{REPOSITORY}/releases/assets/7"
    starter = {"id": 7, "name": "a.tar.gz", "state": "starter", "digest": None, "size": 0}
    starter["url"] = f"{server.url}{asset}"
    shown = _release(server, f"{server.url}/upload", starter, is_draft=is_draft)
    _first(server, "GET", "/releases/1", shown)
    freed = _release(server, f"{server.url}/upload", is_draft=is_draft)

    async def deleted(request: web.Request) -> web.StreamResponse:
        server.rules["GET", f"{REPOSITORY}/releases/1"] = freed
        return await say(204)(request)

    server.rules["DELETE", asset] = deleted
    server.rules["POST", "/upload"] = say(201, "{}")

    await host.upload_asset(1, *store(tmp_path, "sdist", ("a.tar.gz", b"bytes")))

    looked = ("GET", f"{REPOSITORY}/releases/1")
    assert server.requests[-3:] == [("DELETE", asset), looked, ("POST", "/upload")]


async def test_an_asset_that_stays_gets_no_upload(
    server: UnrulyServer, host: GitHubCodeHost, tmp_path: Path
) -> None:
    """GitHub says that it deleted it, and shows it all the same: the next look decides."""
    asset = f"{REPOSITORY}/releases/assets/7"
    starter = {"id": 7, "name": "a.tar.gz", "state": "starter", "digest": None, "size": 0}
    starter["url"] = f"{server.url}{asset}"
    _first(server, "GET", "/releases/1", _release(server, f"{server.url}/upload", starter))
    server.rules["DELETE", asset] = say(204)

    with pytest.raises(errors.Unknown, match=r"still shows the file a\.tar\.gz"):
        await host.upload_asset(1, *store(tmp_path, "sdist", ("a.tar.gz", b"bytes")))

    assert server.count("POST") == 0


async def test_a_merge_that_cannot_be_seen_is_unknown(
    server: UnrulyServer, host: GitHubCodeHost
) -> None:
    """“merged: true” alone is no proof; it is sent once and looked at again."""
    _first(server, "PUT", "/pulls/1/merge", say(200, json.dumps({"merged": True, "sha": SHA})))
    _first(server, "GET", "/pulls/1", say(200, json.dumps({"number": 1, "merged": False})))

    with pytest.raises(errors.Unknown, match="merged the pull request 1, and does not show it"):
        await host.merge_pull_request(1, SHA)

    assert server.count("PUT") == 1
