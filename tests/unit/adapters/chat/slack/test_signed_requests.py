"""Signed requests: what Slack did not sign goes no further, and never breaks anything."""

import hashlib
import hmac

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.adapters.chat.slack.signed_requests import SignedRequests

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  # of nobody
NOW = 1_760_000_000.0
BODY = b"command=%2Frelease&text=minor"


def signature(moment: str, body: bytes = BODY, secret: str = SECRET) -> str:
    """What Slack would send along."""
    content = b"v0:" + moment.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()


async def status(moment: str | None, signed: str | None, body: bytes = BODY) -> int:
    """How such a request is answered by a bot that is not connected yet."""
    headers = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signed}
    sent = {name: value for name, value in headers.items() if value is not None}
    request = make_mocked_request("POST", "/slack/events", headers=sent)
    requests = SignedRequests(lambda: SECRET, now=lambda: NOW)
    return (await requests.receive(request, body)).status


@pytest.mark.parametrize("apart", [0, 299, -299, 300, -300])
async def test_what_slack_signed_passes(apart: int) -> None:
    """It is told to come again, as nobody listens yet."""
    moment = str(int(NOW) + apart)

    assert await status(moment, signature(moment)) == 503


@pytest.mark.parametrize(
    "moment", ["abc", "", None, "1e9", "-1", "١٢٣", " 1760000000", "9" * 40, "1760000000.5"]
)
async def test_a_time_that_is_none_is_refused(moment: str | None) -> None:
    """Although the signature would fit it."""
    assert await status(moment, signature(moment or "")) == 401


@pytest.mark.parametrize("apart", [301, -301, 100_000])
async def test_an_old_request_is_refused_and_the_clock_is_named(
    apart: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It is Slack's own, so it is old, or a clock is wrong."""
    moment = str(int(NOW) + apart)

    assert await status(moment, signature(moment)) == 401
    assert "clock" in caplog.text


@pytest.mark.parametrize(
    "signed", ["", None, "abc", "v0=", "v0=ß", "v1=" + "0" * 64, "v0=" + "0" * 64, "💥"]
)
async def test_another_signature_is_refused(
    signed: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever signs it are; a stranger cannot make the bot complain about its clock."""
    assert await status(str(int(NOW)), signed) == 401
    assert await status(str(int(NOW) - 900), signed) == 401
    assert "clock" not in caplog.text


async def test_a_changed_body_is_refused() -> None:
    """By one byte."""
    moment = str(int(NOW))

    assert await status(moment, signature(moment), BODY + b"!") == 401
    assert await status(moment, signature(moment, secret="other")) == 401  # noqa: S106  # of nobody
