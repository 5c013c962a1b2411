"""The control socket: how the programs of this machine speak to a running bot.

Only the user that runs the bot (and root) can open it. The system itself tells who calls, so a
request holds no password; as whom it acts is decided here and never by what it says of itself.
"""

import contextlib
import json
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import errors
from bot.adapters.control import address, requests
from bot.domain.approvals.local_people import LocalPeople
from bot.domain.conversation import reply_json
from bot.domain.conversation.commands import Caller
from bot.domain.rehearsals import rehearsal
from bot.ports import Reception, Rehearsals, Releases

REFUSED = 409
BROKEN = errors.Failed(
    "Something in the bot itself is broken; it is in the log.",
    "Try again; if it happens again, report it with the end of the log.",
    reason="bug",
)
SECONDS_TO_END = 1.0

RECEPTION = web.AppKey("reception", Reception)
RELEASES = web.AppKey("releases", Releases)
REHEARSALS: web.AppKey[Rehearsals | None] = web.AppKey("rehearsals")
PEOPLE = web.AppKey("people", LocalPeople)
routes = web.RouteTableDef()
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@contextlib.asynccontextmanager
async def open_socket(
    folder: Path,
    reception: Reception,
    releases: Releases,
    people: LocalPeople,
    rehearsals: Rehearsals | None = None,
) -> AsyncIterator[None]:
    """Listen in this folder. Raises `errors.Refused` where a living bot does already."""
    app = web.Application(client_max_size=address.LARGEST_BODY, middlewares=[_told])
    app[RECEPTION], app[RELEASES], app[PEOPLE] = reception, releases, people
    app[REHEARSALS] = rehearsals
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SECONDS_TO_END)
    listening = _listen(folder)
    try:
        await runner.setup()
        await web.SockSite(runner, listening).start()
        yield
    finally:
        await runner.cleanup()
        listening.close()
        (folder / address.NAME).unlink(missing_ok=True)


def _listen(folder: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with address.short_path(folder) as path:
            _replace_dead(path, folder)
            os.fchmod(listening.fileno(), 0o600)  # before bind: the file is never open to others
            listening.bind(path)
    except BaseException:
        listening.close()
        raise
    return listening


def _replace_dead(path: str, folder: Path) -> None:
    """Remove the socket of a bot that was killed."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        try:
            caller.connect(path)
        except FileNotFoundError:
            return
        except OSError:
            Path(path).unlink()
            return
    raise errors.Refused(
        f"Another releasebot answers in {folder}.",
        "Stop it, or use another data folder.",
        reason="folder_in_use",
    )


@web.middleware
async def _told(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell what was wrong as an error object."""
    try:
        return await handler(request)
    except errors.ReleasebotError as error:
        return web.json_response({"error": error.to_json()}, status=REFUSED)
    except Exception:
        logging.getLogger(__name__).exception("The control socket met something unexpected.")
        return web.json_response({"error": BROKEN.to_json()}, status=REFUSED)


@routes.post("/say")
async def _say(request: web.Request) -> web.Response:
    said = await requests.read(request, requests.Said)
    reply = await request.app[RECEPTION].say(said.text, _caller(request, said))
    return web.json_response(reply_json.reply_to_json(reply))


@routes.post("/press")
async def _press(request: web.Request) -> web.Response:
    pressed = await requests.read(request, requests.Pressed)
    reply = await request.app[RECEPTION].press(
        pressed.action,
        pressed.release,
        pressed.question,
        pressed.argument,
        pressed.fields,
        _caller(request, pressed),
    )
    return web.json_response(reply_json.reply_to_json(reply))


@routes.get("/releases/{release}")
async def _status(request: web.Request) -> web.Response:
    status = await request.app[RELEASES].status(request.match_info["release"])
    return web.json_response(status)


@routes.get("/releases/{release}/changes")
async def _changes(request: web.Request) -> web.StreamResponse:
    """The release's status now and after each change, a line each, while somebody reads."""
    releases, release = request.app[RELEASES], request.match_info["release"]
    await releases.status(release)  # refuses an unknown one before anything is sent
    lines = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await lines.prepare(request)
    changed = releases.changes()  # from before the first look, so that nothing is missed
    with contextlib.suppress(ConnectionError):  # the reader has seen enough
        await lines.write(_line(await releases.status(release)))
        async for touched in changed:
            if request.transport is None:  # nobody reads any more
                break
            if touched == release:
                await lines.write(_line(await releases.status(release)))
    return lines


@routes.get("/rehearsals/{id}/changes")
async def _rehearsal(request: web.Request) -> web.StreamResponse:
    """A rehearsal now and after each change, a line each, until it ends or nobody reads."""
    rehearsals, id_ = request.app[REHEARSALS], request.match_info["id"]
    changed = rehearsals.changes() if rehearsals else None
    known = {each.asked.id: each for each in rehearsals.recent("")} if rehearsals else {}
    if changed is None or id_ not in known:
        raise errors.BadInput("There is no such rehearsal.", "Start one: rehearse minor.")
    lines = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await lines.prepare(request)
    with contextlib.suppress(ConnectionError):  # the reader has seen enough
        await lines.write(_line(rehearsal.to_json(known[id_])))
        while not known[id_].is_over and request.transport is not None:
            shown = await anext(changed)
            known[shown.asked.id] = shown
            if shown.asked.id == id_:
                await lines.write(_line(rehearsal.to_json(shown)))
    return lines


@routes.get("/audit")
async def _audit(request: web.Request) -> web.Response:
    releases = request.app[RELEASES]
    altered = await releases.first_altered_audit_row()
    rows = await releases.audit()
    return web.json_response({"rows": rows, "first_altered": altered})


def _line(status: dict[str, Any]) -> bytes:
    return json.dumps(status).encode() + b"\n"


def _caller(request: web.Request, asked: requests.Request) -> Caller:
    people = request.app[PEOPLE]
    return people.caller(requests.login(request), asked.delivery, asked.project, asked.actor)
