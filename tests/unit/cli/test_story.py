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


def test_foreign_text_is_no_markup() -> None:
    """A warning that quotes a repository cannot style or link anything."""
    assert told(look("planned"))[1] == "  warning: [bold]Mind the gap[/bold]."


def test_before_the_plan_nothing_is_told() -> None:
    """There is no title yet."""
    assert told({"stages": [], "waits_for": ""}) == []
