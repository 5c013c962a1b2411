"""Faults on demand: of the socket, of an envelope, of a method, and Slack's rate limits."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.slack.desk import Timing
from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.slack.people.person import Person
from tests.contract.slack.waiting import until


@pytest.fixture
def slack_timing() -> Timing:
    """A Slack that waits half a second for an answer."""
    return Timing(acknowledgement=0.5, event_retries=(0.0, 0.02, 0.04))


@pytest.fixture
def reconnecting(connected: AsyncSocketModeHandler) -> AsyncSocketModeHandler:
    """The app, which comes back when its connection is gone."""
    return connected


async def test_an_app_comes_back_after_a_refresh(
    reconnecting: AsyncSocketModeHandler, local_slack: LocalSlack, alice: Person
) -> None:
    """Slack asks every few hours to connect anew; commands go to the new connection."""
    (before,) = local_slack.sockets.connections

    await local_slack.sockets.refresh()
    await local_slack.connected()
    done = await alice.types("/release help", "releases")

    assert reconnecting.client is not None
    assert done.acknowledged
    assert before not in local_slack.sockets.connections


async def test_a_socket_that_drops_in_mid_click(
    reconnecting: AsyncSocketModeHandler, local_slack: LocalSlack, alice: Person
) -> None:
    """The person sees an error, Slack does not send the command again, and the app comes back."""
    local_slack.fails("socket_dropped", "slash_commands")
    lost = await alice.types("/release help", "releases")
    local_slack.sockets.came.clear()
    await local_slack.connected()
    done = await alice.types("/release help", "releases")

    assert reconnecting.client is not None
    assert (lost.acknowledged, lost.problem, done.acknowledged) == (False, "no_connection", True)
    assert len(local_slack.deliveries) == 2


@pytest.mark.usefixtures("connected")
async def test_the_same_envelope_twice(local_slack: LocalSlack, alice: Person) -> None:
    """An app without a memory of its own does the work twice."""
    local_slack.fails("sent_twice", "slash_commands")

    await alice.types("/release minor", "releases")
    await until(lambda: len(alice.sees("releases")) == 2)

    assert len(local_slack.deliveries) == 1


@pytest.mark.usefixtures("connected")
async def test_envelopes_that_are_late_or_not_answered(
    local_slack: LocalSlack, alice: Person
) -> None:
    """A late one is answered all the same; silence and a lost answer are told to the person."""
    local_slack.fails("late", "slash_commands", seconds=0.05)
    late = await alice.types("/release help", "releases")
    silent = await alice.types("/release silence", "releases")
    local_slack.fails("acknowledgement_lost", "slash_commands")
    lost = await alice.types("/release help", "releases")

    assert [each.problem for each in (late, silent, lost)] == ["", "timeout", "timeout"]
    assert len(alice.sees_alone("releases")) == 1


async def test_an_event_comes_up_to_four_times(
    app: AsyncApp, local_slack: LocalSlack, alice: Person
) -> None:
    """With the number and the reason of each retry, and always with the same `event_id`."""
    heard: list[dict[str, Any]] = []

    @app.middleware
    async def hear(body: dict[str, Any], ack: AsyncAck, next: Callable[[], Any]) -> None:  # noqa: A002  # bolt's name
        heard.append(body)
        del ack
        if len(heard) == 3:
            await next()

    handler = AsyncSocketModeHandler(app, local_slack.secrets.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # of bolt
    await local_slack.connected()
    first = await alice.mentions("status", "releases")
    await local_slack.courier.settle()
    await handler.close_async()  # type: ignore[no-untyped-call]  # of bolt

    assert (first.acknowledged, first.problem) == (False, "timeout")
    assert [each.acknowledged for each in local_slack.deliveries] == [False, False, True]
    assert len({body["event_id"] for body in heard}) == 1


async def test_without_a_connection_nothing_is_delivered(alice: Person) -> None:
    """The person learns at once that the app is not there."""
    done = await alice.types("/release help", "releases")

    assert (done.acknowledged, done.problem) == (False, "no_connection")


async def test_any_of_several_connections(
    connected: AsyncSocketModeHandler, app: AsyncApp, local_slack: LocalSlack, alice: Person
) -> None:
    """Each payload goes to one of them; an eleventh is turned away."""
    assert connected.client is not None
    others = [AsyncSocketModeHandler(app, local_slack.secrets.app_token) for _ in range(9)]
    for other in others:
        await other.connect_async()  # type: ignore[no-untyped-call]  # of bolt
    await until(lambda: len(local_slack.sockets.connections) == 10)
    done = await asyncio.gather(*(alice.types("/release help", "releases") for _ in range(20)))
    opened = await app.client.apps_connections_open(app_token=local_slack.secrets.app_token)
    async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as eleventh:
        told = await eleventh.receive_json()
    for other in others:
        await other.close_async()  # type: ignore[no-untyped-call]  # of bolt

    assert all(each.acknowledged for each in done)
    assert len(alice.sees_alone("releases")) == 20
    assert told["reason"] == "too_many_websockets"


async def test_a_post_whose_answer_is_lost(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """The message is there, whatever the client was told; before it was done, it is not."""
    channel = local_slack.channel("releases")
    for kind, text in (("dropped", "no"), ("answer_lost", "yes"), ("done_then_error", "yes")):
        local_slack.fails(kind, "chat.postMessage")
        with pytest.raises((aiohttp.ClientError, SlackApiError)):
            await client.chat_postMessage(channel=channel, text=text)

    assert [each["text"] for each in alice.sees("releases")] == ["yes", "yes"]


async def test_a_method_that_answers_badly(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """429 with a time to wait, which the client's own handler obeys; 503; slow."""
    channel = local_slack.channel("releases")
    local_slack.fails("rate_limited", "chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel=channel, text="limited")
    local_slack.fails("server_error", "chat.postMessage")
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=channel, text="failed")
    local_slack.fails("rate_limited", "chat.postMessage", seconds=0)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    local_slack.fails("slow", "chat.postMessage", seconds=0.05)
    await client.chat_postMessage(channel=channel, text="slow")

    assert limited.value.response.headers["Retry-After"] == "7"
    assert (limited.value.response.status_code, failed.value.response.status_code) == (429, 503)
    assert [each["text"] for each in alice.sees("releases")] == ["slow"]


async def test_rate_limits_are_a_switch(client: AsyncWebClient, local_slack: LocalSlack) -> None:
    """One message in a second for each channel, when they are on."""
    one, other = local_slack.channel("one"), local_slack.channel("other")
    for _ in range(3):
        await client.chat_postMessage(channel=one, text="off")
    local_slack.desk.limits.are_on = True
    for channel in (one, other):
        await client.chat_postMessage(channel=channel, text="on")

    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel=one, text="too soon")

    assert limited.value.response.headers["Retry-After"] == "1"
    assert limited.value.response["error"] == "ratelimited"
