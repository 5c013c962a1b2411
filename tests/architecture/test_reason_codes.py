"""Reason codes: the list in the documentation is whole, and holds nothing that is gone."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import sources

CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*")
LIST = sources.ROOT / "docs/reason-codes.md"


def _texts(node: ast.AST) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and CODE.fullmatch(part.value)
    }


def _codes_of_classes(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign | ast.AnnAssign) and line.value:
                    target = line.targets[0] if isinstance(line, ast.Assign) else line.target
                    if ast.unparse(target) == "reason":
                        yield from _texts(line.value)


def _makers() -> set[str]:
    """Functions that hand their own parameter `reason` on to an error."""
    return {
        node.name
        for path in sources.modules("bot", "handlers")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.FunctionDef)
        and node.name != "__init__"
        and "reason" in {argument.arg for argument in node.args.args + node.args.kwonlyargs}
        and "reason=reason" in ast.unparse(node)
    }


def _codes_in_use() -> set[str]:
    makers = _makers()
    codes = set(_codes_of_classes(sources.tree(sources.ROOT / "bot/errors.py")))
    for path in sources.modules("bot", "handlers"):
        for name, call in sources.calls(path):
            if name.rpartition(".")[2] in makers:
                codes |= {text for argument in call.args for text in _texts(argument)}
            for keyword in call.keywords:
                if keyword.arg == "reason":
                    branches = [keyword.value]
                    if isinstance(keyword.value, ast.IfExp):
                        branches = [keyword.value.body, keyword.value.orelse]
                    codes |= {text for branch in branches for text in _texts(branch)}
    return codes


def test_every_reason_code_is_documented() -> None:
    """Scripts and people rely on the codes, so each is listed once, in order, with its meaning."""
    listed = re.findall(r"^\| `(\w+)` \| \S", LIST.read_text(), re.MULTILINE)

    assert listed == sorted(_codes_in_use())
