"""What a manifest says about the app."""

from bot.rehearsal.slack.app_manifest import Command, read_manifest


def test_an_app_over_http() -> None:
    """Commands with their addresses, shortcuts by kind, scopes, events and where they go."""
    app = read_manifest({
        "display_information": {"name": "shipper"},
        "features": {
            "app_home": {"home_tab_enabled": True},
            "slash_commands": [{"command": "/ship", "url": "https://x.example/slack"}],
            "shortcuts": [{"callback_id": "start", "type": "global", "name": "Start"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands"]}},
        "settings": {
            "event_subscriptions": {"bot_events": ["app_mention"], "request_url": "https://e"},
            "interactivity": {"is_enabled": True, "request_url": "https://i"},
        },
    })  # fmt: skip

    assert app.command("/ship") == Command("/ship", "https://x.example/slack")
    assert app.command("/release") is None
    assert (app.shortcuts, app.scopes) == ({"start": "global"}, ("commands",))
    assert (app.has_home, app.is_interactive, app.is_socket) == (True, True, False)
    assert (app.events_url, app.interactivity_url) == ("https://e", "https://i")


def test_an_app_that_can_do_nothing() -> None:
    """What a manifest leaves out is off."""
    app = read_manifest({"display_information": {"name": "mute"}})

    assert (app.commands, app.scopes, app.events) == ((), (), frozenset())
    assert (app.has_home, app.is_interactive) == (False, False)
