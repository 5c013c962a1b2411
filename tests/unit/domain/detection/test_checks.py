"""Checks: commands that can run in a sandbox, and why others cannot."""

from typing import Any

import pytest

from bot.domain.detection import checks
from bot.domain.detection.checks import FoundCheck
from bot.domain.detection.survey import Survey
from tests.fakes.sample_survey import PYPROJECT, make_survey

NAME = '[project]\nname = "sample"\n'


def found(seen: Survey) -> dict[str, FoundCheck]:
    """The checks by name."""
    return {check.name: check for check in checks.find_checks(seen)}


def test_tools_of_the_project() -> None:
    """Each with an extra that installs it; linters go together."""
    seen = make_survey("mkdocs.yml", "src/sample/__init__.py", pyproject_dot_toml=PYPROJECT)

    made = {name: (c.run, c.extras, c.output) for name, c in found(seen).items()}

    assert made == {
        "test": ("python -m pytest", ("test",), ""),
        "lint": ("ruff check . && mypy src", ("dev",), ""),
        "docs": ("mkdocs build --strict", ("docs",), "site"),
    }


@pytest.mark.parametrize(
    ("makefile", "run", "extras"),
    [
        ("test:\n\tpytest -q\n", "make test", ("test",)),
        ("test:\n\tcoverage run -m unittest\n", "make test", ("test",)),
        ("test-all: test lint\ntest:\n\tpytest\nlint:\n\tmypy\n", "make test-all", ("dev",)),
        ("test: .venv\n\tpytest\n", "python -m pytest", ("test",)),
        ("test:\n\tpip install .[test] && pytest\n", "python -m pytest", ("test",)),
        ("test:\n\ttox\n", "python -m pytest", ("test",)),
        ("STAMP := $(shell date)\ntest: $(STAMP)\n\tpytest\n", "python -m pytest", ("test",)),
        ("build:\n\tpython -m build\n", "python -m pytest", ("test",)),
    ],
)
def test_the_makefile_goes_first_where_it_can_run(
    makefile: str, run: str, extras: tuple[str, ...]
) -> None:
    """What makes an environment of its own needs a network, which a sandbox lacks."""
    check = found(make_survey(pyproject_dot_toml=PYPROJECT, Makefile=makefile))["test"]

    assert (check.run, check.extras, check.why_not) == (run, extras, "")


@pytest.mark.parametrize(
    ("texts", "name", "why_not"),
    [
        ({"tox_dot_ini": "commands = pytest"}, "test", "no extra and no dependency group"),
        ({"noxfile_dot_py": "session.run('flake8')"}, "lint", "no extra and no dependency group"),
        ({"Makefile": "audit:\n\tpip-audit\n"}, "security", "pip-audit asks the network"),
        ({"Makefile": "docs:\n\tnpm ci\n"}, "docs", "it makes an environment of its own"),
    ],
)
def test_what_cannot_run_says_why(texts: dict[str, Any], name: str, why_not: str) -> None:
    """Only what the project's own extras and groups install is there."""
    check = found(make_survey(**{**texts, "pyproject_dot_toml": NAME}))[name]

    assert check.why_not.startswith(why_not)


def test_configured_tools_are_called_as_configured() -> None:
    """What pyproject.toml says need not be said again."""
    seen = make_survey(
        "sample/__init__.py",
        "tests/__init__.py",
        pyproject_dot_toml=PYPROJECT.replace('"ruff"', '"bandit"')
        + '[tool.mypy]\nfiles = ["sample"]\n[tool.bandit]\nskips = []\n',
    )

    assert found(seen)["lint"].run == "mypy"
    assert found(seen)["security"].run == "bandit -q -r sample -c pyproject.toml"


def test_extras_of_setup_cfg() -> None:
    """Older projects say the same elsewhere."""
    setup = "[metadata]\nname = sample\n[options.extras_require]\ntesting =\n    pytest\n"

    assert found(make_survey(setup_dot_cfg=setup))["test"].extras == ("testing",)


def test_tests_without_a_runner_are_the_standard_library_s() -> None:
    """Nothing else is installed for them."""
    check = found(make_survey("tests/unit/test_a.py"))["test"]

    assert (check.run, check.extras) == ("python -m unittest discover -s tests", ())


def test_nothing_is_invented() -> None:
    """No sign of a check, no check."""
    assert found(make_survey(pyproject_dot_toml=NAME)) == {}
