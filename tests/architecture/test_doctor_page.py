"""The page of the doctor: every examination has its section, and none is described that is gone."""

import ast
import re

from bot.doctor import examinations
from tests.architecture import sources

PAGE = (sources.ROOT / "docs/doctor.md").read_text()
SEVERE = ("error", "unknown", "warning", "note")


def _severities(name: str) -> set[str]:
    """With which severities the examination's module can find something."""
    looks = {each.name: each.look.__module__ for each in examinations.MACHINE}
    looks |= {each.name: each.look.__module__ for each in examinations.CONFIGURED}
    path = sources.ROOT / f"{looks[name].replace('.', '/')}.py"
    return {
        node.attr
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) == "diagnosis"
        and node.attr in SEVERE
    }


def test_every_examination_has_a_section() -> None:
    """And no section is left of one that is gone."""
    sections = re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE)

    assert sorted(sections) == sorted(examinations.NAMES)


def test_every_severity_of_an_examination_is_explained() -> None:
    """A finding that can come has its line, with how bad it is."""
    parts = re.split(r"^### `(\w+)`$|^## .*$", PAGE, flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    missing = {
        (name, severity)
        for name in examinations.NAMES
        for severity in _severities(name)
        if not re.search(rf"\((?:[^()]*\b)?{severity}\b", told[name])
    }

    assert missing == set()
