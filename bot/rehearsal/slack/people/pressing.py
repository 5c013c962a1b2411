"""The action that Slack reports when a person uses an element."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import view_state
from bot.rehearsal.slack.desk import Desk

COPIED = ("text", "value", "url", "confirm")
COPIED_FOR = {"button": COPIED, "workflow_button": COPIED, "icon_button": ("icon", "value", "text")}


def action_of(
    desk: Desk, block: str, element: Mapping[str, Any], value: object = None
) -> dict[str, Any]:
    """What the app is told of a click, or of the choice of `value`."""
    kind = element["type"]
    told: dict[str, Any] = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block,
        "action_ts": f"{desk.clock():.6f}",
    }
    names = COPIED_FOR.get(kind, ("placeholder", "confirm"))
    told |= {name: element[name] for name in names if name in element}
    if kind == "overflow":
        told["selected_option"] = view_state.option(element, str(value))
    elif kind in view_state.FIELDS:
        told |= view_state.filled(element, value)
    return told
