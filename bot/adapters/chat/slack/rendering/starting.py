"""The dialog that starts a release: project, kind, and what it would be."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.chat.slack.rendering import blocks, elements
from bot.domain.conversation.messages import Block
from bot.domain.versions import version

Json = dict[str, Any]

START = "releasebot:start"
CHOSEN = "releasebot:chosen"  # the action of both menus
PROJECT, BUMP = "project", "bump"
PROSE = 6_000
MOST = 100  # options of a menu


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen so far, and the channel and thread in which the dialog was opened."""

    project: str = ""
    bump: str = ""
    channel: str = ""
    thread: str = ""  # the ts of its first message, "" outside of threads


def view(
    choice: Choice, projects: Sequence[str], shown: Iterable[Block], refused: Sequence[Json] = ()
) -> Json:
    """The modal, with the plan of what is chosen below the menus."""
    told = [*refused, *blocks.block_kit(shown, PROSE)]
    menus = [
        _menu(PROJECT, "Project", projects[:MOST], choice.project),
        _menu(BUMP, "Kind of release", version.BUMPS, choice.bump),
    ]
    return {
        "type": "modal",
        "callback_id": START,
        "private_metadata": json.dumps({"channel": choice.channel, "thread": choice.thread}),
        "title": elements.plain("Start a release", 24),
        "submit": elements.plain("Start it", 24),
        "close": elements.plain("Not now", 24),
        "blocks": blocks.within_view([*menus, *told]),
    }


def choice_of(shown: Mapping[str, Any]) -> Choice:
    """What a person has chosen in the modal."""
    values = shown.get("state", {}).get("values", {})
    known = json.loads(shown.get("private_metadata") or "{}")
    place = {name: str(known.get(name, "")) for name in ("channel", "thread")}
    return Choice(project=_value(values, PROJECT), bump=_value(values, BUMP), **place)


def _value(values: Mapping[str, Any], name: str) -> str:
    chosen = values.get(name, {}).get(CHOSEN, {}).get("selected_option") or {}
    return str(chosen.get("value", ""))


def _menu(name: str, label: str, offered: Sequence[str], chosen: str) -> Json:
    options = {each: {"text": elements.plain(each, 75), "value": each[:150]} for each in offered}
    menu: Json = {
        "type": "static_select",
        "action_id": CHOSEN,
        "options": list(options.values()),
    }
    if chosen in options:
        menu["initial_option"] = options[chosen]
    return {
        "type": "input",
        "block_id": name,
        "dispatch_action": True,
        "label": elements.plain(label, 2000),
        "element": menu,
    }
