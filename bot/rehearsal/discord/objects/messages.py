"""Messages: made, changed, found, and the events that tell of them."""

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal import journal
from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import components
from bot.rehearsal.discord.numbers import Permission
from bot.rehearsal.discord.objects import channels, mentions, users
from bot.rehearsal.discord.objects.channels import Place
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import Service, loaded


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be made: where, by whom, of which checked body."""

    place: Place
    author: int
    body: Json
    flags: int = 0
    seen_by: int | None = None  # the one person who sees an ephemeral message
    more: Json = field(default_factory=dict)


def add(service: Service, draft: Draft) -> Json:
    """Keep a new message and tell the Gateway of it, unless it is ephemeral."""
    number, nonce = service.clock.snowflake(), draft.body.get("nonce")
    pinged = mentions.resolve(service, draft.place, draft.author, draft.body)
    content = {
        "id": str(number),
        "channel_id": str(draft.place.id),
        "type": 0,
        "author": users.user(service, draft.author),
        "content": "",
        "timestamp": service.clock.text(),
        "edited_timestamp": None,
        "tts": False,
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        **draft.more,
    }
    _show(service, content, draft.body, pinged)
    content["flags"] = draft.flags
    _keep(service, draft, content)
    told = [(number, kind, target) for kind, target in pinged.rows()]
    service.db.executemany("INSERT INTO discord_pings VALUES (?, ?, ?)", told)
    if draft.seen_by is None:
        _tell(service, draft.place, "MESSAGE_CREATE", _event(service, draft.place, content, nonce))
    return content if nonce is None else {**content, "nonce": nonce}


def _keep(service: Service, draft: Draft, content: Json) -> None:
    nonce = draft.body.get("nonce")
    with service.storage.transaction() as db:
        db.execute(
            "INSERT INTO discord_messages (id, channel, author, seen_by, nonce, content,"
            " once_shown) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(int(content["id"]), draft.place.id, draft.author, draft.seen_by),
                *(None if nonce is None else str(nonce), json.dumps(content)),
                json.dumps(_controls(content)),
            ),
        )
        if draft.author == service.app.id and draft.seen_by is None:
            key, digest = content["id"], _digest(content)
            journal.record(db, "discord_post", str(draft.place.id), key, digest)


def change(service: Service, place: Place, content: Json, body: Json, flags: int) -> Json:
    """Keep a changed message and tell of it; `content` is what it was."""
    author = int(content["author"]["id"])
    changed = {**content, "edited_timestamp": service.clock.text(), "flags": flags}
    shown = {"content": changed["content"], "components": changed["components"], **body}
    _show(service, changed, body, mentions.resolve(service, place, author, shown))
    _save(service, changed)
    row = _row(service, place.id, int(content["id"]))
    if row["seen_by"] is None:
        _tell(service, place, "MESSAGE_UPDATE", _event(service, place, changed, None))
        with service.storage.transaction() as db:
            key, digest = content["id"], _digest(changed)
            if digest != _digest(content):
                journal.record(db, "discord_edit", str(place.id), key, digest)
    return changed


def put_flags(service: Service, place: Place, content: Json, more: Json) -> Json:
    """Change what is no edit: flags, a thread, a pin."""
    changed = {**content, **more}
    _save(service, changed)
    _tell(service, place, "MESSAGE_UPDATE", _event(service, place, changed, None))
    return changed


def remove(service: Service, place: Place, number: int) -> None:
    """Delete a message and tell of it."""
    seen_by = _row(service, place.id, number)["seen_by"]
    service.db.execute("UPDATE discord_messages SET deleted = 1 WHERE id = ?", (number,))
    if seen_by is None:
        gone = {"id": str(number), "channel_id": str(place.id), "guild_id": str(place.guild)}
        _tell(service, place, "MESSAGE_DELETE", gone)


def find(service: Service, channel: int, number: int) -> Json:
    """A message that everybody in the channel sees, or 404."""
    row = _row(service, channel, number)
    if row["seen_by"] is not None or row["deleted"]:
        raise problems.unknown_message()
    return loaded(row)


def find_any(service: Service, channel: int, number: int) -> Json:
    """A message that is there, also an ephemeral one, or 404."""
    row = _row(service, channel, number)
    if row["deleted"]:
        raise problems.unknown_message()
    return loaded(row)


def _row(service: Service, channel: int, number: int) -> sqlite3.Row:
    found = service.db.execute(
        "SELECT * FROM discord_messages WHERE id = ? AND channel = ?", (number, channel)
    ).fetchone()
    if found is None:
        raise problems.unknown_message()
    row: sqlite3.Row = found
    return row


def _save(service: Service, content: Json) -> None:
    row = service.db.execute(
        "SELECT once_shown FROM discord_messages WHERE id = ?", (int(content["id"]),)
    ).fetchone()
    once = {**json.loads(row["once_shown"]), **_controls(content)}
    service.db.execute(
        "UPDATE discord_messages SET content = ?, once_shown = ? WHERE id = ?",
        (json.dumps(content), json.dumps(once), int(content["id"])),
    )


def _show(service: Service, content: Json, body: Json, pinged: mentions.Pinged) -> None:
    """Take over what the body says, as Discord then shows it."""
    if "content" in body:
        content["content"] = (body["content"] or "").strip()
    if "embeds" in body:
        content["embeds"] = [{"type": "rich", **_whole(each)} for each in body["embeds"] or []]
    if "components" in body:
        content["components"] = _numbered(_whole(body["components"] or []))
    if "attachments" in body:
        content["attachments"] = [
            each for each in body["attachments"] or [] if isinstance(each, dict) and "url" in each
        ]
    content["mentions"] = [users.user(service, int(each)) for each in pinged.users]
    content["mention_roles"] = list(pinged.roles)
    content["mention_everyone"] = pinged.everyone


def _whole(value: Any) -> Any:  # noqa: ANN401  # JSON of any form
    """The same without what is null."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items() if each is not None}
    return [_whole(each) for each in value] if isinstance(value, list) else value


def _numbered(shown: list[Json]) -> list[Json]:
    """Give an id to each component that has none, as Discord does."""
    everything = [each for _, each in components.walk({"components": shown})]
    taken = {each["id"] for each in everything if each.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for each in everything:
        each["id"] = each.get("id") or next(free)
    return shown


def _controls(content: Json) -> Json:
    """By the id of each control, the message as it is now: for those who click too late."""
    ids = [each["custom_id"] for _, each in components.walk(content) if "custom_id" in each]
    return dict.fromkeys(ids, content)


def _digest(content: Json) -> str:
    shown = [content["content"], content["embeds"], content["components"]]
    return journal.text_digest(json.dumps(shown, sort_keys=True))


def _tell(service: Service, place: Place, event: str, data: Json) -> None:
    """Send an event, if the app sees what happens in this channel."""
    if channels.permissions(service, place, service.app.id) & Permission.VIEW_CHANNEL:
        service.hub.dispatch(event, data)


def _event(service: Service, place: Place, content: Json, nonce: object) -> Json:
    event = {**content, "channel_type": place.kind}
    if nonce is not None:
        event["nonce"] = nonce
    if place.guild is not None:
        event["guild_id"] = str(place.guild)
        author = int(content["author"]["id"])
        if "webhook_id" not in content or author == service.app.id:
            event["member"] = users.member_fields(service, place.guild, author)
    return event
