"""What the App asks about itself: its installations, and tokens for them."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, callers, paging, problems, repositories
from bot.rehearsal.github.app import installation_tokens, installations, registration, web_tokens
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.storage import Storage

routes = web.RouteTableDef()


@routes.get("/app")
async def get_app(request: web.Request) -> web.Response:
    """The App that asks."""
    storage = must_be_app(request)
    app = registration.register(storage)
    answer = registration.integration(asking.base_url(request), app)
    return web.json_response(answer | {"installations_count": len(installations.every(storage))})


@routes.get("/app/installations")
async def list_installations(request: web.Request) -> web.Response:
    """Where it is installed."""
    storage, base = must_be_app(request), asking.base_url(request)
    rows = installations.every(storage)
    return paging.page_of(
        request, [installations.installation_object(storage, base, row) for row in rows]
    )


@routes.get(r"/app/installations/{id:[0-9]+}")
async def get_installation(request: web.Request) -> web.Response:
    """One installation."""
    storage = must_be_app(request)
    row = _find(request, storage)
    answer = installations.installation_object(storage, asking.base_url(request), row)
    return web.json_response(answer)


@routes.get("/repos/{owner}/{name}/installation")
async def get_repository_installation(request: web.Request) -> web.Response:
    """The installation that sees a repository."""
    storage = must_be_app(request)
    hosted = asking.hosted(request)
    row = installations.of_repository(storage, hosted.row)
    if row is None:
        raise problems.not_found()
    return web.json_response(installations.installation_object(storage, hosted.base, row))


@routes.post(r"/app/installations/{id:[0-9]+}/access_tokens")
async def create_access_token(request: web.Request) -> web.Response:
    """A token for an installation, for fewer permissions and repositories where these are named."""
    storage = must_be_app(request)
    row = _find(request, storage)
    if row["suspended"]:
        raise Problem(403, "This installation has been suspended")
    content = await asking.body(request)
    chosen = _chosen(storage, row, content)
    wanted = content.get("permissions")
    if wanted is not None and not isinstance(wanted, dict):
        raise problems.unprocessable("permissions is not an object")
    ids = None if chosen is None else [int(each["id"]) for each in chosen]
    token, permissions, expires = installation_tokens.make(storage, row, wanted, ids)
    answer: dict[str, object] = {
        "token": token,
        "expires_at": datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "permissions": dict(permissions),
        "repository_selection": "all" if chosen is None else "selected",
    }
    if chosen is not None:
        answer["repositories"] = [
            repositories.repository(asking.of_row(request, each)) for each in chosen
        ]
    return web.json_response(answer, status=201)


@routes.get("/installation/repositories")
async def list_repositories(request: web.Request) -> web.Response:
    """The repositories that a token of an installation reaches."""
    caller = request[callers.CALLER]
    if caller.kind != "installation":
        raise Problem(403, "You must authenticate with an installation access token")
    storage = request.app[asking.STORAGE]
    rows = storage.db.execute("SELECT * FROM repositories ORDER BY id").fetchall()
    seen = [row for row in rows if row["id"] in caller.repositories]
    skip, size = paging.window(request)
    shown = [
        repositories.repository(asking.of_row(request, row)) for row in seen[skip : skip + size]
    ]
    return paging.page(request, shown, len(seen), "repositories")


def must_be_app(request: web.Request) -> Storage:
    """Refuse everybody but the App with its web token."""
    if request[callers.CALLER].kind != "app":
        raise Problem(401, web_tokens.UNREADABLE)
    return request.app[asking.STORAGE]


def _find(request: web.Request, storage: Storage) -> sqlite3.Row:
    row = installations.find(storage, asking.number(request, "id"))
    if row is None:
        raise problems.not_found()
    return row


def _chosen(
    storage: Storage, installation: sqlite3.Row, content: dict[str, Any]
) -> list[sqlite3.Row] | None:
    """The repositories that the request names, None where it names none."""
    names, ids = content.get("repositories"), content.get("repository_ids")
    if names is None and ids is None:
        return None
    seen = installations.repositories(storage, installation)
    chosen = [
        row
        for row in seen
        if str(row["full_name"]).partition("/")[2] in (names or ()) or row["id"] in (ids or ())
    ]
    if len(chosen) < len(names or ids or ()):
        raise problems.unprocessable(
            "There is at least one repository that does not exist or is not accessible to the"
            " parent installation."
        )
    return chosen
