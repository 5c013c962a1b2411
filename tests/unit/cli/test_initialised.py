"""Initialised: what is told in the end, for projects in every state."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import initialised
from bot.cli.initialised import Initialised, WrittenFile
from bot.domain.detection import findings, gaps
from bot.settings import writing
from tests.fakes.sample_survey import PYPROJECT, make_survey

SEEN = make_survey(pyproject_dot_toml=PYPROJECT, tags=("v1.0.0",))
FOUND = findings.find(SEEN, None)
FILES = (
    WrittenFile(Path("my sample/.releasebot.toml"), "", "written"),
    WrittenFile(Path("releasebot.toml"), writing.operator_file(FOUND, "alice"), "written"),
)
DONE = Initialised(
    path=Path("my sample"),
    seen=SEEN,
    found=FOUND,
    gaps=gaps.find_gaps(SEEN, FOUND),
    files=FILES,
    is_inside=True,
)


def test_the_next_steps_lead_to_a_rehearsal() -> None:
    """What is to be filled in is named with its line, and the commands can be copied."""
    lines = FILES[1].text.splitlines()
    steps = list(initialised.next_steps(DONE))

    people = lines.index("[people]") + 1
    assert steps[0].startswith("Read .releasebot.toml, correct it and commit it")
    assert steps[1].startswith(f"Fill in releasebot.toml: people (from line {people}), roles (from")
    assert steps[2].startswith("Keep releasebot.toml and .releasebot/ out of commits")
    assert steps[3:] == ["releasebot doctor", "releasebot rehearse 'my sample' minor"]


@pytest.mark.parametrize(
    ("version", "bump"), [("0.3.0.dev1", "0.3.0"), ("1.0rc1", "1.0"), ("", "0.1.0")]
)
def test_a_first_version_is_said_in_full(version: str, bump: str) -> None:
    """Without a tag there is nothing to count from."""
    untagged = replace(DONE, found=replace(FOUND, tag="", version=version))

    assert list(initialised.next_steps(untagged))[-1].endswith(f" {bump}")


def test_a_second_project_is_added_by_hand() -> None:
    """The operator's file is never replaced for it; what to add can be seen."""
    kept = replace(FILES[1], state="kept")
    steps = list(initialised.next_steps(replace(DONE, files=(FILES[0], kept))))

    assert steps[1] == (
        "Add the project to releasebot.toml, if it is not there: "
        "releasebot init 'my sample' --print shows its tables."
    )


def test_there_is_nothing_to_rehearse_without_a_package() -> None:
    """The last step is then to look what is missing."""
    empty = replace(DONE, files=(), found=replace(FOUND, package=""))

    assert list(initialised.next_steps(empty)) == ["releasebot doctor"]


def test_the_report_says_what_was_found_and_what_not() -> None:
    """In lines that a pipe can carry, with nothing live in them."""
    odd = replace(FOUND, display_name="\x1b]0;Sample\x07")
    backed = WrittenFile(Path("releasebot.toml"), "", "written", "releasebot.toml.bak")
    kept = WrittenFile(Path(".releasebot.toml"), "", "kept")
    report = list(
        initialised.report(
            replace(DONE, found=odd, files=(kept, replace(backed, text=FILES[1].text)))
        )
    )

    assert "  package           sample-package" in report
    assert "  check test        python -m pytest   (from what it says about pytest)" in report
    assert any(line.startswith("  - There is no Markdown changelog.") for line in report)
    assert any("was there already and is as it was" in line for line in report)
    assert "  releasebot.toml was written; the old one is releasebot.toml.bak" in report
    assert "\x1b" not in "".join(report)
