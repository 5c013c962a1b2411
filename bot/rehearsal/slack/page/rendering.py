"""How the local Slack looks: its templates, and what they need to know of it."""

from datetime import UTC, datetime

from bot.rehearsal.page.rendering import Renderer
from bot.rehearsal.slack.desk import BOT_USER, Desk
from bot.rehearsal.slack.page import markup

STATUSES = {"pending": "○", "in_progress": "◔", "complete": "✓", "error": "✕"}


def renderer(desk: Desk) -> Renderer:
    """The templates, for one desk."""
    return Renderer(
        "Slack",
        "slack",
        {
            "mrkdwn": lambda text: markup.mrkdwn(desk, text),
            "special": lambda content: markup.special(desk, content),
            "name": lambda user: markup.name_of(desk, user),
            "is_bot": lambda user: user == BOT_USER,
            "time": lambda ts: datetime.fromtimestamp(float(ts), UTC).strftime("%H:%M:%S"),
            "sign": lambda status: STATUSES.get(status, "?"),
            "web_link": markup.link,
        },
    )
