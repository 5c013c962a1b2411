"""Sizes: a module is read in one sitting, a function on one screen."""

import ast
from pathlib import Path

from tests.architecture import sources

LARGEST_MODULE = 250
LONGEST_FUNCTION = 45
OURS = sources.modules("bot", "handlers", "tests", "benchmarks", ".ci", "docs")
MIGRATIONS = sources.ROOT / "bot/releases/migrations"  # a list of tables, written once


def _written(path: Path, first: int = 1, last: int | None = None) -> int:
    """How many of these lines are not blank."""
    return sum(bool(line.strip()) for line in path.read_text().splitlines()[first - 1 : last])


def test_modules_are_small() -> None:
    """A module that is larger has two subjects: split it between them."""
    sizes = {sources.place(path): _written(path) for path in OURS}

    assert {place: size for place, size in sizes.items() if size > LARGEST_MODULE} == {}


def test_functions_are_small() -> None:
    """A function that is longer has a part that deserves a name."""
    sizes = {
        sources.place(path, node): _written(path, node.lineno, node.end_lineno)
        for path in OURS
        if not path.is_relative_to(MIGRATIONS)
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {place: size for place, size in sizes.items() if size > LONGEST_FUNCTION} == {}
