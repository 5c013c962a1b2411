"""Clone and fetch over HTTP, by git's own server program; only people push, the bot does not."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.rehearsal import git_process, journal
from bot.rehearsal.bare_repository import ZERO
from bot.rehearsal.github import asking, callers, people, problems
from bot.rehearsal.github.git import refs
from bot.rehearsal.github.hooks import pushes

routes = web.RouteTableDef()
CHUNK = 64 * 1024
MOST_TAGS = 3
SECONDS = 600


@routes.get(r"/{owner}/{name}.git/info/refs")
@routes.post(r"/{owner}/{name}.git/git-upload-pack")
async def serve_git(request: web.Request) -> web.StreamResponse:
    """Hand the request to `git http-backend` and its answer back."""
    hosted = asking.hosted(request)
    if request.query.get("service") == "git-receive-pack":
        _must_be_person(request)
    async with _running(request, hosted) as process:
        fed = asyncio.ensure_future(_feed(request, process))
        response = await _begin(process)
        await response.prepare(request)
        while chunk := await _output(process).read(CHUNK):
            await response.write(chunk)
        await response.write_eof()
        await fed
    return response


@routes.post(r"/{owner}/{name}.git/git-receive-pack")
async def take_push(request: web.Request) -> web.StreamResponse:
    """A push, journalled and told of like any other change before its answer is given."""
    _must_be_person(request)
    hosted = asking.hosted(request)
    before = {ref.name: ref.sha for ref in hosted.git.refs("refs")}
    async with _running(request, hosted) as process:
        fed = asyncio.ensure_future(_feed(request, process))
        begun = await _begin(process)
        said = await _output(process).read()
        await fed
    _record(hosted, before)
    return web.Response(status=begun.status, body=said, headers=begun.headers)


def _must_be_person(request: web.Request) -> None:
    """Refuse the bot, which writes through the API; ask those who did not say who they are."""
    caller = request[callers.CALLER]
    if caller.kind == "nobody":
        raise problems.Challenge
    if caller.kind != "token" or caller.login == people.BOT:
        raise web.HTTPForbidden(text="This world takes no pushes of a bot; use the API to write.")


def _record(hosted: asking.Hosted, before: dict[str, str]) -> None:
    """Journal and tell what a push has changed; nothing is told of more than three tags at once."""
    after = {ref.name: ref.sha for ref in hosted.git.refs("refs")}
    changed = [
        (name, before.get(name, ZERO), after.get(name, ZERO))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]
    tags = [name for name, _, _ in changed if name.startswith("refs/tags/")]
    for name, old, new in changed:
        kind = refs.effect_kind(name) + ("_deleted" if new == ZERO else "")
        sha = "" if new == ZERO else new
        journal.record(hosted.storage.db, kind, hosted.full_name, name, sha)
        if len(tags) <= MOST_TAGS or name not in tags:
            pushes.tell(hosted, name, old, new)


@asynccontextmanager
async def _running(request: web.Request, hosted: asking.Hosted) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *git_process.git_argv("http-backend"),
        stdin=PIPE,
        stdout=PIPE,
        env=git_process.ENVIRONMENT | _cgi(request, hosted),
    )
    try:
        async with asyncio.timeout(SECONDS):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _cgi(request: web.Request, hosted: asking.Hosted) -> dict[str, str]:
    service = request.path.partition(".git/")[2]
    variables = {
        "GIT_PROJECT_ROOT": str(hosted.storage.folder / "repositories"),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": f"/{hosted.full_name}.git/{service}",
        "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.query_string,
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
        "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_USER": request[callers.CALLER].login,
    }
    return {name: value for name, value in variables.items() if value}


async def _feed(request: web.Request, process: Process) -> None:
    assert process.stdin is not None  # noqa: S101 - it was opened as a pipe
    try:
        async for chunk in request.content.iter_chunked(CHUNK):
            process.stdin.write(chunk)
            await process.stdin.drain()
    except ConnectionError:
        pass  # git has read all that it wants
    finally:
        process.stdin.close()


def _output(process: Process) -> asyncio.StreamReader:
    assert process.stdout is not None  # noqa: S101 - it was opened as a pipe
    return process.stdout


async def _begin(process: Process) -> web.StreamResponse:
    """Status and headers of the answer."""
    response = web.StreamResponse()
    while line := (await _output(process).readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        if name.lower() == "status":
            response.set_status(int(value.split()[0]))
        else:
            response.headers[name] = value.strip()
    return response
