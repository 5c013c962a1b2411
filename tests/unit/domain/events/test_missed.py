"""Missed: which deliveries are asked for again, and for how long that is tried."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import moments
from bot.domain.events import missed
from bot.domain.events.missed import Attempt

NOW = "2026-03-04T14:20:00.000Z"


def attempt(number: int, minutes: float = 10, **changes: object) -> Attempt:
    """One that failed so many minutes ago, each of a delivery of its own."""
    time = moments.later(NOW, -60 * minutes)
    made = Attempt(id=number, guid=f"guid-{number}", time=time, succeeded=False)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # the tests name its fields


def test_what_never_arrived_is_asked_for_oldest_first() -> None:
    """What arrived at once, or the second time, is not."""
    late = attempt(4, 3, guid="guid-3", succeeded=True)
    attempts = [late, attempt(3), attempt(2, 11), attempt(1, 18), attempt(5, succeeded=True)]
    gap = missed.find(attempts, NOW)

    assert [each.id for each in gap.again] == [1, 2]
    assert (gap.start, gap.end) == ("2026-03-04T14:02:00.000Z", "2026-03-04T14:09:00.000Z")


def test_the_newest_attempt_of_a_delivery_stands_for_it() -> None:
    """It was asked for before, and that failed too; the gap still begins with the first."""
    gap = missed.find([attempt(9, 5, guid="guid-1"), attempt(1, 18)], NOW)

    assert [each.id for each in gap.again] == [9]
    assert gap.start == "2026-03-04T14:02:00.000Z"


def test_an_attempt_that_was_just_made_is_waited_for() -> None:
    """It may still arrive."""
    assert missed.find([attempt(1, 0.5)], NOW).again == ()


def test_what_is_too_old_is_counted_and_not_asked_for() -> None:
    """The code host does not deliver again after three days."""
    gap = missed.find([attempt(1, 3 * 24 * 60 - 5), attempt(2, 3 * 24 * 60 - 30)], NOW)

    assert [each.id for each in gap.again] == [2]
    assert gap.too_old == 1


def test_what_fails_again_and_again_is_left_alone() -> None:
    """Five times is enough to know that it is not the network."""
    tries = [attempt(number, 20 - number, guid="g") for number in range(missed.MOST_ATTEMPTS)]

    assert missed.find(tries, NOW).again == ()
    assert [each.id for each in missed.find(tries[1:], NOW).again] == [4]


ATTEMPTS = st.builds(
    attempt,
    st.integers(1, 9),
    st.floats(0, 6000),
    guid=st.sampled_from(["a", "b", "c"]),
    succeeded=st.booleans(),
)


@given(st.lists(ATTEMPTS, max_size=12))
def test_each_delivery_is_asked_for_once_and_none_that_arrived(attempts: list[Attempt]) -> None:
    """Whatever the list holds, in whatever order."""
    again = missed.find(attempts, NOW).again
    arrived = {each.guid for each in attempts if each.succeeded}

    assert len({each.guid for each in again}) == len(again)
    assert not arrived & {each.guid for each in again}
