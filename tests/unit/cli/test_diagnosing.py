"""Diagnosing in a terminal: grouped, the worst first, and nothing in it is alive."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.cli import diagnosing
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

OK = replace(diagnosis.ok("It is fine.", "evidence of that"), name="disk")
WARNING = replace(diagnosis.warning("It is open.", "mode 664", "chmod g-w file"), name="file")
ERROR = replace(diagnosis.error("It is bad\x1b[31m.", "[bold]here", "mend it"), name="secrets")
UNKNOWN = replace(diagnosis.unknown("Who knows.", "", "look again"), name="clock")


def shown(*findings: Finding) -> str:
    """As it stands in a pipe."""
    out = io.StringIO()
    diagnosing.show(Console(file=out, width=40), findings)
    return out.getvalue()


def test_the_worst_comes_first_with_what_to_do() -> None:
    """Of what is well there is only the sentence."""
    assert shown(OK, WARNING, ERROR).splitlines() == [
        "Wrong",
        "  ✗ secrets: It is bad\\x1b[31m.",
        "      [bold]here",
        "      → mend it",
        "Should be better",
        "  ! file: It is open.",
        "      mode 664",
        "      → chmod g-w file",
        "As it should be",
        "  ✓ disk: It is fine.",
        "Mend what is wrong, then run releasebot doctor again.",
    ]


@pytest.mark.parametrize(
    ("findings", "end"),
    [
        ((OK, WARNING), "Nothing stands against a release."),
        ((OK, UNKNOWN), "look again for what is unknown."),
        ((UNKNOWN, ERROR), "run releasebot doctor again."),
    ],
)
def test_the_last_line_sums_up(findings: tuple[Finding, ...], end: str) -> None:
    """In the words of the exit code."""
    assert shown(*findings).splitlines()[-1].endswith(end)


def test_every_severity_has_a_look() -> None:
    """None is left out of the list."""
    assert tuple(diagnosing.LOOKS) == diagnosis.SEVERITIES
