"""The answers to `cadence`: every kind of a project, or what is next in each of them."""

from typing import Any

from bot.domain.answers import rhythms
from bot.domain.cadence import rhythm
from bot.domain.cadence.past import Seen
from bot.domain.conversation.messages import Line, Table
from tests.fakes.sample_cadence import CADENCE, NOW, standing

Json = dict[str, Any]


def test_a_project_is_told_kind_by_kind() -> None:
    """Which is next first, then the window of each, then the notice."""
    line, table, notice = rhythms.project_blocks(standing("2026-11-20"))

    assert line == Line(
        text="Next is a minor release: too early, due from 4 December, 5 changes wait."
    )
    assert isinstance(table, Table)
    assert table.rows[1] == (
        "minor release",
        "2-4 weeks",
        "1.2.0, 20 November",
        "too early, due from 4 December",
        "5 changes wait",
    )
    assert table.rows[2][1:4] == ("as needed", "1.2.0, 20 November", "as needed")
    assert notice == Line(text="People are to hear of a major release 1-2 weeks before it.")


def test_a_silent_repository_is_told() -> None:
    """With its reason, and without a date that nobody knows."""
    told = standing("", seen=None, unknown="No answer within 20 seconds.")
    line, table, _ = rhythms.project_blocks(told)

    assert line == Line(
        text="Only this bot's own releases count: No answer within 20 seconds.", tone="waiting"
    )
    assert isinstance(table, Table)
    assert table.rows[0][3] == "not known when the last one was"


def test_the_soonest_project_stands_first() -> None:
    """One that is overdue is marked; one whose date nobody knows stands last."""
    (table,) = rhythms.upcoming_blocks(
        [
            standing("", title="Silent", seen=None, unknown="No answer."),
            standing("2026-11-20", title="Later"),
            standing("2026-10-20", title="Late"),
            standing("", title="New"),
        ]
    )

    assert isinstance(table, Table)
    assert table.rows == (
        ("Late", "minor release", "overdue by 14 days", "5 changes wait"),
        ("Later", "minor release", "too early, due from 4 December", "5 changes wait"),
        ("Silent", "not known", "No answer.", ""),
        ("New", "no release yet", "", ""),
    )
    assert table.tones == ("waiting", "plain", "plain", "plain")


def test_many_projects_are_bounded() -> None:
    """The rest is counted."""
    table, more = rhythms.upcoming_blocks([standing("2026-11-20")] * (rhythms.MOST + 3))

    assert isinstance(table, Table)
    assert len(table.rows) == rhythms.MOST
    assert more == Line(text="… and 3 projects more.")


def test_a_kind_without_a_rhythm_is_not_told() -> None:
    """Beside a plan stands the rhythm of its own kind alone."""
    seen = Seen(tagged=(), since_final=1, since_previous=1)
    only_major = rhythm.Cadence(rhythms={"major": CADENCE.rhythms["major"]})
    told = rhythm.to_json(only_major, rhythm.beats(only_major, {}, seen, NOW), NOW)

    assert rhythms.of_kind(told, "minor") == ""
    assert rhythms.of_kind(told, "major") == (
        "major release: there was none yet to count from, 1 change waits"
    )
