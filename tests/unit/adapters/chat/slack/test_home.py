"""The home tab at Slack: what waits for me first, and room for everything."""

from typing import Any

from bot.adapters.chat.slack.rendering import blocks, elements, home
from bot.domain.answers import rhythms
from bot.domain.rehearsals import words
from tests.fakes import sample_cadence, sample_rehearsal, sample_statuses

Json = dict[str, Any]

MOMENTS = (*sample_statuses.MOMENTS, *sample_statuses.ENDS)
HUGE = "<!channel> " + "x" * 40_000


def texts(part: object) -> list[str]:
    """Every text in there."""
    if isinstance(part, dict):
        inner = [text for value in part.values() for text in texts(value)]
        return [*([part["text"]] if isinstance(part.get("text"), str) else []), *inner]
    return [text for each in part for text in texts(each)] if isinstance(part, list) else []


def test_the_home_tab_has_room_for_everything() -> None:
    """A hundred releases are not too many."""
    shown = (sample_statuses.conversation("asked"),) * 100

    view = home.view("bob", shown, (), "/release")

    assert len(view["blocks"]) <= 100
    assert home.view("", shown, (), "/release")["blocks"][1]["type"] == "context"


def test_what_is_next_fits_below_everything() -> None:
    """Many projects with long names make one block, and the tab stays one that Slack takes."""
    shown = (sample_statuses.conversation("asked"),) * 100
    projects = [sample_cadence.standing("2026-11-20", title="long " * 100)] * 100

    view = home.view("bob", shown, rhythms.upcoming_blocks(projects), "/release")

    assert len(view["blocks"]) <= 100
    assert elements.characters(view["blocks"]) <= blocks.ROOM_OF_VIEW
    assert "Next by cadence" in str(view["blocks"])


def test_an_old_question_is_not_forgotten() -> None:
    """What waits for somebody stands first, also below many newer releases."""
    done = sample_statuses.conversation("done")
    shown = (sample_statuses.conversation("asked"), *[done] * 30)

    view = home.view("bob", shown, (), "/release")

    assert "Waits for bob" in str(view["blocks"][1])


def test_a_rehearsal_that_ended_waits_for_nobody() -> None:
    """It stands among the newest, and not among what somebody has to do."""
    shown = home.view("alice", [words.conversation(sample_rehearsal.failed())], (), "/release")

    assert "Nothing waits for you." in texts(shown["blocks"])
    assert "Rehearsal of Greeter 1.2.0" in texts(shown["blocks"])
