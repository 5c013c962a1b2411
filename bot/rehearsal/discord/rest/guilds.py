"""Guilds, their members, roles, channels and running threads."""

from aiohttp import web

from bot.rehearsal.discord.objects import channels, guilds, users
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.rest import bodies
from bot.rehearsal.discord.service import Service

routes = web.RouteTableDef()


def _guild(request: web.Request) -> int:
    return int(guilds.guild(bodies.service_of(request), bodies.number(request, "guild"))["id"])


@routes.get("/users/@me/guilds")
async def list_guilds(request: web.Request) -> web.Response:
    """The guilds that the app is in."""
    service = bodies.service_of(request)
    return as_json([_partial(service, n) for n in guilds.of_member(service, service.app.id)])


def _partial(service: Service, number: int) -> Json:
    shown = guilds.guild(service, number)
    allowed = channels.guild_permissions(service, number, service.app.id)
    names = ("id", "name", "icon", "banner", "features")
    return {**{n: shown[n] for n in names}, "owner": False, "permissions": str(allowed)}


@routes.get("/guilds/{guild}")
async def get_guild(request: web.Request) -> web.Response:
    """The guild."""
    return as_json(guilds.guild(bodies.service_of(request), _guild(request)))


@routes.get("/guilds/{guild}/roles")
async def list_roles(request: web.Request) -> web.Response:
    """Its roles."""
    return as_json(users.roles(bodies.service_of(request), _guild(request)))


@routes.get("/guilds/{guild}/channels")
async def list_channels(request: web.Request) -> web.Response:
    """Its channels, without threads."""
    shown = channels.of_guild(bodies.service_of(request), _guild(request))
    return as_json([each for each in shown if "thread_metadata" not in each])


@routes.get("/guilds/{guild}/threads/active")
async def list_threads(request: web.Request) -> web.Response:
    """Its threads that are not archived."""
    shown = channels.of_guild(bodies.service_of(request), _guild(request))
    threads = [each for each in shown if not each.get("thread_metadata", {}).get("archived", True)]
    return as_json({"threads": threads, "members": [each["member"] for each in threads]})


@routes.get("/guilds/{guild}/members/{user}")
async def get_member(request: web.Request) -> web.Response:
    """One member."""
    service, guild = bodies.service_of(request), _guild(request)
    return as_json(users.member(service, guild, bodies.number(request, "user")))


@routes.get("/guilds/{guild}/members")
async def list_members(request: web.Request) -> web.Response:
    """Members by id: `limit` of them, those `after` one."""
    service, guild = bodies.service_of(request), _guild(request)
    after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 1))
    found = [each for each in users.members(service, guild) if each > after][:limit]
    return as_json([users.member(service, guild, each) for each in found])
