"""Pages and their parts out of templates: those of the chat, within those of every chat."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import jinja2

PARTS = ("stream", "dialog")  # what the script takes over when it has changed


class Renderer:
    """The templates of one chat, whose name people read on its pages."""

    def __init__(self, chat: str, folder: str, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Load them from that folder of templates."""
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader(
                [
                    jinja2.PackageLoader("bot", f"templates/{folder}"),
                    jinja2.PackageLoader("bot", "templates/local_chat"),
                ]
            ),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["chat"] = chat
        self._environment.filters |= filters

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The template of that name with these values."""
        return self._environment.get_template(template).render(**values)

    def with_parts(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values, and each part as HTML with what changes when it does."""
        parts: dict[str, Any] = dict(values)
        for part in PARTS:
            html = self.render(f"{part}.html.j2", values)
            parts |= {f"{part}_html": html, f"{part}_version": version(html)}
        return parts


def version(html: str) -> str:
    """What changes when the HTML does."""
    return hashlib.sha256(html.encode()).hexdigest()[:16]
