"""`auth.test`, `team.info`, `users.*`: who the app is, where it is, and who the people are."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import workspace
from bot.rehearsal.slack.desk import BOT, BOT_USER, TEAM, TEAM_DOMAIN, Desk
from bot.rehearsal.slack.web_api.asking import Refused, needed

EMAIL = "users:read.email"


def auth_test(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Whose token this is."""
    del args
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/", "team": TEAM_DOMAIN, "user": desk.app.name,
        "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": False,
    }  # fmt: skip


def team_info(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """The workspace."""
    del desk, args
    return {
        "team": {
            "id": TEAM, "name": "Local", "domain": TEAM_DOMAIN, "email_domain": "example.org",
            "url": f"https://{TEAM_DOMAIN}.slack.com/", "icon": {"image_default": True},
        }
    }  # fmt: skip


def users_info(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """One person, by id."""
    user = needed(args, "user")
    row = workspace.find_user(desk, user)
    if row is None or row["id"] != user:
        raise Refused("user_not_found")
    return {"user": workspace.shown_user(row, with_email=EMAIL in desk.app.scopes)}


def users_lookup_by_email(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """One person, by their address; neither foreign nor deactivated ones are found."""
    row = desk.storage.db.execute(
        "SELECT * FROM slack_users WHERE email = ? AND team = ? AND NOT deleted",
        (needed(args, "email"), TEAM),
    ).fetchone()
    if row is None:
        raise Refused("users_not_found")
    return {"user": workspace.shown_user(row, with_email=True)}
