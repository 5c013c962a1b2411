"""How long nothing is asked after GitHub wanted fewer requests."""

import pytest

from bot import errors
from bot.adapters.code_host.account.limits import LONGEST, LONGEST_PAUSE, Limits

NOW = 1_000_000.0
SAID = {
    "seconds": ({"Retry-After": "7"}, 7.0),
    "too many seconds": ({"retry-after": "999999"}, LONGEST),
    "a date": ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, 60.0),
    "minus": ({"Retry-After": "-5"}, 60.0),
    "nothing": ({}, 60.0),
    "spent": ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": f"{NOW + 100:.0f}"}, 101.0),
    "not spent": ({"x-ratelimit-remaining": "9", "x-ratelimit-reset": f"{NOW + 100:.0f}"}, 60.0),
    "spent long ago": ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "5"}, 1.0),
    "nonsense": ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, 60.0),
}


class _Time:
    """The time, which a test may move."""

    now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("headers", "seconds"), SAID.values(), ids=SAID)
def test_the_answer_says_how_long(headers: dict[str, str], seconds: float) -> None:
    """By seconds, else by the time at which the hour begins anew, else it is a minute."""
    clock = _Time()
    limits = Limits(60.0, clock)
    limits.met(headers)

    clock.now = NOW + seconds - 0.5
    with pytest.raises(errors.Unknown) as caught:
        limits.check()
    assert caught.value.reason == "rate_limited"
    clock.now = NOW + seconds
    limits.check()


def test_a_limit_without_an_end_lasts_longer_each_time() -> None:
    """Up to a quarter of an hour, and from the beginning once an answer came."""
    clock = _Time()
    limits = Limits(60.0, clock)
    lasted = []
    for _ in range(6):
        limits.met({})
        lasted.append(limits.ends - clock.now)
        clock.now = limits.ends
    limits.passed()
    limits.met({})

    assert lasted == [60.0, 120.0, 240.0, 480.0, LONGEST_PAUSE, LONGEST_PAUSE]
    assert limits.ends - clock.now == 60.0
