"""Faults and rate limits: what goes wrong how often, and who has to wait how long."""

from bot.rehearsal.slack.faults import Fault, Faults
from bot.rehearsal.slack.limits import Limits


def test_a_fault_is_used_up() -> None:
    """It hits its own target, as often as it was told to."""
    faults = Faults()
    faults.add(Fault(kind="rate_limited", target="chat.update", times=2))

    taken = [
        faults.take("chat.postMessage", "rate_limited"),
        faults.take("chat.update", "slow"),
        *(faults.take("chat.update", "slow", "rate_limited") for _ in range(3)),
    ]

    assert [bool(each) for each in taken] == [False, False, True, True, False]


def test_a_fault_of_any_target() -> None:
    """Until everything is to be well again."""
    faults = Faults()
    faults.add(Fault(kind="late", times=5))

    assert faults.take("interactive", "late") is not None
    faults.clear()
    assert faults.take("interactive", "late") is None


def test_limits_are_off_at_first() -> None:
    """A test that does not care about them is not slowed down."""
    limits = Limits()

    assert [limits.seconds_to_wait("chat.postMessage", "C1", 0.0) for _ in range(9)] == [0] * 9


def test_a_window_slides() -> None:
    """Posts are counted by channel, edits over all of them."""
    limits = Limits(are_on=True)

    posts = [
        limits.seconds_to_wait("chat.postMessage", channel, now)
        for channel, now in (("C1", 0.0), ("C2", 0.1), ("C1", 0.2), ("C1", 1.1))
    ]
    edits = [limits.seconds_to_wait("chat.update", f"C{n}", n / 10) for n in range(51)]

    assert posts == [0, 0, 1, 0]
    assert edits == [0] * 50 + [55]
