"""The machine's clock."""

from datetime import UTC, datetime

from bot.adapters.clock import SystemClock


def test_now_is_utc_to_the_millisecond() -> None:
    """The form that plans and ledgers hold, and the time that it is."""
    text = SystemClock().now()

    assert text.endswith("Z")
    assert len(text) == len("2026-01-01T00:00:00.000Z")
    assert abs((datetime.now(UTC) - datetime.fromisoformat(text)).total_seconds()) < 5
