"""Who a message reaches: the mentions in its text that its `allowed_mentions` let through."""

import re
from dataclasses import dataclass

from bot.rehearsal.discord.limits import components
from bot.rehearsal.discord.numbers import Component, Permission
from bot.rehearsal.discord.objects import channels, users
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import Service

_USER = re.compile(r"<@!?([0-9]{1,20})>")
_ROLE = re.compile(r"<@&([0-9]{1,20})>")
_EVERYBODY = re.compile(r"@(everyone|here)\b")
_ALL = {"parse": ["users", "roles", "everyone"]}


@dataclass(frozen=True, slots=True)
class Pinged:
    """Everybody whom the message would notify, by id."""

    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    everyone: bool = False

    def rows(self) -> list[tuple[str, str]]:
        """A row for each kind and target."""
        rows = [("user", each) for each in self.users] + [("role", each) for each in self.roles]
        return [*rows, ("everyone", "everyone")] if self.everyone else rows


def resolve(service: Service, place: channels.Place, author: int, body: Json) -> Pinged:
    """Who would be notified; without `allowed_mentions` that is everybody whom the text names."""
    allowed = body.get("allowed_mentions") or _ALL
    if body.get("allowed_mentions") == {}:
        allowed = {"parse": []}
    parsed = allowed.get("parse") or []
    text = shown_text(body)
    may_all = _may_mention_all(service, place, author)
    named = {each for each in _USER.findall(text) if _exists(service, int(each))}
    pinged = named if "users" in parsed else named & {*map(str, allowed.get("users") or [])}
    roles = users.roles(service, place.guild) if place.guild else []
    mentioned = {*_ROLE.findall(text)}
    reachable = {each["id"] for each in roles if each["mentionable"] or may_all} & mentioned
    if "roles" not in parsed:
        reachable &= {*map(str, allowed.get("roles") or [])}
    everybody = "everyone" in parsed and bool(_EVERYBODY.search(text)) and may_all
    return Pinged(tuple(sorted(pinged)), tuple(sorted(reachable)), everybody)


def shown_text(body: Json) -> str:
    """The text in which a mention reaches somebody: embeds and labels do not."""
    displays = [
        str(each.get("content"))
        for _, each in components.walk(body)
        if each.get("type") == Component.TEXT_DISPLAY
    ]
    return "\n".join([str(body.get("content") or ""), *displays])


def _may_mention_all(service: Service, place: channels.Place, author: int) -> bool:
    hook = service.db.execute("SELECT 1 FROM discord_webhooks WHERE id = ?", (author,)).fetchone()
    allowed = channels.permissions(service, place, author)
    return hook is not None or bool(allowed & Permission.MENTION_EVERYONE)


def _exists(service: Service, number: int) -> bool:
    row = service.db.execute("SELECT 1 FROM discord_users WHERE id = ?", (number,)).fetchone()
    return row is not None
