"""Enabling: one line more in the operator's file, and every other byte as it was."""

import difflib
import tomllib

import pytest

from bot import errors
from bot.settings import enabling

REST = """\
# a file of somebody's own
[bot]   # here
data_dir='x'
"""
BEGUN = """\
[projects.a]  # the project
repository = "x/y"   # keep
package    = "y"
#enabled = false

# About who approves.
#[projects.a.policy]

[projects.a.targets]
"""


def added(before: str, after: str) -> list[str]:
    """The lines that are new, and those that are gone."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (f"{REST}{BEGUN}", ["+ enabled = true\n"]),
        (f"{BEGUN}{REST}", ["+ enabled = true\n"]),
        (f'{REST}[projects.a]\nrepository = "x/y"\n', ["+ enabled = true\n"]),
        (
            "[projects.a]\nenabled   =  false # because\nx = 1\n",
            ["- enabled   =  false # because\n", "+ enabled   =  true # because\n"],
        ),
        ("[projects.a]\r\nx = 1\r\n[bot]\r\n", ["+ enabled = true\r\n"]),
        ("[projects]\na.x = 1\na.y = 2\n", ["+ a.enabled = true\n"]),
        (
            "[projects.a.policy]\nz = 1\n[projects.a]\nx = 1\n\n# next\n[bot]\n",
            ["+ enabled = true\n"],
        ),
    ],
    ids=["begun", "first", "plain", "false", "CRLF", "dotted", "out of order"],
)
def test_only_one_line_changes(text: str, change: list[str]) -> None:
    """Comments, blanks and the ends of lines stay; the value is set."""
    changed = enabling.enabled_text(text, "a")

    assert added(text, changed) == change
    assert tomllib.loads(changed)["projects"]["a"]["enabled"] is True


def test_the_line_stands_beside_the_other_keys() -> None:
    """Not behind the comments on what follows."""
    lines = enabling.enabled_text(BEGUN, "a").splitlines()

    assert lines[lines.index('package    = "y"') + 1] == "enabled = true"


@pytest.mark.parametrize(
    "text",
    [
        "projects = { a = { x = 1 } }\n",
        '[projects]\na = { x = 1, y = "z" } # c\n',
        "[projects.a]\nx = 1",
    ],
)
def test_other_ways_to_write_a_table_are_read_as_before(text: str) -> None:
    """Inline, and without an end of the last line."""
    changed = tomllib.loads(enabling.enabled_text(text, "a"))
    expected = tomllib.loads(text)
    expected["projects"]["a"]["enabled"] = True

    assert changed == expected


def test_what_is_true_stays_as_it_is() -> None:
    """Byte for byte."""
    text = f"{REST}[projects.a]\nenabled =   true\n"

    assert enabling.enabled_text(text, "a") == text


def test_a_change_that_would_change_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the library makes of an odd file, the operator's words are not lost."""
    monkeypatch.setattr("tomlkit.dumps", lambda _document: "[projects.a]\nenabled = true\n")

    with pytest.raises(errors.BadConfiguration, match="added safely"):
        enabling.enabled_text(f"{REST}{BEGUN}", "a")
