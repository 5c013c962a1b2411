"""The app as its manifest describes it: what it is told about, and what it may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SCOPES = (
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.public",
    "commands", "files:write", "groups:history", "groups:read", "pins:write", "reactions:write",
    "team:read", "users:read", "users:read.email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; an empty `url` means Socket Mode."""

    name: str
    url: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppManifest:
    """The parts of a manifest that change how Slack behaves."""

    name: str = "releasebot"
    commands: tuple[Command, ...] = (Command("/release", should_escape=True),)
    shortcuts: Mapping[str, str] | None = None  # callback_id → "global" or "message"; None: any
    events: frozenset[str] = frozenset({"app_home_opened", "app_mention"})
    scopes: tuple[str, ...] = SCOPES
    has_home: bool = True
    is_interactive: bool = True
    is_socket: bool = True
    events_url: str = ""
    interactivity_url: str = ""

    def command(self, name: str) -> Command | None:
        """The slash command of that name, if the app has it."""
        return next((command for command in self.commands if command.name == name), None)


def read_manifest(manifest: Mapping[str, Any]) -> AppManifest:
    """What a manifest (as parsed from YAML or JSON) says."""
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    subscriptions = settings.get("event_subscriptions", {})
    interactivity = settings.get("interactivity", {})
    return AppManifest(
        name=manifest["display_information"]["name"],
        commands=tuple(map(_command, features.get("slash_commands", ()))),
        shortcuts=_shortcuts(features.get("shortcuts", ())),
        events=frozenset(subscriptions.get("bot_events", ())),
        scopes=tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        has_home=bool(features.get("app_home", {}).get("home_tab_enabled")),
        is_interactive=bool(interactivity.get("is_enabled")),
        is_socket=bool(settings.get("socket_mode_enabled")),
        events_url=subscriptions.get("request_url", ""),
        interactivity_url=interactivity.get("request_url", ""),
    )


def _command(described: Mapping[str, Any]) -> Command:
    return Command(
        described["command"], described.get("url", ""), bool(described.get("should_escape"))
    )


def _shortcuts(described: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {each["callback_id"]: each["type"] for each in described}
