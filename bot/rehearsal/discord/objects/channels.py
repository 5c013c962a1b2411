"""Channels and threads, and who may do what in them."""

import json
from dataclasses import dataclass

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.numbers import ALL, THREADS, Permission
from bot.rehearsal.discord.objects import users
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import Service, loaded

_GONE = ("id", "guild_id", "parent_id", "type")  # what is told of a thread that was deleted


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread that is there, and the guild it is in; None for a direct one."""

    id: int
    guild: int | None
    content: Json

    @property
    def kind(self) -> int:
        """The number of its kind."""
        return int(self.content["type"])

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread."""
        return self.kind in THREADS


def place(service: Service, number: int, *, or_gone: bool = False) -> Place:
    """The channel or thread with this id, or 404; with `or_gone` also one that was deleted."""
    row = service.db.execute("SELECT * FROM discord_channels WHERE id = ?", (number,)).fetchone()
    if row is None or (row["deleted"] and not or_gone):
        raise problems.unknown_channel()
    return Place(number, row["guild"], loaded(row))


def save(service: Service, found: Place) -> None:
    """Keep a channel as it is now."""
    service.db.execute(
        "INSERT OR REPLACE INTO discord_channels (id, guild, content) VALUES (?, ?, ?)",
        (found.id, found.guild, json.dumps(found.content)),
    )


def remove(service: Service, found: Place) -> None:
    """Delete a channel or thread and tell of it, to whoever may see it."""
    told = permissions(service, found, service.app.id) & Permission.VIEW_CHANNEL
    service.db.execute("UPDATE discord_channels SET deleted = 1 WHERE id = ?", (found.id,))
    if told:
        event = "THREAD_DELETE" if found.is_thread else "CHANNEL_DELETE"
        gone = {name: found.content[name] for name in _GONE} if found.is_thread else found.content
        service.hub.dispatch(event, gone)


def of_guild(service: Service, guild: int) -> list[Json]:
    """The channels and threads of a guild that the app may see."""
    rows = service.db.execute(
        "SELECT * FROM discord_channels WHERE guild = ? AND NOT deleted ORDER BY id", (guild,)
    ).fetchall()
    found = [Place(row["id"], guild, loaded(row)) for row in rows]
    return [
        each.content
        for each in found
        if permissions(service, each, service.app.id) & Permission.VIEW_CHANNEL
    ]


def guild_permissions(service: Service, guild: int, user: int) -> int:
    """What the roles of a member allow, before any channel has its say."""
    owner = service.db.execute("SELECT * FROM discord_guilds WHERE id = ?", (guild,)).fetchone()
    if loaded(owner)["owner"] == str(user):
        return ALL
    theirs = {str(guild), *users.member_fields(service, guild, user)["roles"]}
    allowed = 0
    for role in users.roles(service, guild):
        if role["id"] in theirs:
            allowed |= int(role["permissions"])
    return ALL if allowed & Permission.ADMINISTRATOR else allowed


def permissions(service: Service, found: Place, user: int) -> int:
    """What a user may do in a channel; nothing where they are not in its guild."""
    if found.guild is None:
        return ALL if str(user) in found.content["members"] else 0
    if user not in users.members(service, found.guild):
        return 0
    allowed = guild_permissions(service, found.guild, user)
    if allowed == ALL:
        return allowed
    if found.is_thread:
        found = place(service, int(found.content["parent_id"]))
    roles = {*users.member_fields(service, found.guild or 0, user)["roles"]}
    said: list[Json] = found.content["permission_overwrites"]
    levels = (
        [each for each in said if each["id"] == str(found.guild)],
        [each for each in said if each["id"] in roles],
        [each for each in said if each["id"] == str(user)],
    )
    for level in levels:
        for each in level:
            allowed &= ~int(each["deny"])
        for each in level:
            allowed |= int(each["allow"])
    return allowed if allowed & Permission.VIEW_CHANNEL else 0


def usable(service: Service, number: int, *needed: Permission) -> Place:
    """The channel, if the app may see it and has these permissions there."""
    found = place(service, number)
    allowed = permissions(service, found, service.app.id)
    if not allowed & Permission.VIEW_CHANNEL:
        raise problems.missing_access()
    if any(not allowed & each for each in needed):
        raise problems.missing_permissions()
    return found


def to_write(service: Service, number: int) -> Place:
    """The channel, if the app may post there."""
    is_thread = place(service, number).is_thread
    needed = Permission.SEND_MESSAGES_IN_THREADS if is_thread else Permission.SEND_MESSAGES
    found = usable(service, number, needed)
    if not is_archived(found):
        return found
    if found.content["thread_metadata"]["locked"]:
        raise problems.archived_thread()
    return archive(service, found, archived=False)


def is_archived(found: Place) -> bool:
    """Whether this is a thread that was put away: a message brings it back, an edit cannot."""
    return bool(found.is_thread and found.content["thread_metadata"]["archived"])


def archive(service: Service, found: Place, *, archived: bool) -> Place:
    """Put a thread away, or bring it back."""
    metadata = {**found.content["thread_metadata"], "archived": archived}
    changed = Place(found.id, found.guild, {**found.content, "thread_metadata": metadata})
    save(service, changed)
    service.hub.dispatch("THREAD_UPDATE", changed.content)
    return changed


def channel_content(number: int, guild: int, name: str, kind: int, position: int) -> Json:
    """A new channel."""
    return {
        "id": str(number),
        "guild_id": str(guild),
        "name": name,
        "type": kind,
        "position": position,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "flags": 0,
    }


def thread_content(service: Service, number: int, parent: Place, asked: Json) -> Json:
    """A new thread of a channel."""
    made = service.clock.text()
    return {
        "id": str(number),
        "guild_id": str(parent.guild),
        "parent_id": str(parent.id),
        "owner_id": str(service.app.id),
        "name": asked["name"],
        "type": asked["type"],
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "flags": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": asked["auto_archive_duration"],
            "archive_timestamp": made,
            "locked": False,
            "create_timestamp": made,
        },
        "member": {
            "id": str(number),
            "user_id": str(service.app.id),
            "join_timestamp": made,
            "flags": 0,
        },
    }
