"""A local Slack, and an app on it that is made of Slack's own libraries."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.slack.people.person import Person
from tests.contract.slack import blocks
from tests.official.slack.watching import local_slack, slack_timing

__all__ = ["local_slack", "slack_timing"]


@pytest.fixture
async def client(local_slack: LocalSlack) -> AsyncWebClient:
    """Slack's own client, with the app's token; it tries nothing again."""
    return AsyncWebClient(
        token=local_slack.secrets.bot_token, base_url=local_slack.api_url, retry_handlers=[]
    )


@pytest.fixture
def app(client: AsyncWebClient, local_slack: LocalSlack) -> AsyncApp:
    """An app that answers `/release`, a click, a dialog, a shortcut, a mention and the home tab."""
    made = AsyncApp(client=client, signing_secret=local_slack.secrets.signing_secret)
    blocks.teach(made)
    return made


@pytest.fixture
async def connected(
    app: AsyncApp, local_slack: LocalSlack
) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app with one connection."""
    handler = AsyncSocketModeHandler(app, local_slack.secrets.app_token, ping_interval=1)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # of bolt
    await local_slack.connected()
    yield handler
    await handler.close_async()  # type: ignore[no-untyped-call]  # of bolt


@pytest.fixture
def alice(local_slack: LocalSlack) -> Person:
    """A member of the channel #releases, in which the app is too."""
    return local_slack.person("alice", channels=["releases"])
