"""Diagnosis: severities become an exit code, a JSON shape and a refusal."""

from dataclasses import replace

import pytest

from bot import errors
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

OK = diagnosis.ok("Fine.")
NOTE = diagnosis.note("Well.")
WARNING = diagnosis.warning("Hm.", "e", "r")
UNKNOWN = replace(diagnosis.unknown("Who knows.", "e", "r"), name="clock")
ERROR = replace(diagnosis.error("Bad.", "e", "r"), name="secrets")


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ((), 0),
        ((OK, NOTE, WARNING), 0),
        ((OK, UNKNOWN, WARNING), 5),
        ((UNKNOWN, ERROR), 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst(findings: tuple[Finding, ...], code: int) -> None:
    """An error counts more than what is unknown; the rest stops nothing."""
    assert diagnosis.exit_code(findings) == code


def test_the_shape_has_the_worst_first_and_counts_all() -> None:
    """For scripts, which look at the first and at the counts."""
    shape = diagnosis.to_json([OK, ERROR, NOTE, UNKNOWN, WARNING, OK])

    assert [f["severity"] for f in shape["findings"]] == [*diagnosis.SEVERITIES, "ok"]
    assert shape["counts"] == {"error": 1, "unknown": 1, "warning": 1, "note": 1, "ok": 2}
    assert shape["findings"][0] == {
        "name": "secrets", "severity": "error", "sentence": "Bad.", "evidence": "e", "remedy": "r"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "severity"),
    [(errors.Unknown("a", "b"), "unknown"), (errors.BadConfiguration("a", "b"), "error")],
)
def test_an_error_of_ours_is_a_finding(error: errors.ReleasebotError, severity: str) -> None:
    """A destination that is silent leaves a question open, whatever else is wrong."""
    found = diagnosis.of_error(error, "here")

    assert (found.severity, found.sentence, found.evidence, found.remedy) == (
        *(severity, "a", "here", "b"),
    )


def test_only_green_is_green() -> None:
    """What is wrong refuses by name, what is unknown too, a warning does not."""
    diagnosis.check_green([OK, NOTE, WARNING], "greeter")

    with pytest.raises(errors.Refused, match=r"greeter stays .* wrong: secrets: Bad\.") as refused:
        diagnosis.check_green([UNKNOWN, ERROR], "greeter")
    with pytest.raises(errors.Unknown, match=r"clock: Who knows\.") as unknown:
        diagnosis.check_green([OK, UNKNOWN], "greeter")
    assert {refused.value.reason, unknown.value.reason} == {"not_healthy"}
