"""Accounts: GitHub's user object, and the account behind an e-mail address."""

import re
import zlib
from urllib.parse import quote

from aiohttp import web

from bot.rehearsal.github import asking, callers, problems
from bot.rehearsal.storage import Storage

BOT = "releasebot[bot]"
BORN = "2020-01-01T00:00:00Z"
_ADDRESS = re.compile(
    r"(?:[0-9]+\+)?([A-Za-z0-9-]+)@(?:users\.noreply\.github\.com|example\.(?:org|com))"
)
routes = web.RouteTableDef()


def quoted(text: str) -> str:
    """A name as a part of an address."""
    return quote(text, safe="")


def quoted_path(path: str) -> str:
    """A path of files as a part of an address."""
    return quote(path)


def login_of(email: str) -> str | None:
    """The account of a no-reply or example address; None where GitHub would know none."""
    match = _ADDRESS.fullmatch(email)
    return match[1] if match else None


def user(base: str, login: str) -> dict[str, object]:
    """GitHub's short form of an account."""
    url = f"{base}/users/{quote(login)}"
    page = f"apps/{login.removesuffix('[bot]')}" if login.endswith("[bot]") else login
    lists = ("followers", "subscriptions", "repos", "received_events")
    return {
        "login": login,
        "id": zlib.crc32(login.encode()),
        "node_id": f"U_{login}",
        "avatar_url": f"{base}/avatars/{quote(login)}",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{base}/{page}",
        **{f"{name}_url": f"{url}/{name}" for name in lists},
        "organizations_url": f"{url}/orgs",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "events_url": f"{url}/events{{/privacy}}",
        "type": "Bot" if login.endswith("[bot]") else "User",
        "site_admin": False,
    }


def whole(base: str, login: str) -> dict[str, object]:
    """GitHub's long form of an account."""
    texts = ("company", "location", "email", "hireable", "bio")
    counts = ("public_repos", "public_gists", "followers", "following")
    facts = {"name": login.removesuffix("[bot]"), "blog": "", "twitter_username": None}
    times = {"created_at": BORN, "updated_at": BORN}
    return user(base, login) | dict.fromkeys(texts) | dict.fromkeys(counts, 0) | facts | times


def organization(base: str, login: str) -> dict[str, object]:
    """GitHub's short form of an account that is an organization."""
    url = f"{base}/orgs/{quote(login)}"
    lists = ("repos", "events", "hooks", "issues")
    account = user(base, login)
    return {
        **{name: account[name] for name in ("login", "id", "node_id", "avatar_url")},
        "url": url,
        **{f"{name}_url": f"{url}/{name}" for name in lists},
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "description": "",
    }


def remember(storage: Storage, login: str) -> None:
    """Know an account by its number from now on."""
    number = zlib.crc32(login.encode())
    storage.db.execute("INSERT OR IGNORE INTO accounts VALUES (?, ?)", (number, login))


@routes.get("/user")
async def get_own_account(request: web.Request) -> web.Response:
    """The account of the token."""
    if request[callers.CALLER].kind == "nobody":
        raise problems.Problem(401, "Requires authentication")
    return web.json_response(whole(asking.base_url(request), callers.login(request)))


@routes.get("/users/{login}")
async def get_account(request: web.Request) -> web.Response:
    """Any account; in this world every login exists."""
    login = request.match_info["login"]
    remember(request.app[asking.STORAGE], login)
    return web.json_response(whole(asking.base_url(request), login))


@routes.get(r"/user/{id:[0-9]+}")
async def get_account_by_number(request: web.Request) -> web.Response:
    """An account that was seen in this world, whatever it is called."""
    row = (
        request.app[asking.STORAGE]
        .db.execute("SELECT login FROM accounts WHERE id = ?", (asking.number(request, "id"),))
        .fetchone()
    )
    if row is None:
        raise problems.not_found()
    return web.json_response(whole(asking.base_url(request), row["login"]))
