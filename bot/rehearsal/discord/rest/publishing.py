"""Crossposting: a message of an announcement channel goes to all that follow it, once."""

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.discord import problems
from bot.rehearsal.discord.numbers import Channel, Flag, Permission
from bot.rehearsal.discord.objects import channels, messages
from bot.rehearsal.discord.problems import as_json
from bot.rehearsal.discord.rest import bodies

routes = web.RouteTableDef()
PUBLICATIONS_AN_HOUR = 10
HOUR = 3600.0
COUNT = "publication"


@routes.post("/channels/{channel}/messages/{message}/crosspost")
async def crosspost(request: web.Request) -> web.Response:
    """Publish; an own message needs the permission to send, another's the one to manage."""
    service = bodies.service_of(request)
    place = channels.to_write(service, bodies.number(request, "channel"))
    content = messages.find(service, place.id, bodies.number(request, "message"))
    if place.kind != Channel.ANNOUNCEMENT:
        raise problems.Problem(400, 50024, "Cannot execute action on this channel type")
    if content["author"]["id"] != str(service.app.id):
        channels.usable(service, place.id, Permission.MANAGE_MESSAGES)
    if int(content["flags"]) & Flag.CROSSPOSTED:
        raise problems.Problem(400, 40033, "This message has already been crossposted")
    if service.count(COUNT, place.id, HOUR) >= PUBLICATIONS_AN_HOUR:
        raise problems.limited(HOUR)
    service.add_count(COUNT, place.id)
    flags = {"flags": int(content["flags"]) | Flag.CROSSPOSTED}
    published = messages.put_flags(service, place, content, flags)
    with service.storage.transaction() as db:
        digest = journal.text_digest(content["content"])
        journal.record(db, "discord_publish", str(place.id), content["id"], digest)
    return as_json(published)
