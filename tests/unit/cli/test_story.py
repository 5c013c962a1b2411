"""The story: each thing is told once, in plain text."""

import io
from typing import Any

from rich.console import Console

from bot.cli.story import Story


def told(*statuses: dict[str, Any]) -> list[str]:
    """The lines that these looks give in a pipe."""
    out = io.StringIO()
    with Story(Console(file=out, width=100)) as story:
        for status in statuses:
            story.update(status)
    return out.getvalue().splitlines()


def look(state: str, **more: object) -> dict[str, Any]:
    """A status with one stage in that state."""
    return {
        "tag": "v1.2.0",
        "title": "Greeter",
        "previous": "1.1.0",
        "version": "1.2.0",
        "branch": "main",
        "warnings": ["[bold]Mind the gap[/bold]."],
        "waits_for": "",
        "stages": [{"name": "tag", "state": state, "seconds": 0.5, "describes": "Tag it"}],
        **more,
    }


def test_each_end_of_a_stage_is_told_once() -> None:
    """However often one looks."""
    lines = told(look("planned"), look("running"), look("done"), look("done"))

    assert lines[0] == "Greeter: 1.1.0 → 1.2.0 from main"
    assert lines[2:] == ["  done      0.5 s  Tag it"]


def test_a_stage_that_was_skipped_is_told() -> None:
    """It is not done, and not forgotten."""
    assert told(look("running"), look("skipped"))[-1] == "  skipped   0.5 s  Tag it"


def test_what_is_waited_for_is_told_once() -> None:
    """A pipe has no line that moves, and whoever reads it wants to know why nothing happens."""
    waits = look("waiting", waits_for="The package index did not answer.")
    lines = told(look("running"), waits, look("running"), waits, look("done"))

    assert lines[2:] == [
        "  waits     0.5 s  Tag it",
        "  waits: The package index did not answer.",
        "  done      0.5 s  Tag it",
    ]


def test_foreign_text_is_no_markup() -> None:
    """A warning that quotes a repository cannot style or link anything."""
    assert told(look("planned"))[1] == "  warning: [bold]Mind the gap[/bold]."


def test_before_the_plan_nothing_is_told() -> None:
    """There is no title yet."""
    assert told({"stages": [], "waits_for": ""}) == []


def test_how_it_stands_is_told_when_it_changes() -> None:
    """Once, and again if it stands so again after it went on."""
    out = io.StringIO()
    story = Story(Console(file=out, width=100), moves=False)
    for line in ("waits for bob", "waits for bob", "", "waits for bob", "is held"):
        story.stand(line)

    assert out.getvalue().splitlines() == ["waits for bob", "waits for bob", "is held"]


def test_a_terminal_shows_what_runs_and_what_is_waited_for() -> None:
    """Each with its time, as plain text, and gone when it is over."""
    out = io.StringIO()
    terminal = Console(file=out, width=100, force_terminal=True, color_system=None)
    with Story(terminal) as story:
        story.update(look("running"))
        story.update(look("done", waits_for="[red]the index[/red]"))

    assert "0:00:00 Tag it" in out.getvalue()
    assert "waits: [red]the index[/red]" in out.getvalue()
    assert out.getvalue().endswith("\x1b[2K")


def test_a_story_among_others_moves_no_line() -> None:
    """A terminal has one line that moves."""
    out = io.StringIO()
    terminal = Console(file=out, width=100, force_terminal=True, color_system=None)
    with Story(terminal, moves=False) as story:
        story.update(look("running"))

    assert "Tag it" not in out.getvalue()
