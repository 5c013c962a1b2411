"""Guilds, as REST shows them and as the Gateway sends them after a login."""

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.objects import channels, users
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import Service, loaded


def of_member(service: Service, user: int) -> list[int]:
    """The guilds that this user is in."""
    rows = service.db.execute(
        "SELECT guild FROM discord_members WHERE user = ? ORDER BY guild", (user,)
    )
    return [row["guild"] for row in rows]


def guild(service: Service, number: int) -> Json:
    """A guild in which the app is a member, or 404."""
    row = service.db.execute("SELECT * FROM discord_guilds WHERE id = ?", (number,)).fetchone()
    if row is None or number not in of_member(service, service.app.id):
        raise problems.unknown_guild()
    kept = loaded(row)
    unset = (
        "icon", "icon_hash", "splash", "discovery_splash", "banner", "description",
        "vanity_url_code", "afk_channel_id", "application_id", "system_channel_id",
        "rules_channel_id", "public_updates_channel_id", "safety_alerts_channel_id",
        "hub_type", "incidents_data",
    )  # fmt: skip
    return {
        **dict.fromkeys(unset),
        "id": str(number),
        "name": kept["name"],
        "owner_id": kept["owner"],
        "features": ["NEWS", "COMMUNITY"],
        "roles": users.roles(service, number),
        "emojis": [],
        "stickers": [],
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "system_channel_flags": 0,
    }


def whole_guild(service: Service, number: int) -> Json:
    """What the Gateway sends: the guild with its channels, threads and members."""
    shown = channels.of_guild(service, number)
    everybody = users.members(service, number)
    empty = ("voice_states", "presences", "stage_instances", "guild_scheduled_events")
    return {
        **guild(service, number),
        **{name: [] for name in (*empty, "soundboard_sounds")},
        "joined_at": users.member_fields(service, number, service.app.id)["joined_at"],
        "large": False,
        "member_count": len(everybody),
        "members": [users.member(service, number, each) for each in everybody],
        "channels": [each for each in shown if "thread_metadata" not in each],
        "threads": [each for each in shown if "thread_metadata" in each],
    }
