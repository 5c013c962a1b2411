"""Clone and fetch over HTTP, by git's own server program; a push is refused."""

import asyncio
from asyncio.subprocess import PIPE, Process

from aiohttp import web

from bot.rehearsal import git_process
from bot.rehearsal.github import asking

routes = web.RouteTableDef()
CHUNK = 64 * 1024
SECONDS = 600


@routes.get(r"/{owner}/{name}.git/info/refs")
@routes.post(r"/{owner}/{name}.git/git-upload-pack")
async def serve_git(request: web.Request) -> web.StreamResponse:
    """Hand the request to `git http-backend` and its answer back."""
    hosted = asking.hosted(request)
    if request.query.get("service", "git-upload-pack") != "git-upload-pack":
        raise web.HTTPForbidden(text="This world takes no pushes; use the API to write.")
    process = await asyncio.create_subprocess_exec(
        *git_process.git_argv("http-backend"),
        stdin=PIPE,
        stdout=PIPE,
        env=git_process.ENVIRONMENT | _cgi(request, hosted),
    )
    try:
        async with asyncio.timeout(SECONDS):
            fed = asyncio.ensure_future(_feed(request, process))
            response = await _answer(request, process)
            await fed
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    return response


@routes.post(r"/{owner}/{name}.git/git-receive-pack")
async def refuse_push(request: web.Request) -> web.Response:
    """A push is refused."""
    asking.hosted(request)
    raise web.HTTPForbidden(text="This world takes no pushes; use the API to write.")


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


async def _answer(request: web.Request, process: Process) -> web.StreamResponse:
    assert process.stdout is not None  # noqa: S101 - it was opened as a pipe
    response = web.StreamResponse()
    while line := (await process.stdout.readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        if name.lower() == "status":
            response.set_status(int(value.split()[0]))
        else:
            response.headers[name] = value.strip()
    await response.prepare(request)
    while chunk := await process.stdout.read(CHUNK):
        await response.write(chunk)
    await response.write_eof()
    return response
