"""The manifest that we ship: right by Slack's own types, in both modes, and what the bot needs."""

from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it comes with mkdocs

from bot.adapters.chat.slack import access
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import CHANNEL, Office, eventually
from tests.official import npm
from tests.official.slack import manifests

FOLDER = Path(__file__).parents[3] / "deployment"
SOCKET, HTTP = "slack-manifest.yaml", "slack-manifest-http.yaml"
ADDRESS = "https://releases.example.org/slack/events"


def manifest(name: str = SOCKET) -> dict[str, Any]:
    """A manifest as Slack reads it."""
    read: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return read


@pytest.mark.skipif(not npm.is_here(), reason="npm fetches Slack's own types")
@pytest.mark.parametrize("name", [SOCKET, HTTP])
def test_slack_takes_it(name: str) -> None:
    """As it stands, in each mode."""
    assert manifests.manifest_problems(manifest(name)) == []


def test_the_modes_differ_in_their_addresses_alone() -> None:
    """What is written into one of them is written into the other."""
    expected = manifest()
    expected["features"]["slash_commands"][0]["url"] = ADDRESS
    for part in ("event_subscriptions", "interactivity"):
        expected["settings"][part]["request_url"] = ADDRESS
    expected["settings"]["socket_mode_enabled"] = False

    assert manifest(HTTP) == expected


def test_the_doctor_asks_for_its_scopes() -> None:
    """No more, and no fewer."""
    assert manifest()["oauth_config"]["scopes"]["bot"] == list(access.SCOPES)


async def test_the_bot_works_with_it(office: Office, reception: FakeReception) -> None:
    """Installed with this manifest, it shows, hears and finds."""
    office.slack.installs(manifest())
    async with office.staffed(reception) as platform:
        await office.people["alice"].types("/release status", CHANNEL)
        await office.told("alice", "alice said status.")
        await office.people["alice"].mentions("status", CHANNEL)
        await office.people["bob"].uses_shortcut("start")
        await eventually(office.people["bob"].sees_dialog)
        await office.people["bob"].opens_home()
        await eventually(office.people["bob"].sees_home)
        assert await platform.chat.find(office.channel(), "key") is None


async def test_the_name_of_the_command_is_the_operators(
    office: Office, reception: FakeReception
) -> None:
    """With the manifest's name changed; another one that comes to this bot is none of its own."""
    renamed = manifest()
    commands = renamed["features"]["slash_commands"]
    commands.append(commands[0] | {"command": "/ship"})
    office.slack.installs(renamed)
    async with office.staffed(reception, command="/ship"):
        alice = office.people["alice"]
        await alice.types("/ship status 1.2.0", CHANNEL)
        await office.told("alice", "alice said status 1.2.0.")
        await alice.types("/release minor", CHANNEL)
        refused = await office.told("alice", "no such command")
        await alice.types("/ship", CHANNEL)
        await eventually(alice.sees_dialog)

    assert "[slack]" in refused
    assert [asked[0] for asked in reception.asked] == ["status 1.2.0"]
