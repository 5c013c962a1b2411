"""Every bad input that can come from a code host has a test that names its row."""

import ast
import re

import pytest

from tests.architecture import sources
from tests.security import test_bad_artifacts, test_bad_inputs_planning, test_bad_inputs_webhooks

ROWS = (*range(20, 31), *range(41, 51))  # of versions, branches and trees; of webhooks
FORGERIES = ("t01", "t02")  # forged, and replayed or labelled anew
_NAMED = re.compile(r"(?:\b|_)rows?[ _]([0-9]+)", re.IGNORECASE)
_TABLES = (test_bad_artifacts, test_bad_inputs_planning, test_bad_inputs_webhooks)
TRIED = {row["number"] for table in _TABLES for row in table.ROWS}


def _tests() -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        each
        for path in sources.modules("tests")
        for each in ast.walk(sources.tree(path))
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        and each.name.startswith("test_")
    ]


TESTS = _tests()
TOLD = [f"{each.name} {ast.get_docstring(each)}" for each in TESTS]
NAMED = {int(number) for told in TOLD for number in _NAMED.findall(told)}


@pytest.mark.parametrize("number", ROWS)
def test_no_row_is_forgotten(number: int) -> None:
    """It is in a table that is tried, or a test has its number in its name or docstring."""
    assert number in NAMED | TRIED


@pytest.mark.parametrize("threat", FORGERIES)
def test_no_forgery_is_forgotten(threat: str) -> None:
    """A test is called like it."""
    assert any(each.name.startswith(f"test_{threat}_") for each in TESTS)
