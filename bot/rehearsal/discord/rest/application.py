"""Who the app is, and where its Gateway is."""

from aiohttp import web

from bot.rehearsal.discord.gateway.connection import PATH
from bot.rehearsal.discord.objects import users
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.rest import bodies
from bot.rehearsal.discord.service import Service

routes = web.RouteTableDef()
LOGINS_A_DAY = 1000


def application(service: Service) -> Json:
    """The application's own description."""
    own = users.user(service, service.app.id)
    owner = {"id": str(service.app.id - 1), "username": "owner", "discriminator": "0", "bot": False}
    return {
        "id": str(service.app.id),
        "name": service.app.name,
        "owner": {**own, **owner},
        "icon": None,
        "description": "Releases, asked for and approved in chat.",
        "summary": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "bot": own,
        "verify_key": "0" * 64,
        "team": None,
        "flags": 0,
        "flags_new": "0",
    }


@routes.get("/users/@me")
async def get_own_user(request: web.Request) -> web.Response:
    """The app's user."""
    return as_json(users.own_user(bodies.service_of(request)))


@routes.get("/users/{user}")
async def get_user(request: web.Request) -> web.Response:
    """Any user."""
    return as_json(users.user(bodies.service_of(request), bodies.number(request, "user")))


@routes.get("/oauth2/applications/@me")
@routes.get("/applications/@me")
async def get_application(request: web.Request) -> web.Response:
    """The application."""
    return as_json(application(bodies.service_of(request)))


@routes.get("/gateway/bot")
@routes.get("/gateway")
async def get_gateway(request: web.Request) -> web.Response:
    """Where to connect, and how many logins are left today."""
    service = bodies.service_of(request)
    url = f"{service.base.replace('http', 'ws', 1)}{PATH}"
    if not request.path.endswith("/bot"):
        return as_json({"url": url})
    limit = {
        "total": LOGINS_A_DAY,
        "remaining": LOGINS_A_DAY - service.hub.identified,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    return as_json({"url": url, "shards": 1, "session_start_limit": limit})
