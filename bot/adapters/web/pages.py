"""Pages: a channel as it is now; the rest comes by its stream."""

from aiohttp import web

from bot import errors, ports
from bot.adapters.web import hints, rendering
from bot.adapters.web.site import LIMIT, OUTSIDER, SITE, Channel, Site

routes = web.RouteTableDef()


@routes.get("/")
@routes.get("/console")
@routes.get("/console/")
async def first(request: web.Request) -> web.Response:
    """Lead to the first channel."""
    channels = request.app[SITE].channels()
    if not channels:
        raise web.HTTPNotFound(text="No project is configured, so there is no channel yet.")
    return web.Response(status=303, headers={"Location": channels[0].path})


@routes.get("/console/{kind:projects|announcements}/{name}")
async def channel(request: web.Request) -> web.Response:
    """A channel with everything that it shows now."""
    site = request.app[SITE]
    here = site.find(request.match_info["kind"], request.match_info["name"])
    page = rendering.render(
        "page.html.j2",
        site=site,
        here=here,
        people=(*site.people, OUTSIDER) if site.people else (),
        acting=acting(request, site),
        hints=hints.all_hints(),
        outsider=OUTSIDER,
        items=await items(site, here),
    )
    return web.Response(text=page, content_type="text/html")


def acting(request: web.Request, site: Site) -> str:
    """As whom this page speaks: who its address says, else the first person."""
    asked = request.query.get("as", "")
    known = (*site.people, OUTSIDER)
    return asked if asked in known else known[0]


async def items(site: Site, here: Channel) -> list[dict[str, str]]:
    """Everything that the channel shows, oldest first."""
    if here.kind == "projects":
        shown = await site.reception.conversations(here.name, LIMIT)
        return [rendering.conversation(each) for each in shown]
    try:
        posts = await site.announcements[here.name](here.name, LIMIT)
    except errors.Unknown as silence:
        return [_silence(silence)]
    return [_post(post) for post in posts]


def _post(post: ports.Post) -> dict[str, str]:
    """An announcement in the same shape as a release; it has no thread."""
    headline = post.text.strip().partition("\n")[0].lstrip("# ")
    card = rendering.render("post.html.j2", key=f"post-{post.id}", post=post)
    return _item(f"post-{post.id}", f"Announced: {headline}", card)


def _silence(error: errors.Unknown) -> dict[str, str]:
    """What stands in the place of announcements that cannot be read now."""
    card = rendering.render("silence.html.j2", error=error.to_json())
    return _item("silence", error.sentence, card)


def _item(key: str, summary: str, card: str) -> dict[str, str]:
    return {"release": key, "summary": summary, "card": card, "thread": ""}
