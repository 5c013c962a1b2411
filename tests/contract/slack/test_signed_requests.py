"""The other road to an app: signed HTTP requests to its public address."""

import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp

from bot.rehearsal.slack.delivery import signed_http
from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.slack.people.person import Person
from tests.contract.slack.waiting import until
from tests.official.slack import manifests
from tests.official.slack.test_manifests import GOOD

PATH = "/slack/events"


def _manifest(url: str) -> dict[str, Any]:
    """The manifest of an app that is reached there."""
    (command,) = GOOD["features"]["slash_commands"]
    features = {"slash_commands": [command | {"url": url}]}
    settings = {
        "event_subscriptions": GOOD["settings"]["event_subscriptions"] | {"request_url": url},
        "interactivity": {"is_enabled": True, "request_url": url},
        "socket_mode_enabled": False,
    }
    return GOOD | {"features": GOOD["features"] | features, "settings": settings}


@pytest.fixture
async def address(app: AsyncApp, local_slack: LocalSlack) -> AsyncIterator[str]:
    """Where the app listens, as the local Slack knows from its manifest."""
    async with TestServer(app.web_app(PATH)) as server:
        url = str(server.make_url(PATH))
        local_slack.installs(_manifest(url))
        yield url


def test_the_manifest_is_a_good_one() -> None:
    """What these tests install is what Slack would take."""
    assert manifests.manifest_problems(_manifest("https://bot.example.org/slack/events")) == []


async def test_the_same_app_over_http(address: str, local_slack: LocalSlack, alice: Person) -> None:
    """A challenge, a command, a click, a dialog, a mention and the home tab."""
    verified = await local_slack.verifies_url()
    helped = await alice.types("/release help", "releases")
    started = await alice.types("/release minor", "releases")
    (card,) = await until(lambda: alice.sees("releases"))
    clicked = await alice.clicks("Edit notes", card)
    await until(alice.sees_dialog)
    alice.fills("notes", "bad")
    submitted = await alice.submits()
    mentioned = await alice.mentions("status", "releases")
    opened = await alice.opens_home()
    await until(alice.sees_home)

    assert address.startswith("http://127.0.0.1:")
    done = (verified, helped, started, clicked, submitted, mentioned, opened)
    assert [each.problem for each in done] == [""] * 7
    assert "3eZbrw1a" in str(verified.answer)
    assert submitted.answer["errors"] == {"notes": "Say what changed."}
    assert [each["text"] for each in alice.sees_alone("releases")] == [
        "`/release minor` starts one."
    ]


async def test_a_wrong_signature_is_refused(
    address: str, local_slack: LocalSlack, alice: Person
) -> None:
    """By the app; the person learns that it did not answer."""
    right = local_slack.secrets.signing_secret
    body, kind = signed_http.body_of("slash_commands", {"command": "/release", "text": "help"})
    now = local_slack.desk.clock()
    bad = {
        "of another secret": (str(int(now)), "0" * 32),
        "of another time": (str(int(now) - 301), right),
    }
    async with aiohttp.ClientSession() as session:
        for moment, secret in bad.values():
            headers = {
                "Content-Type": kind,
                "X-Slack-Request-Timestamp": moment,
                "X-Slack-Signature": signed_http.signature(secret, moment, body),
            }
            async with session.post(address, data=body, headers=headers) as answer:
                assert answer.status == 401

    assert re.fullmatch("[0-9a-f]{32}", right)
    assert alice.sees_alone("releases") == []


async def test_an_event_is_sent_again_with_its_number_and_reason(
    local_slack: LocalSlack, alice: Person
) -> None:
    """Until the app answers with success; a command is not sent again."""
    seen: list[tuple[str | None, str | None]] = []

    async def answer(request: web.Request) -> web.Response:
        headers = request.headers
        seen.append((headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")))
        return web.Response(status=500 if len(seen) < 3 else 200)

    application = web.Application()
    application.router.add_post(PATH, answer)
    async with TestServer(application) as server:
        local_slack.installs(_manifest(str(server.make_url(PATH))))
        mentioned = await alice.mentions("status", "releases")
        await local_slack.courier.settle()
        heard, typed = len(seen), await alice.types("/release minor", "releases")

    assert (mentioned.problem, heard, typed.acknowledged) == ("http_500", 3, True)
    assert seen == [(None, None), ("1", "http_error"), ("2", "http_error"), (None, None)]


async def test_an_address_that_nobody_answers(local_slack: LocalSlack, alice: Person) -> None:
    """The person sees an error at once."""
    local_slack.installs(_manifest("http://127.0.0.1:9/slack/events"))

    done = await alice.types("/release help", "releases")

    assert (done.acknowledged, done.problem) == (False, "http_error")
