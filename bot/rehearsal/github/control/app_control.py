"""The App as its owner and the owners of its installations handle it in a browser."""

from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, people, problems, repositories
from bot.rehearsal.github.app import installation_tokens, installations, registration
from bot.rehearsal.github.control import orders
from bot.rehearsal.github.hooks import outbox, sending
from bot.rehearsal.storage import Storage, now

routes = web.RouteTableDef()


@routes.post(f"{orders.PREFIX}/app")
async def set_app(request: web.Request) -> web.Response:
    """Register or change the App; answers with its number and a fresh private key.

    All may be left out: `hook_url`, `hook_secret`, `permissions`, `events`, `token_seconds` (for
    how long the next tokens of installations live). A `hook_url` is sent a ping.
    """
    storage, order = request.app[asking.STORAGE], await orders.read(request)
    registration.register(storage)
    registration.change(storage, order)
    app = registration.register(storage)
    if order.get("hook_url"):
        _ping(storage, asking.base_url(request), app)
    key = registration.new_key(storage)
    return web.json_response({"id": app.id, "slug": app.slug, "private_key": key})


@routes.post(f"{orders.PREFIX}/expire_tokens")
async def expire_tokens(request: web.Request) -> web.Response:
    """End all tokens of installations at once."""
    installation_tokens.expire(request.app[asking.STORAGE])
    return web.json_response({})


@routes.get(f"{orders.PREFIX}/deliveries")
async def count_deliveries(request: web.Request) -> web.Response:
    """How many deliveries were made, and how many are under way."""
    row = (
        request.app[asking.STORAGE]
        .db.execute(
            "SELECT count(*) AS all_of_them, sum(status IN (?, ?)) AS open_ones FROM deliveries",
            (outbox.PENDING, outbox.SENDING),
        )
        .fetchone()
    )
    open_ones = row["open_ones"] or 0
    return web.json_response({"made": row["all_of_them"] - open_ones, "under_way": open_ones})


@routes.post(f"{orders.PREFIX}/installation")
async def change_installation(request: web.Request) -> web.Response:
    """Install, remove, suspend or re-permit the App on an account.

    `owner`; `action`: created, deleted, suspend, unsuspend, or new_permissions_accepted with the
    `permissions` that are granted from now on.
    """
    storage, order = request.app[asking.STORAGE], await orders.read(request)
    owner, action = order["owner"], order["action"]
    found = installations.of_owner(storage, owner)
    if found is None and action != "created":
        raise problems.not_found()
    if action == "deleted":
        _tell_of_installation(request, owner, action, order)
    statements = {
        "created": ("UPDATE installations SET is_removed = ? WHERE owner = ?", 0),
        "deleted": ("UPDATE installations SET is_removed = ? WHERE owner = ?", 1),
        "suspend": ("UPDATE installations SET suspended = ? WHERE owner = ?", now()),
        "unsuspend": ("UPDATE installations SET suspended = ? WHERE owner = ?", ""),
    }
    if action in statements:
        statement, value = statements[action]
        storage.db.execute(statement, (value, owner))
    else:
        installations.grant(storage, owner, order["permissions"])
    if action != "deleted":
        _tell_of_installation(request, owner, action, order)
    return web.json_response({})


@routes.post(f"{orders.PREFIX}/installation_repositories")
async def change_repositories(request: web.Request) -> web.Response:
    """Show the App a `repository` of an account or hide it: `action` is added or removed."""
    storage, order = request.app[asking.STORAGE], await orders.read(request)
    hosted = orders.hosted(request, order["repository"])
    row = installations.of_owner(storage, hosted.full_name.partition("/")[0])
    if row is None:
        raise problems.not_found()
    is_added = order["action"] == "added"
    statement = (
        "DELETE FROM hidden_repositories WHERE repository = ?"
        if is_added
        else "INSERT OR IGNORE INTO hidden_repositories VALUES (?)"
    )
    storage.db.execute(statement, (hosted.id,))
    changed = [_short(hosted)]
    payload = {
        "action": "added" if is_added else "removed",
        "installation": installations.installation_object(storage, hosted.base, row),
        "repository_selection": "selected",
        "repositories_added": changed if is_added else [],
        "repositories_removed": [] if is_added else changed,
        "requester": None,
        "sender": people.user(hosted.base, hosted.by),
    }
    outbox.post(storage, "installation_repositories", payload, installation=row["id"])
    return web.json_response({})


def _tell_of_installation(
    request: web.Request, owner: str, action: str, order: dict[str, Any]
) -> None:
    storage, base = request.app[asking.STORAGE], asking.base_url(request)
    row = installations.of_owner(storage, owner)
    if row is None:
        return
    seen = [asking.of_row(request, each) for each in installations.repositories(storage, row)]
    payload = {
        "action": action,
        "installation": installations.installation_object(storage, base, row),
        "repositories": [_short(hosted) for hosted in seen],
        "requester": None,
        "sender": people.user(base, order.get("by", orders.SOMEBODY)),
    }
    outbox.post(storage, "installation", payload, installation=row["id"])


def _short(hosted: asking.Hosted) -> dict[str, object]:
    whole = repositories.repository(hosted)
    return {name: whole[name] for name in ("id", "node_id", "name", "full_name", "private")}


def _ping(storage: Storage, base: str, app: registration.App) -> None:
    url = f"{base}/app/hook"
    config = {"url": app.hook_url, "content_type": "json", "insecure_ssl": "0"}
    hook = {
        "type": "App",
        "id": sending.HOOK,
        "name": "web",
        "active": True,
        "events": list(app.events),
        "config": config | ({"secret": registration.MASKED} if app.hook_secret else {}),
        "updated_at": now(),
        "created_at": app.created,
        "app_id": app.id,
        "deliveries_url": f"{url}/deliveries",
    }
    outbox.post(storage, "ping", {"zen": "Keep it calm.", "hook_id": sending.HOOK, "hook": hook})
