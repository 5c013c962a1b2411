"""The checklist: the guide's twenty lines, of which none is green without evidence."""

from collections import Counter
from typing import Any

import pytest

from bot.domain.records import checklist
from bot.domain.records.checklist import CheckLine
from tests.fakes import sample_status as sample

TICK = {
    "line": "blog",
    "person": "carol",
    "evidence": "https://example.org/1.2.0",
    "time": "2026-03-05T09:00:00.000Z",
}
BREAKING = [{"kind": "feat", "breaking": True, "text": "another greeting"}]


def lines(status: dict[str, Any]) -> dict[str, CheckLine]:
    """By the name that they are ticked by."""
    return {line.id: line for line in checklist.make_checklist(status)}


def test_it_has_the_guides_three_lists() -> None:
    """In the guide's order, before and after a plan."""
    for status in (sample.unplanned(), sample.done()):
        made = checklist.make_checklist(status)

        assert Counter(line.list for line in made) == {
            "Before the release": 8,
            "The release": 7,
            "After the release": 5,
        }
        assert len({line.id for line in made}) == 20


def test_a_release_that_is_done_has_its_evidence() -> None:
    """Where each thing is, and never a green line for what nobody configured or knows."""
    found = lines(sample.done())

    assert {name: line.state for name, line in found.items() if line.state != "done"} == {
        "lint": "not configured",
        "security": "not configured",
        "docs": "not configured",
        "images": "not configured",
        "docs-site": "not configured",
        "blog": "by a person",
        "social": "by a person",
        "forum": "by a person",
        "support": "by a person",
    }
    assert found["pypi"].evidence == "https://pypi.example.org/project/greeter/1.2.0/"
    assert found["version"].evidence == "release/v1.2.0 at 222222222222"
    assert found["breaking"].evidence == "no change is marked as breaking"


@pytest.mark.parametrize(
    ("status", "line", "state", "evidence"),
    [
        (sample.unplanned(), "tests", "missing", ""),
        (sample.unplanned(), "images", "missing", ""),
        (sample.planned(), "version", "waiting", ""),
        (sample.asked(), "testpypi", "missing", ""),
        (sample.asked(changes=BREAKING), "migration", "by a person", "1 change marked as breaking"),
        (
            sample.asked(ticks=[TICK]),
            "blog",
            "done",
            f"carol, 5 March, 09:00 UTC: {TICK['evidence']}",
        ),
        (
            sample.failed(
                "run_checks",
                ledger=[sample.row("run_checks", "checks", "test", "differs", why="1 failed")],
            ),
            "tests",
            "failed",
            "1 failed",
        ),
        (
            sample.failed(
                "run_checks",
                ledger=[
                    sample.row("run_checks", "checks", "test", "skipped", by="bob", reason="x")
                ],
            ),
            "tests",
            "skipped",
            "bob: x.",
        ),
        (
            sample.done(ledger=[sample.row("publish_pypi", "pypi", sample.WHEEL, "unknown")]),
            "pypi",
            "waiting",
            sample.WHEEL,
        ),
    ],
)
def test_a_line_says_how_it_is_known(
    status: dict[str, Any], line: str, state: str, evidence: str
) -> None:
    """From the ledger, from the changes, or from a person."""
    found = lines(status)[line]

    assert (found.state, found.evidence) == (state, evidence)


def test_what_a_person_ticks_is_on_the_list() -> None:
    """And is never something that the bot can look up itself."""
    states = {name: line.state for name, line in lines(sample.asked(changes=BREAKING)).items()}

    assert {states[name] for name in checklist.TICKABLE} == {"by a person"}


def test_a_development_version_is_a_line_where_it_is_planned() -> None:
    """The guide knows none, so all other releases have its twenty lines."""
    stage = {"name": "begin_development", "state": "done", "seconds": 0.1}
    row = sample.row("begin_development", "git", "1.2.1.dev0 on main", "done", commit="3" * 40)
    status = sample.done()
    status["stages"] = [*status["stages"], stage]
    status["ledger"] = [*status["ledger"], row]
    line = lines(status)["development"]

    assert (line.list, line.state) == ("After the release", "done")
    assert line.evidence == "1.2.1.dev0 on main at 333333333333"
