"""The routes of the page: a look for each person and channel, and a form for each thing they do."""

from typing import Any

from aiohttp import web

from bot.rehearsal.page import site
from bot.rehearsal.page.rendering import version
from bot.rehearsal.page.site import RENDERER
from bot.rehearsal.slack import view_rows, view_state, workspace
from bot.rehearsal.slack.delivery.courier import Courier, Delivery
from bot.rehearsal.slack.keys import DESK
from bot.rehearsal.slack.people import screen
from bot.rehearsal.slack.people.control import COURIER
from bot.rehearsal.slack.people.person import Person
from bot.rehearsal.slack.people.screen import NotOnScreen

HOME = "home"
routes = web.RouteTableDef()


@routes.get("/")
async def choose(request: web.Request) -> web.Response:
    """Who to be."""
    rows = request.app[DESK].storage.db.execute(
        "SELECT name FROM slack_users WHERE NOT is_bot AND NOT deleted ORDER BY name"
    )
    people = [row["name"] for row in rows]
    return _page(request, "choose.html.j2", {"people": people, "channel": "general"})


@routes.get("/as/{name}/{channel}")
async def look(request: web.Request) -> web.Response:
    """What this person sees in a channel or in the home tab; `thread` opens a thread beside it."""
    if request.match_info["channel"] == HOME:
        await _person(request).opens_home()
    return _page(request, "page.html.j2", _values(request) | {"confirm": None})


@routes.get("/as/{name}/{channel}/parts")
async def parts(request: web.Request) -> web.Response:
    """The same, as the script takes it over."""
    return _page(request, "parts.html.j2", _values(request))


@routes.post("/as/{name}/{channel}/type")
async def type_line(request: web.Request) -> web.Response:
    """Type a command or a message."""
    form, person, channel = await request.post(), _person(request), request.match_info["channel"]
    line, thread = str(form.get("line", "")).strip(), str(form.get("thread", ""))
    if not line:
        raise _back(request, thread)
    if line.startswith("/"):
        raise _back(request, thread, await person.types(line, channel, thread_ts=thread))
    said = await person.says(line, channel, thread_ts=thread)
    raise _back(request, thread, said if said.payload else None)


@routes.post("/as/{name}/{channel}/click")
async def click(request: web.Request) -> web.Response:
    """Use an element of a message, a dialog or the home tab; a confirm dialog comes first."""
    form = await request.post()
    person, thread = _person(request), str(form.get("thread", ""))
    ts, view, action = (str(form.get(name, "")) for name in ("ts", "view", "action"))
    on = {"channel": str(form.get("channel", "")), "ts": ts} if ts else {"id": view}
    try:
        _fill_in(person, view, {name: form.getall(name) for name in form})
        confirm = person.asks(action, on)
        if confirm and "confirmed" not in form:
            asked = {"confirm": confirm, "form": form}
            return _page(request, "page.html.j2", _values(request, thread) | asked)
        confirms = form.get("confirmed", "1") == "1"
        done = await person.clicks(action, on, value=form.get("value"), confirms=confirms)
    except NotOnScreen:
        raise _back(request, thread, problem="changed meanwhile; look again") from None
    raise _back(request, thread, done if confirms else None)


@routes.post("/as/{name}/{channel}/dialog")
async def answer_dialog(request: web.Request) -> web.Response:
    """Submit the open dialog with what was filled in, or close it."""
    form, person = await request.post(), _person(request)
    thread, view = str(form.get("thread", "")), person.sees_dialog()
    if view is None or view["id"] != form.get("view"):
        raise _back(request, thread, problem="closed meanwhile")
    if "close" in form:
        await person.closes()
        raise _back(request, thread)
    _fill_in(person, view["id"], {name: form.getall(name) for name in form})
    raise _back(request, thread, await person.submits())


@routes.post("/as/{name}/{channel}/typed")
async def typed(request: web.Request) -> web.Response:
    """Type into a field of the open dialog whose every character the app is told."""
    form, person = await request.post(), _person(request)
    view, block = person.sees_dialog(), str(form.get("block", ""))
    if view is None or view["id"] != form.get("view"):
        raise web.HTTPConflict(text="This dialog is closed.")
    try:
        await person.types_into(block, str(form.get("text", "")))
    except NotOnScreen as gone:
        raise web.HTTPConflict(text=str(gone)) from None
    return web.Response(status=204)


def _fill_in(person: Person, view: str, given: dict[str, list[Any]]) -> None:
    """Put what the form of a dialog holds into the dialog, if it is still the open one."""
    shown = person.sees_dialog()
    if shown is None or shown["id"] != view or not any(name.startswith("field") for name in given):
        return
    for number, (block, element) in enumerate(view_state.elements(shown["blocks"])):
        if element["type"] in view_state.FIELDS:
            _fill(person, block, element, given.get(f"field{number}", []))


def _fill(person: Person, block: str, element: dict[str, Any], given: list[Any]) -> None:
    is_list = view_state.FIELDS[element["type"]][2] == []
    text = str(given[0]) if given else ""
    person.fills(block, [str(each) for each in given] if is_list else text or None)


def _person(request: web.Request) -> Person:
    user = workspace.find_user(request.app[DESK], request.match_info["name"])
    if user is None or user["is_bot"]:
        raise web.HTTPNotFound(text="There is no such person.")
    courier: Courier = request.app[COURIER]
    return Person(courier, user["id"])


def _values(request: web.Request, thread: str = "") -> dict[str, Any]:
    """Everything that a look needs."""
    desk, person, name = request.app[DESK], _person(request), request.match_info["channel"]
    rows = desk.storage.db.execute("SELECT * FROM slack_channels WHERE kind != 'im' ORDER BY name")
    channels = [
        row["name"]
        for row in rows
        if row["kind"] == "public_channel" or workspace.is_member(desk, row["id"], person.id)
    ]
    if name not in (*channels, HOME):
        raise web.HTTPNotFound(text="There is no such channel.")
    thread = thread or request.query.get("thread", "")
    is_home = name == HOME
    home = view_rows.home(desk, person.id) if is_home else None
    values = {
        "me": request.match_info["name"],
        "channel": name,
        "channels": channels,
        "thread": thread,
        "told": request.query.get("told", ""),
        "home": view_rows.shown(home) if home else None,
        "messages": [] if is_home else person.sees(name),
        "alone": [] if is_home else person.sees_alone(name),
        "replies": screen.thread_messages(desk, person.id, name, thread) if thread else [],
        "dialog": person.sees_dialog(),
        "commands": [command.name for command in desk.app.commands],
        "app": desk.app.name,
    }
    shown = request.app[RENDERER].with_parts(values)
    if view := person.sees_dialog():  # what a person types there is no reason to show it anew
        shown["dialog_version"] = version(f"{view['id']} {view['hash']} {view['errors']}")
    return shown


def _page(request: web.Request, template: str, values: dict[str, Any]) -> web.Response:
    return site.answer(request.app[RENDERER].render(template, values))


def _back(
    request: web.Request, thread: str, done: Delivery | None = None, problem: str = ""
) -> web.HTTPSeeOther:
    """Back to the look, with what went wrong if something did."""
    if done is not None and not done.acknowledged:
        problem = done.problem
    return site.back(request, thread=thread, told=problem)
