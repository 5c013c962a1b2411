"""The routes of the page: a look for each person and channel, and a form for each thing they do."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import components
from bot.rehearsal.discord.numbers import Component
from bot.rehearsal.discord.objects import channels, interactions, users
from bot.rehearsal.discord.page import typed_line
from bot.rehearsal.discord.people.member import Member
from bot.rehearsal.discord.people.reply import NotPossible, Reply, reply
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import SERVICE, Service
from bot.rehearsal.page import site
from bot.rehearsal.page.site import RENDERER

LONGEST_LINE = 2_000
routes = web.RouteTableDef()


@routes.get("/")
async def choose(request: web.Request) -> web.Response:
    """Who to be."""
    service = request.app[SERVICE]
    first = next(iter(_channels(service, _guild(service), service.app.id)), "")
    values = {"people": list(_people(service, _guild(service))), "channel": first}
    return site.answer(request.app[RENDERER].render("choose.html.j2", values))


@routes.get("/as/{name}/{channel}")
async def look(request: web.Request) -> web.Response:
    """What this person sees in a channel; `thread` opens a thread, `dialog` is one that is open."""
    return site.answer(request.app[RENDERER].render("page.html.j2", _values(request)))


@routes.get("/as/{name}/{channel}/parts")
async def parts(request: web.Request) -> web.Response:
    """The same, as the script takes it over."""
    return site.answer(request.app[RENDERER].render("parts.html.j2", _values(request)))


@routes.get("/as/{name}/{channel}/offers")
async def offer(request: web.Request) -> web.Response:
    """What may follow the line that somebody is typing."""
    place, line = _place(request), request.query.get("line", "")[:LONGEST_LINE]
    try:
        lines = await typed_line.offers(_person(request), place, line)
    except NotPossible:
        lines = []
    return site.answer(request.app[RENDERER].render("offers.html.j2", {"lines": lines}))


@routes.post("/as/{name}/{channel}/type")
async def type_line(request: web.Request) -> web.Response:
    """Type a command or a message."""
    form, person = await request.post(), _person(request)
    line, thread = str(form.get("line", "")).strip(), str(form.get("thread", ""))
    place = _place(request, thread)
    try:
        if not line.startswith("/"):
            if line:
                person.write(place, line[:LONGEST_LINE])
            raise site.back(request, thread=thread)
        typed = typed_line.read(person.definitions(), line)
        replied = await person.invoke(place, typed.command, typed.filled())
    except NotPossible as reason:
        raise site.back(request, thread=thread, told=str(reason)) from None
    raise _back(request, thread, replied)


@routes.post("/as/{name}/{channel}/click")
async def click(request: web.Request) -> web.Response:
    """Press a button of a message."""
    form, person = await request.post(), _person(request)
    thread, message = str(form.get("thread", "")), str(form.get("message", ""))
    try:
        replied = await person.click(
            _place(request, thread), int(message or 0), str(form.get("custom_id", ""))
        )
    except (NotPossible, ValueError):
        told = "That changed meanwhile; look again."
        raise site.back(request, thread=thread, told=told) from None
    raise _back(request, thread, replied)


@routes.post("/as/{name}/{channel}/dialog")
async def answer_dialog(request: web.Request) -> web.Response:
    """Submit the open dialog with what was filled in, or close it."""
    form, person = await request.post(), _person(request)
    thread, opened = str(form.get("thread", "")), str(form.get("dialog", ""))
    modal = _modal(person, opened)
    if "close" in form or modal is None:
        told = "" if "close" in form else "The dialog was closed meanwhile."
        raise site.back(request, thread=thread, told=told)
    typed = {name: _typed(form, name) for name in _inputs(modal)}
    try:
        replied = await person.submit(int(opened), typed)
    except NotPossible as reason:
        raise site.back(request, thread=thread, dialog=opened, told=str(reason)) from None
    raise _back(request, thread, replied)


def _typed(form: Mapping[str, Any], name: str) -> str:
    """What a browser sends of a text, with line ends as Discord has them."""
    return str(form.get(f"field.{name}", "")).replace("\r\n", "\n")


def _inputs(modal: Json) -> list[str]:
    """The text inputs of a modal, by their ids."""
    parts = (each for _, each in components.walk(modal))
    return [each["custom_id"] for each in parts if each.get("type") == Component.TEXT_INPUT]


def _back(request: web.Request, thread: str, replied: Reply) -> web.HTTPSeeOther:
    """Back to the look, with the dialog that was opened, or with why nothing was answered."""
    opened = str(replied.interaction) if replied.modal else ""
    return site.back(request, thread=thread, dialog=opened, told=replied.failure)


def _guild(service: Service) -> int:
    """The guild that the page shows: the first."""
    row = service.db.execute("SELECT min(id) AS id FROM discord_guilds").fetchone()
    return int(row["id"] or 0)


def _people(service: Service, guild: int) -> dict[str, int]:
    """Everybody in the guild but for bots, by name."""
    found = (users.user(service, each) for each in users.members(service, guild))
    return {str(each["username"]): int(each["id"]) for each in found if not each["bot"]}


def _channels(service: Service, guild: int, user: int) -> dict[str, int]:
    """The channels that somebody sees, by name."""
    rows = service.db.execute(
        "SELECT id FROM discord_channels WHERE guild = ? AND NOT deleted ORDER BY id", (guild,)
    ).fetchall()
    found = [channels.place(service, row["id"]) for row in rows]
    return {
        str(each.content["name"]): each.id
        for each in found
        if not each.is_thread and channels.permissions(service, each, user)
    }


def _person(request: web.Request) -> Member:
    service = request.app[SERVICE]
    guild = _guild(service)
    user = _people(service, guild).get(request.match_info["name"])
    if user is None:
        raise web.HTTPNotFound(text="There is no such person.")
    return Member(service, user, guild)


def _place(request: web.Request, thread: str = "") -> int:
    """The thread that is open, else the channel."""
    person, name = _person(request), request.match_info["channel"]
    known = _channels(person.service, person.guild, person.user)
    if name not in known:
        raise web.HTTPNotFound(text="There is no such channel.")
    thread = thread or request.query.get("thread", "")
    return int(thread) if thread.isdecimal() else known[name]


def _modal(person: Member, opened: str) -> Json | None:
    """The dialog that this person has open."""
    if not opened.isdecimal():
        return None
    try:
        if interactions.by_id(person.service, int(opened)).user != person.user:
            return None
    except problems.Problem:
        return None
    return reply(person.service, int(opened)).modal


def _values(request: web.Request) -> dict[str, Any]:
    """Everything that a look needs."""
    person, opened = _person(request), request.query.get("dialog", "")
    try:
        messages = person.sees(_place(request))
    except NotPossible as reason:
        raise web.HTTPNotFound(text=str(reason)) from None
    values = {
        "me": request.match_info["name"],
        "channel": request.match_info["channel"],
        "channels": list(_channels(person.service, person.guild, person.user)),
        "thread": request.query.get("thread", ""),
        "told": request.query.get("told", ""),
        "guild": person.guild,
        "messages": messages,
        "counts": {each["id"]: _replies(person, each) for each in messages},
        "dialog": _modal(person, opened),
        "opened": opened,
        "commands": person.commands(),
    }
    return request.app[RENDERER].with_parts(values)


def _replies(person: Member, message: Json) -> int:
    """How many messages the thread of a message has; 0 without one, or where it is gone."""
    try:
        return len(person.sees(int(message["thread"]["id"]))) if message.get("thread") else 0
    except NotPossible:
        return 0
