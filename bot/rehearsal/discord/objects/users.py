"""Users, members and roles."""

import json

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import Service, loaded


def user(service: Service, number: int) -> Json:
    """A user as others see them."""
    row = service.db.execute("SELECT * FROM discord_users WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise problems.Problem(404, 10013, "Unknown User")
    kept = loaded(row)
    return {
        "id": str(number),
        "username": kept["username"],
        "discriminator": "0000" if kept["bot"] else "0",
        "global_name": None if kept["bot"] else kept["username"].capitalize(),
        "avatar": None,
        "bot": kept["bot"],
        "public_flags": 0,
    }


def own_user(service: Service) -> Json:
    """The app's own user, as it sees itself."""
    return {**user(service, service.app.id), "mfa_enabled": False, "verified": True, "email": None}


def add_user(service: Service, name: str, *, bot: bool = False) -> int:
    """A new user."""
    number = service.clock.snowflake()
    kept = json.dumps({"username": name, "bot": bot})
    service.db.execute("INSERT INTO discord_users VALUES (?, ?)", (number, kept))
    return number


def member_fields(service: Service, guild: int, number: int) -> Json:
    """A membership without its user."""
    row = service.db.execute(
        "SELECT * FROM discord_members WHERE guild = ? AND user = ?", (guild, number)
    ).fetchone()
    if row is None:
        raise problems.unknown_member()
    kept = loaded(row)
    return {
        "roles": kept["roles"],
        "joined_at": kept["joined_at"],
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "pending": False,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def member(service: Service, guild: int, number: int) -> Json:
    """A membership with its user."""
    return {**member_fields(service, guild, number), "user": user(service, number)}


def members(service: Service, guild: int) -> list[int]:
    """Everybody in the guild, by id."""
    rows = service.db.execute(
        "SELECT user FROM discord_members WHERE guild = ? ORDER BY user", (guild,)
    )
    return [row["user"] for row in rows]


def roles(service: Service, guild: int) -> list[Json]:
    """The guild's roles; the first is everybody's."""
    rows = service.db.execute("SELECT * FROM discord_roles WHERE guild = ? ORDER BY id", (guild,))
    return [role(row["id"], loaded(row)) for row in rows]


def role(number: int, kept: Json) -> Json:
    """A role of what is kept of it."""
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    return {
        "id": str(number),
        "name": kept["name"],
        "permissions": kept["permissions"],
        "position": kept["position"],
        "mentionable": kept["mentionable"],
        "color": 0,
        "colors": colors,
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "managed": False,
        "flags": 0,
    }
