"""Forms: what a page sent, bounded and checked before anybody is asked."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import parse_qsl

from aiohttp import web

from bot.adapters.web.site import OUTSIDER, SITE
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Action

LARGEST_BODY = 256 * 1024  # bytes
BODY_SECONDS = 10
MOST_VALUES = 40
FORM = "application/x-www-form-urlencoded"
FIELD = "field."  # what a dialog asked for; the rest is the page's own

_DELIVERY = re.compile(r"[A-Za-z0-9-]{8,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What somebody said or pressed; `caller` is who the bot takes that person for."""

    values: Mapping[str, str]
    caller: Caller

    def text(self, name: str) -> str:
        """A value of that name; "" where none was sent."""
        return self.values.get(name, "")

    def action(self) -> Action:
        """The button's action. Raises 400 for one that no button has."""
        for action in get_args(Action):
            if action == self.text("action"):
                return action  # type: ignore[no-any-return]  # get_args knows no types
        raise web.HTTPBadRequest(text="No button does that.")

    def fields(self) -> dict[str, str]:
        """What was filled into a dialog."""
        named = self.values.items()
        return {name.removeprefix(FIELD): text for name, text in named if name.startswith(FIELD)}


async def read(request: web.Request) -> Form:
    """The form of a request, with its sender. Raises 400, 408, 413 or 415 in plain words."""
    if request.content_type != FORM:
        raise web.HTTPUnsupportedMediaType(text="Only forms are understood here.")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The form did not arrive in time.") from None
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_VALUES)
    except ValueError:
        raise web.HTTPBadRequest(text="This form cannot be read.") from None
    values = dict(pairs)
    return Form(values=values, caller=_caller(request, values))


def _caller(request: web.Request, values: Mapping[str, str]) -> Caller:
    site = request.app[SITE]
    name, project = values.get("as", ""), values.get("project", "")
    delivery = values.get("delivery", "")
    if site.people and name not in (*site.people, OUTSIDER):
        raise web.HTTPBadRequest(text="Nobody of that name can be acted as here.")
    if project and project not in site.projects:
        raise web.HTTPBadRequest(text="There is no such project.")
    if not _DELIVERY.fullmatch(delivery):
        raise web.HTTPBadRequest(text="The page sent no number of its request.")
    account = f"console:{name if site.people else ''}"
    return Caller(
        account=account,
        person=site.person_of(account),
        delivery=f"{account}:{delivery}",
        project=project,
    )
