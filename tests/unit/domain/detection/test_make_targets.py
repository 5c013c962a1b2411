"""Make targets: a Makefile is read for what its targets would run, and nothing runs."""

import pytest

from bot.domain.detection import make_targets

MAKEFILE = """\
PYTHON ?= python3
export BIN := .venv/bin
RUN = $(PYTHON) -m

.PHONY: test lint
test: lint unit ## everything
unit: data/x.json
\t@$(RUN) pytest \\
\t  -q
lint: ; ruff check .
both first: lint
\techo both
ci: $(BIN)/ready
\t${BIN}/pytest
VERSION := 1:2
"""


@pytest.mark.parametrize(
    ("target", "run"),
    [
        ("unit", {"@python3 -m pytest    -q", "data/x.json"}),
        ("lint", {"ruff check ."}),
        ("first", {"echo both", "ruff check ."}),
        ("test", {"@python3 -m pytest    -q", "data/x.json", "ruff check ."}),
        ("ci", {".venv/bin/pytest", ".venv/bin/ready"}),
    ],
)
def test_everything_that_a_target_runs(target: str, run: set[str]) -> None:
    """Its own lines and those of what goes before it, with variables filled in."""
    targets = make_targets.read_targets(MAKEFILE)

    lines = make_targets.everything_run(targets, target).replace("\t", " ").splitlines()

    assert {line.replace("     ", "    ") for line in lines} == run


def test_assignments_are_no_targets() -> None:
    """Only rules are."""
    names = make_targets.read_targets(MAKEFILE)

    assert names.keys() == {".PHONY", "test", "unit", "lint", "both", "first", "ci"}


def test_circles_and_bombs_end() -> None:
    """A foreign Makefile costs neither time nor memory."""
    bomb = "A = $(A)$(A)$(A)\na: b\n\techo $(A)\nb: a\n" + " " * 100_000

    targets = make_targets.read_targets(bomb)

    assert len(make_targets.everything_run(targets, "a")) < 10_000
