"""The manifest that we ship: right by Slack's own types, in both modes, and what the bot needs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it comes with mkdocs

from bot.adapters.chat.slack import access
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import CHANNEL, Office, eventually
from tests.official import npm
from tests.official.slack import manifests

FILE = Path(__file__).parents[3] / "deployment/slack-manifest.yaml"


def manifest(text: str = "") -> dict[str, Any]:
    """The manifest as Slack reads it."""
    read: dict[str, Any] = yaml.safe_load(text or FILE.read_text(encoding="utf-8"))
    return read


def in_http_mode() -> dict[str, Any]:
    """The manifest after the changes that its comments describe."""
    text = FILE.read_text(encoding="utf-8").replace(
        "socket_mode_enabled: true", "socket_mode_enabled: false"
    )
    return manifest(re.sub(r"# ((?:request_)?url: .*)", r"\1", text))


@pytest.mark.skipif(not npm.is_here(), reason="npm fetches Slack's own types")
@pytest.mark.parametrize("read", [manifest, in_http_mode])
def test_slack_takes_it(read: Any) -> None:  # noqa: ANN401  # a function of the two above
    """As it stands, and as its comments say for the other mode."""
    assert manifests.manifest_problems(read()) == []


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
