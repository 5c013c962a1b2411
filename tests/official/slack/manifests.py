"""An app's manifest, held to Slack's types and to what belongs together in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.official.slack import checking

NAME = 35  # characters
SCOPES = {"app_mention": "app_mentions:read"}


def manifest_problems(manifest: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a manifest (as parsed from YAML or JSON)."""
    found = checking.problems("Manifest", manifest)
    return [*found, *_scopes(manifest), *_addresses(manifest), *_names(manifest)]


def _scopes(manifest: Mapping[str, Any]) -> Iterator[str]:
    scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())
    features = manifest.get("features", {})
    for part in ("slash_commands", "shortcuts"):
        if features.get(part) and "commands" not in scopes:
            yield f"features.{part} needs the scope commands"
    if scopes and not features.get("bot_user"):
        yield "scopes of a bot need features.bot_user"
    for event in _events(manifest):
        if event in SCOPES and SCOPES[event] not in scopes:
            yield f"the event {event} needs the scope {SCOPES[event]}"
    if len(set(scopes)) != len(scopes):
        yield "a scope is there twice"


def _addresses(manifest: Mapping[str, Any]) -> Iterator[str]:
    settings, features = manifest.get("settings", {}), manifest.get("features", {})
    commands = features.get("slash_commands", ())
    interactivity = settings.get("interactivity", {})
    interactive = bool(interactivity.get("is_enabled"))
    if features.get("shortcuts") and not interactive:
        yield "features.shortcuts needs settings.interactivity"
    if settings.get("socket_mode_enabled"):
        return
    if any(not command.get("url") for command in commands):
        yield "without Socket Mode each slash command needs its url"
    if interactive and not interactivity.get("request_url"):
        yield "without Socket Mode settings.interactivity needs its request_url"
    if _events(manifest) and not settings["event_subscriptions"].get("request_url"):
        yield "without Socket Mode settings.event_subscriptions needs its request_url"


def _names(manifest: Mapping[str, Any]) -> Iterator[str]:
    features = manifest.get("features", {})
    for command in features.get("slash_commands", ()):
        if not str(command.get("command", "")).startswith("/"):
            yield f"the command {command.get('command')} does not begin with /"
    callbacks = [each.get("callback_id") for each in features.get("shortcuts", ())]
    if len(set(callbacks)) != len(callbacks):
        yield "two shortcuts have one callback_id"
    home = features.get("app_home", {}).get("home_tab_enabled")
    if "app_home_opened" in _events(manifest) and not home:
        yield "the event app_home_opened needs features.app_home.home_tab_enabled"
    if len(str(manifest.get("display_information", {}).get("name", ""))) > NAME:
        yield f"the name is longer than {NAME} characters"


def _events(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
    return tuple(subscriptions.get("bot_events", ()))
