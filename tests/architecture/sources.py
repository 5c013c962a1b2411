"""The project's own files, as the rules about them read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = ("tests/security/hostile_repo/",)  # code that is hostile on purpose


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # git of the PATH
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=30,
        text=True,
    )
    names = sorted(set(listed.stdout.split("\0")) - {""})
    paths = (ROOT / name for name in names if not name.startswith(GENERATED))
    return tuple(path for path in paths if path.is_file())


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text())


def modules(*folders: str) -> tuple[Path, ...]:
    """The Python files below these folders of the project."""
    wanted = tuple(ROOT / folder for folder in folders)
    found = tuple(
        path
        for path in files()
        if path.suffix == ".py" and any(path.is_relative_to(folder) for folder in wanted)
    )
    assert found, "no module found: the rule would hold for nothing"
    return found


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, as a person looks it up."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT)}{line}"


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a module with the dotted name of what is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
