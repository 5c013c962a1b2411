"""The registry of commands, of a guild or of all (guild 0); a guild has 200 creations a day."""

import json
import sqlite3

from aiohttp import web

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import commands
from bot.rehearsal.discord.objects import guilds
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.rest import bodies
from bot.rehearsal.discord.service import Service, loaded

routes = web.RouteTableDef()
CREATIONS_A_DAY = 200
DAY = 86_400.0
COUNT = "command created"
_ALL = ("/applications/{app}/commands", "/applications/{app}/guilds/{guild}/commands")
_KEPT = ("name", "description", "options", "default_member_permissions", "nsfw")
_EVERYWHERE = {"integration_types": [0], "contexts": None}


def registered(service: Service, guild: int) -> list[Json]:
    """The commands of a guild, or with 0 those of every guild."""
    rows = service.db.execute(
        "SELECT * FROM discord_commands WHERE guild = ? ORDER BY id", (guild,)
    )
    return [loaded(row) for row in rows]


def _guild(request: web.Request) -> int:
    """The guild of the path, which the app is in, or 0."""
    service = bodies.service_of(request)
    if bodies.number(request, "app") != service.app.id:
        raise problems.Problem(403, 20012, "You are not authorized to perform this action")
    if "guild" not in request.match_info:
        return 0
    number = bodies.number(request, "guild")
    if number not in guilds.of_member(service, service.app.id):
        raise problems.missing_access()
    return number


def _row(service: Service, guild: int, number: int) -> sqlite3.Row:
    found = service.db.execute(
        "SELECT * FROM discord_commands WHERE guild = ? AND id = ?", (guild, number)
    ).fetchone()
    if found is None:
        raise problems.unknown_command()
    row: sqlite3.Row = found
    return row


async def list_commands(request: web.Request) -> web.Response:
    """All of them."""
    return as_json(registered(bodies.service_of(request), _guild(request)))


async def get_command(request: web.Request) -> web.Response:
    """One."""
    row = _row(bodies.service_of(request), _guild(request), bodies.number(request, "command"))
    return as_json(loaded(row))


async def replace_commands(request: web.Request) -> web.Response:
    """These and no others; one that was there by name is changed, not created."""
    service, guild = bodies.service_of(request), _guild(request)
    asked = await bodies.read_list(request)
    problems.check_form(commands.check_all(asked))
    _may_create(service, guild, [each for each in asked if _same(service, guild, each) is None])
    kept = [_put(service, guild, each) for each in asked]
    ids = {each["id"] for each in kept}
    for before in registered(service, guild):
        if before["id"] not in ids:
            service.db.execute("DELETE FROM discord_commands WHERE id = ?", (int(before["id"]),))
    return as_json(kept)


async def create_command(request: web.Request) -> web.Response:
    """One more, or the one of that name changed."""
    service, guild = bodies.service_of(request), _guild(request)
    asked = await bodies.read(request)
    known = _same(service, guild, asked)
    others = [each for each in registered(service, guild) if each["name"] != asked.get("name")]
    problems.check_form(commands.check_all([asked, *others]))
    if known is None:
        _may_create(service, guild, [asked])
    return as_json(_put(service, guild, asked), 201 if known is None else 200)


async def change_command(request: web.Request) -> web.Response:
    """What is given, changed."""
    service, guild = bodies.service_of(request), _guild(request)
    row = _row(service, guild, bodies.number(request, "command"))
    asked = {**loaded(row), **await bodies.read(request)}
    problems.check_form(commands.check(asked))
    return as_json(_put(service, guild, asked, row))


async def delete_command(request: web.Request) -> web.Response:
    """Gone."""
    service = bodies.service_of(request)
    row = _row(service, _guild(request), bodies.number(request, "command"))
    service.db.execute("DELETE FROM discord_commands WHERE id = ?", (row["id"],))
    return web.Response(status=204)


for _path in _ALL:
    routes.get(_path)(list_commands)
    routes.put(_path)(replace_commands)
    routes.post(_path)(create_command)
    routes.get(_path + "/{command}")(get_command)
    routes.patch(_path + "/{command}")(change_command)
    routes.delete(_path + "/{command}")(delete_command)


def _may_create(service: Service, guild: int, new: list[Json]) -> None:
    if service.count(COUNT, guild, DAY) + len(new) > CREATIONS_A_DAY:
        said = "Max number of daily application command creates has been reached (200)"
        raise problems.limited(DAY, 30034, said)
    for _ in new:
        service.add_count(COUNT, guild)


def _same(service: Service, guild: int, asked: Json) -> sqlite3.Row | None:
    row: sqlite3.Row | None = service.db.execute(
        "SELECT * FROM discord_commands WHERE guild = ? AND kind = ? AND name = ?",
        (guild, asked.get("type", 1), asked.get("name")),
    ).fetchone()
    return row


def _put(service: Service, guild: int, asked: Json, row: sqlite3.Row | None = None) -> Json:
    known = row or _same(service, guild, asked)
    number = known["id"] if known else service.clock.snowflake()
    permissions = asked.get("default_member_permissions")
    content = {
        "id": str(number),
        "application_id": str(service.app.id),
        "version": str(service.clock.snowflake()),
        "type": asked.get("type", 1),
        "description": "",
        "nsfw": False,
        **{name: asked[name] for name in _KEPT if asked.get(name) is not None},
        "default_member_permissions": None if permissions is None else str(permissions),
    }
    content |= {"guild_id": str(guild)} if guild else _EVERYWHERE
    service.db.execute(
        "INSERT OR REPLACE INTO discord_commands VALUES (?, ?, ?, ?, ?)",
        (number, guild, content["type"], content["name"], json.dumps(content)),
    )
    return content
