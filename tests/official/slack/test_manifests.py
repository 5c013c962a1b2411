"""A manifest by Slack's own types, and what belongs together in it."""

import copy
from typing import Any

import pytest

from tests.official import npm
from tests.official.slack import manifests

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm fetches Slack's own types")

GOOD: dict[str, Any] = {
    "display_information": {"name": "releasebot"},
    "features": {
        "bot_user": {"display_name": "releasebot", "always_online": True},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": False},
        "slash_commands": [
            {"command": "/release", "description": "Release a project", "should_escape": True}
        ],
        "shortcuts": [
            {"name": "Start a release", "type": "global", "callback_id": "start",
             "description": "Opens a dialog"}
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "app_mentions:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip


def _changed(place: str, value: object) -> dict[str, Any]:
    manifest = copy.deepcopy(GOOD)
    *parents, name = place.split("/")
    inner = manifest
    for parent in parents:
        inner = inner[parent]
    inner[name] = value
    return manifest


def test_a_good_manifest_passes() -> None:
    """In Socket Mode no address is needed."""
    assert manifests.manifest_problems(GOOD) == []


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("oauth_config/scopes/bot", ["commands", "chat:wrote"], "chat:wrote"),
        (
            "oauth_config/scopes/bot",
            ["chat:write", "app_mentions:read"],
            "needs the scope commands",
        ),
        ("oauth_config/scopes/bot", ["commands"], "app_mentions:read"),
        ("settings/event_subscriptions/bot_events", ["app_home_opend"], "app_home_opend"),
        ("settings/socket_mode_enabled", False, "needs its url"),
        ("settings/socket_mode_enabled", False, "interactivity needs its request_url"),
        ("settings/socket_mode_enabled", False, "event_subscriptions needs its request_url"),
        ("settings/interactivity/is_enabled", False, "needs settings.interactivity"),
        ("features/app_home/home_tab_enabled", False, "home_tab_enabled"),
        ("features/bot_user", None, "features.bot_user"),
        ("features/slash_commands", [{"command": "release", "description": "x"}], "begin with /"),
        ("display_information/name", "x" * 36, "35 characters"),
    ],
)
def test_bad_manifests_are_caught(place: str, value: object, words: str) -> None:
    """Wrong names by Slack's enumerations, wrong combinations by rules of our own."""
    assert words in "\n".join(manifests.manifest_problems(_changed(place, value)))
