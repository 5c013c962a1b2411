"""Actions: what people say, press and fill in, taken to the reception and answered."""

import asyncio
import datetime as dt
import re

from aiohttp import web

from bot import errors
from bot.adapters.web import forms, rendering
from bot.adapters.web.site import SITE
from bot.domain import foreign_text, moments
from bot.domain.conversation import dialogs
from bot.domain.conversation.messages import Reply
from bot.domain.notes import notes

PREVIEWED = 20_000  # characters: reading more Markdown at every pause takes too long
ECHO = 300  # characters of a line that are shown again

_COMMAND = re.compile(r"\s*[/\uff0f]release\b(?P<line>.*)", re.IGNORECASE | re.DOTALL)

NO_COMMAND = errors.BadInput(
    "That is no command, so nothing was done.",
    "Begin with /release, for example /release minor; /release help lists everything.",
)

routes = web.RouteTableDef()


@routes.post("/console/say")
async def say(request: web.Request) -> web.Response:
    """Answer a typed line to the person who typed it, and to nobody else."""
    form = await forms.read(request)
    line = form.text("text")
    command = _COMMAND.fullmatch(line)
    if command:
        reply = await request.app[SITE].reception.say(command["line"].strip(), form.caller)
    else:
        reply = Reply(error=NO_COMMAND.to_json())
    echo = foreign_text.printable(line.strip(), ECHO)
    told = _told(reply)
    aside = rendering.render(
        "aside.html.j2",
        time=moments.moment(dt.datetime.now(dt.UTC)),
        reply=reply,
        who=form.text("as"),
        echo=echo,
        answer=told["html"],
    )
    return web.json_response(told | {"html": aside})


@routes.post("/console/dialog")
async def dialog(request: web.Request) -> web.Response:
    """The form that a button opens."""
    form = await forms.read(request)
    reply = await request.app[SITE].reception.open_dialog(
        form.action(),
        form.text("release"),
        form.text("question"),
        form.text("argument"),
        form.caller,
    )
    return web.json_response(_beside_the_button(reply, form))


@routes.post("/console/press")
async def press(request: web.Request) -> web.Response:
    """Do what a button or a filled-in form asks for."""
    form = await forms.read(request)
    reply = await request.app[SITE].reception.press(
        form.action(),
        form.text("release"),
        form.text("question"),
        form.text("argument"),
        form.fields(),
        form.caller,
    )
    return web.json_response(_beside_the_button(reply, form))


@routes.post("/console/preview")
async def preview(request: web.Request) -> web.Response:
    """What is being written, as it will be read; it is kept as its writer's draft."""
    form = await forms.read(request)
    reception, about = request.app[SITE].reception, (form.text("release"), form.text("text"))
    await reception.keep_draft(*about, form.text("base"), form.caller)
    text = notes.fit(form.text("text"), PREVIEWED, "… the preview ends here.")
    html = await asyncio.to_thread(rendering.render, "preview.html.j2", text=text)
    reply = await reception.preview_notes(about[0], about[1][: dialogs.LONGEST_NOTES])
    room = rendering.render("blocks.html.j2", blocks=reply.blocks, level=3, folds="")
    return web.json_response({"html": html, "room": "" if reply.error else room})


def _beside_the_button(reply: Reply, form: forms.Form) -> dict[str, object]:
    told = _told(reply)
    shown = rendering.render("told.html.j2", who=form.text("as"), answer=told["html"])
    return told | {"html": shown}


def _told(reply: Reply) -> dict[str, object]:
    """A reply as a page takes it over."""
    shown = rendering.render("dialog.html.j2", dialog=reply.dialog) if reply.dialog else ""
    if reply.error:
        answer = rendering.refusal(reply.error)
    else:
        html = rendering.render("blocks.html.j2", blocks=reply.blocks, level=3, folds="")
        answer = {"refused": False, "html": html}
    return answer | {"dialog": shown, "release": reply.release, "as_of": reply.as_of}
