"""Proposals: what people are told, and that nothing was started."""

import pytest

from bot.domain.events import proposals


@pytest.mark.parametrize(
    ("labels", "level"),
    [
        ((), ""),
        (("bug", "release"), ""),
        (("release:minor",), "minor"),
        (("release:patch", "release:major", "docs"), "major"),
        (("release:now", "xrelease:minor"), ""),
    ],
)
def test_the_largest_release_that_labels_ask_for_counts(
    labels: tuple[str, ...], level: str
) -> None:
    """Other labels ask for nothing."""
    assert proposals.level(labels) == level


def test_a_proposal_says_what_to_type() -> None:
    """And never that anything has begun."""
    pull = proposals.of_pull("greeter", 7, "Speak French", "minor")

    assert pull == (
        "#7 “Speak French” is merged and labelled release:minor. Nothing was started: "
        "type minor greeter to release it."
    )
    assert "type 1.4.0 greeter to" in proposals.of_milestone("greeter", "v1.4.0")
    assert "type minor greeter to" in proposals.of_milestone("greeter", "Spring")
    assert "by hand by alice" in proposals.of_release("greeter", "v1.3.0", "alice")
    assert "Type status greeter 1.3.0 to" in proposals.of_release("greeter", "v1.3.0", "")
    assert "type status greeter VERSION to" in proposals.of_tag("greeter", "nightly", "")
    assert "type adopt greeter v1.3.0 to" in proposals.of_tag("greeter", "v1.3.0", "alice")


def test_a_gap_is_told_as_people_say_it() -> None:
    """With its day, with both days where it took several, and with what is lost for good."""
    start, end = "2026-03-04T14:02:00.000Z", "2026-03-04T14:09:30.000Z"

    assert proposals.of_gap(start, end, 3, 0) == (
        "GitHub did not reach the bot: down 4 March, 14:02\u201314:09 UTC, 3 deliveries replayed."
    )
    assert proposals.of_gap(start, "2026-03-05T01:00:00Z", 1, 2) == (
        "GitHub did not reach the bot: down 4 March, 14:02\u20135 March, 01:00 UTC, "
        "1 delivery replayed. 2 more were too old to be asked for."
    )
