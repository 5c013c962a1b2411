"""A journey's Discord says at its end what a bot has done wrong there."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.local_discord import LocalDiscord
from tests.journeys.served import SECONDS


def test_a_broken_rule_fails_the_journey(tmp_path: Path) -> None:
    """Here a message that is longer than one may be; the process ends all the same."""
    discord = LocalDiscord(tmp_path)
    discord.check()
    request = urllib.request.Request(  # noqa: S310  # of this machine
        f"{discord.known['api_url']}/channels/{discord.ids['releases']}/messages",
        data=json.dumps({"content": "x" * 2_001}).encode(),
        headers={
            "Authorization": f"Bot {discord.known['token']}",
            "Content-Type": "application/json",
        },
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError, match="400"):
        direct.open(request, timeout=SECONDS)

    with pytest.raises(AssertionError, match="2000"):
        discord.close()
    with pytest.raises(urllib.error.URLError):
        discord.check()
