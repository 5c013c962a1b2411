"""Accounts: GitHub's user object, and the account behind an e-mail address."""

import re
import zlib
from urllib.parse import quote

from aiohttp import web

from bot.rehearsal.github import asking

BOT = "releasebot[bot]"
_ADDRESS = re.compile(
    r"(?:[0-9]+\+)?([A-Za-z0-9-]+)@(?:users\.noreply\.github\.com|example\.(?:org|com))"
)
routes = web.RouteTableDef()


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


@routes.get("/user")
async def get_own_account(request: web.Request) -> web.Response:
    """The account of the token."""
    return web.json_response(user(asking.base_url(request), BOT) | {"name": "releasebot"})


@routes.get("/users/{login}")
async def get_account(request: web.Request) -> web.Response:
    """Any account; in this world every login exists."""
    login = request.match_info["login"]
    return web.json_response(user(asking.base_url(request), login) | {"name": login})
