"""Pages and their parts out of templates."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jinja2

from bot.rehearsal.slack.desk import BOT_USER, Desk
from bot.rehearsal.slack.page import markup

STATUSES = {"pending": "○", "in_progress": "◔", "complete": "✓", "error": "✕"}


class Renderer:
    """The templates, for one desk."""

    def __init__(self, desk: Desk) -> None:
        """Load them."""
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("bot", "templates/slack"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "mrkdwn": lambda text: markup.mrkdwn(desk, text),
            "special": lambda content: markup.special(desk, content),
            "name": lambda user: markup.name_of(desk, user),
            "time": lambda ts: datetime.fromtimestamp(float(ts), UTC).strftime("%H:%M:%S"),
            "sign": lambda status: STATUSES.get(status, "?"),
            "web_link": markup.link,
        }
        self._environment.globals["bot_user"] = BOT_USER

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The template of that name with these values."""
        return self._environment.get_template(template).render(**values)


def version(html: str) -> str:
    """What changes when the HTML does."""
    return hashlib.sha256(html.encode()).hexdigest()[:16]
