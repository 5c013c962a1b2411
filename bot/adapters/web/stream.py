"""The stream: what changes, as server-sent events; it begins with everything as it is now."""

import json
import logging

from aiohttp import web

from bot.adapters.chat.console import Page
from bot.adapters.web import pages, rendering
from bot.adapters.web.site import SITE, Channel, Site

HEARTBEAT_SECONDS = 15  # a connection that died in silence is noticed by the next one

routes = web.RouteTableDef()


@routes.get("/console/stream", allow_head=False)
async def stream(request: web.Request) -> web.StreamResponse:
    """Follow a channel for as long as its page is open."""
    site = request.app[SITE]
    here = site.find(request.query.get("kind", ""), request.query.get("name", ""))
    page = site.console.open_page()
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    try:
        await answer.prepare(request)
        await _follow(answer, page, site, here)
    except ConnectionError:
        pass  # the page was closed
    except Exception:  # the answer has begun, so it can only end; the page comes back
        logging.getLogger(__name__).exception("the stream of %s", here.path)
    finally:
        site.console.leave(page)
    return answer


async def _follow(answer: web.StreamResponse, page: Page, site: Site, here: Channel) -> None:
    await _send(answer, "all", await pages.items(site, here))
    while page.is_open:
        await _send_news(answer, page, site, here)


async def _send_news(answer: web.StreamResponse, page: Page, site: Site, here: Channel) -> None:
    news = await page.news(HEARTBEAT_SECONDS)
    if not news:
        await answer.write(b": still here\n\n")
    elif here.kind == "announcements":
        await _send(answer, "all", await pages.items(site, here))
    else:
        for shown in news:
            if shown.card.project == here.name:
                await _send(answer, "one", rendering.conversation(shown))


async def _send(answer: web.StreamResponse, event: str, data: object) -> None:
    """One event; JSON without a line break, as the format needs it."""
    await answer.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
