"""Trouble on a card: what went another way than planned, and what to do."""

from typing import Any

import pytest

from bot.domain import card
from bot.domain.conversation.messages import Log
from tests.fakes import sample_status as sample
from tests.fakes import shown_card


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (
            sample.failed("run_checks"),
            [
                "What to do: Make “make test” pass, then release again.",
                ("Kind of failure: gate. Usually the repository has to become green first."),
                "Nothing of this release is public yet.",
            ],
        ),
        (
            sample.failed(
                "publish_pypi",
                error=sample.REFUSED,
                public=sample.PUBLIC,
                cause={"class": "credentials", "hint": "Usually a token ran out."},
            ),
            [
                "What to do: Replace the token, then retry.",
                ("Kind of failure: credentials. Usually a token ran out."),
                (
                    f"Public already: {sample.WHEEL} on TestPyPI and tag v1.2.0 in the repository. "
                    "It is not known whether anything that “Upload greeter 1.2.0 to PyPI; this "
                    "cannot be undone” makes is public."
                ),
            ],
        ),
        (
            sample.failed("publish_testpypi", error=sample.REFUSED, cause=None),
            [
                "What to do: Replace the token, then retry.",
                (
                    "It is not known whether anything that “Upload greeter 1.2.0 to TestPyPI” "
                    "makes is public."
                ),
            ],
        ),
        (
            sample.failed(
                "publish_testpypi",
                error=sample.REFUSED,
                cause=None,
                ledger=[sample.row("publish_testpypi", "testpypi", sample.WHEEL, "missing")],
            ),
            [
                "What to do: Replace the token, then retry.",
                "Nothing of this release is public yet.",
            ],
        ),
        (
            sample.asked(land="pull-request", moved=sample.MOVED),
            [
                (
                    "main moved from 111111111111 to 333333333333 (3 commits: fix: a typo). "
                    "Release without what is new, and the votes stay; or plan again with it, and "
                    "everybody is asked anew."
                )
            ],
        ),
        (
            sample.asked(land="pull-request", moved=sample.MOVED | {"choice": "without"}),
            [
                (
                    "main moved from 111111111111 to 333333333333 (3 commits: fix: a typo). What "
                    "is new there is not part of this release."
                )
            ],
        ),
        (
            sample.asked(moved=sample.FORCED),
            [
                (
                    "main was moved by force: it lacks 111111111111, from which this was planned. "
                    "It has to be planned again, and everybody is asked anew."
                )
            ],
        ),
        (
            sample.asked(questions=[sample.VOID, sample.AGAIN]),
            ["Asked anew: alice edited the notes. The approval of bob does not count any more."],
        ),
        (
            sample.asked(
                bypasses=[
                    {"kind": "skip", "name": "smoke_test", **sample.HELD},
                    {"kind": "override", "name": "checks of the commit", **sample.HELD},
                ],
                warnings=["main is 3 weeks old."],
            ),
            [
                "bob skipped “Install and import the wheel on Python 3.11”: the docs are late.",
                "bob overrode the gate “checks of the commit”: the docs are late.",
                "Warning: main is 3 weeks old.",
            ],
        ),
    ],
)
def test_what_went_another_way_is_said_first(status: dict[str, Any], expected: list[str]) -> None:
    """What to do, what is public, and why people are asked anew."""
    assert shown_card.lines(card.make_card(status))[: len(expected)] == expected


def _logs(status: sample.Json) -> list[tuple[str, str]]:
    shown = card.make_card(status)
    return [(block.title, block.text) for block in shown.blocks if isinstance(block, Log)]


def test_every_red_check_shows_how_it_ended() -> None:
    """The end of its log stands on the card; a green one's does not."""
    red = sample.row("run_checks", "checks", "test", "differs", log="FAILED test_a\n1 failed")
    lint = sample.row("run_checks", "checks", "lint", "differs", log="\n".join(map(str, range(99))))
    docs = sample.row("run_checks", "checks", "docs", log="fine")
    test_log, lint_log = _logs(sample.failed("run_checks", ledger=[red, lint, docs]))

    assert test_log == ("The end of the log: test", "FAILED test_a\n1 failed")
    assert lint_log[1].startswith("…\n75\n")
    assert lint_log[1].endswith("\n98")


def test_a_build_that_failed_shows_what_it_printed() -> None:
    """Its log comes with the error; without one nothing is shown."""
    error = sample.REFUSED | {"log": "no such module"}

    assert _logs(sample.failed("build_packages", error=error)) == [
        ("The end of the log", "no such module")
    ]
    assert _logs(sample.failed("build_packages")) == []
