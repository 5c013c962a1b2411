"""The App's manifest asks for exactly what the bot uses."""

import json

from bot.adapters.code_host.account import permissions
from bot.domain.events import parsing
from tests.architecture.sources import ROOT

MANIFEST = json.loads((ROOT / "deployment/github-app-manifest.json").read_text(encoding="utf-8"))


def test_the_rights_are_those_of_the_tokens() -> None:
    """A token that asks for more than the App has is refused, one with less cannot work."""
    assert MANIFEST["default_permissions"] == dict(permissions.PERMISSIONS)


def test_the_events_are_those_that_the_bot_knows() -> None:
    """Each once; those of installations come without being asked for."""
    assert MANIFEST["default_events"] == list(permissions.EVENTS)
    assert not any(event.startswith("installation") for event in permissions.EVENTS)


def test_every_event_means_something() -> None:
    """The bot asks for none that it would only throw away, and for each that it reads."""
    by_themselves = {"ping", "public", "installation", "installation_repositories"}

    assert set(permissions.EVENTS) == parsing.LABELS - by_themselves
