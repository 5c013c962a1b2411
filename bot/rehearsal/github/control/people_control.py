"""Other people and other Apps: who they are, what CI reports, what owners do to a repository."""

import hashlib
import secrets
from typing import Any

from aiohttp import web

from bot.rehearsal import journal, world_routes
from bot.rehearsal.github import asking, callers, people, problems, repositories
from bot.rehearsal.github.ci import check_runs, check_suites, workflow_runs
from bot.rehearsal.github.control import orders
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.storage import Storage

routes = web.RouteTableDef()


@routes.post(f"{orders.PREFIX}/person")
async def be_person(request: web.Request) -> web.Response:
    """A token with which a test acts as `login` through the API, as that person would.

    With `repository` and `role` (admin, maintain, write, triage, read or none) the person is a
    collaborator of that kind from now on.
    """
    storage, order = request.app[asking.STORAGE], await orders.read(request)
    login, token = order["login"], f"ghp_{secrets.token_hex(18)}"
    people.remember(storage, login)
    storage.db.execute("INSERT INTO people_tokens VALUES (?, ?)", (_hash(token), login))
    if "role" in order:
        repository = orders.hosted(request, order["repository"]).id
        storage.db.execute(
            "INSERT OR REPLACE INTO collaborators VALUES (?, ?, ?)",
            (repository, login, order["role"]),
        )
    return web.json_response({"token": token})


@routes.post(f"{world_routes.PREFIX}/check")
async def set_check(request: web.Request) -> web.Response:
    """Say what GitHub Actions think of a commit: `repository`, `commit`, `name`, `state`."""
    order = await orders.read(request)
    hosted, state = orders.hosted(request, order["repository"]), order["state"]
    said = {"conclusion": state} if state in check_runs.FINISHED else {"status": "in_progress"}
    _report(hosted, order | said)
    key = f"{order['commit']}/{order['name']}"
    journal.record(hosted.storage.db, "check", order["repository"], key, state)
    return web.json_response({})


@routes.post(f"{orders.PREFIX}/check_run")
async def set_check_run(request: web.Request) -> web.Response:
    """Report a check as some App: `repository`, `commit`, `name`, and `app_id` (Actions if not).

    Further `status`, `conclusion`, `head_branch`, `details_url`, `output`. A run of that name and
    App that is not over goes on; else it is a new one.
    """
    order = await orders.read(request)
    row = _report(orders.hosted(request, order["repository"]), order)
    return web.json_response({"id": row["id"]})


@routes.post(f"{orders.PREFIX}/workflow_run")
async def set_workflow_run(request: web.Request) -> web.Response:
    """Report a run of a workflow: `repository`, `commit`, `path`; with `id` that one goes on.

    Further `status`, `conclusion`, `event`, `branch`, `name`, `head_repository` (of a fork).
    """
    order = await orders.read(request)
    hosted = orders.hosted(request, order["repository"])
    if "id" not in order:
        row = workflow_runs.add(hosted, order["commit"], order)
    else:
        before = hosted.storage.db.execute(
            "SELECT * FROM workflow_runs WHERE id = ?", (order["id"],)
        ).fetchone()
        row = workflow_runs.change(hosted, before, order)
    return web.json_response({"id": row["id"]})


@routes.post(f"{orders.PREFIX}/repository")
async def change_repository(request: web.Request) -> web.Response:
    """Rename, transfer or publish a `repository`.

    `action`: renamed or transferred, both with `to`, the new owner/name; privatized or publicized.
    """
    order = await orders.read(request)
    hosted, action = orders.hosted(request, order["repository"]), order["action"]
    before = hosted.full_name
    changes: dict[str, Any] = {}
    if action in {"renamed", "transferred"}:
        repositories.rename(hosted, order["to"])
        hosted = orders.hosted(request, order["to"])
        changes = _changes(hosted, before, action)
    elif action in {"privatized", "publicized"}:
        repositories.set_private(hosted, is_private=action == "privatized")
    else:
        raise problems.unprocessable(f"No repository can be {action}.")
    outbox.emit(hosted, "repository", changes, action)
    return web.json_response({})


def person(storage: Storage, token: str) -> callers.Caller | None:
    """The person whose token this is."""
    row = storage.db.execute(
        "SELECT login FROM people_tokens WHERE sha256 = ?", (_hash(token),)
    ).fetchone()
    return callers.Caller(kind="token", login=row["login"]) if row else None


def _report(hosted: asking.Hosted, order: dict[str, Any]) -> Any:  # noqa: ANN401  # a row
    sha, name = order["commit"], order["name"]
    app = int(order.get("app_id", check_suites.ACTIONS))
    if hosted.git.kind(sha) != "commit":
        raise problems.unprocessable(f"No commit found for SHA: {sha}")
    open_run = hosted.storage.db.execute(
        "SELECT * FROM check_runs WHERE repository = ? AND sha = ? AND name = ? AND app = ?"
        " AND conclusion IS NULL ORDER BY id DESC",
        (hosted.id, sha, name, app),
    ).fetchone()
    if open_run is not None:
        return check_runs.change(hosted, open_run, order)
    return check_runs.add(hosted, sha, name, app, order)


def _changes(hosted: asking.Hosted, before: str, action: str) -> dict[str, Any]:
    owner, _, name = before.partition("/")
    if action == "renamed":
        return {"changes": {"repository": {"name": {"from": name}}}}
    account = people.organization(hosted.base, owner) | {"html_url": f"{hosted.base}/{owner}"}
    return {"changes": {"owner": {"from": {"organization": account}}}}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
