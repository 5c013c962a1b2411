"""Looking into built files: what is told of their description."""

from bot.adapters.builder.artifacts import examination


def test_what_is_wrong_with_both_files_is_told_once() -> None:
    """A wheel and an sdist have the same description."""
    lacking = "WARNING  `long_description` missing."
    tail = f"Checking /dist/a.whl: FAILED\n{lacking}\nChecking /dist/a.tar.gz: FAILED\n{lacking}\n"

    assert examination.complaint(tail) == "WARNING `long_description` missing."


def test_without_a_complaint_the_last_line_is_told() -> None:
    """Where twine itself could not run, too."""
    assert examination.complaint("Checking /dist/a.whl: FAILED\n") == "Checking /dist/a.whl: FAILED"
