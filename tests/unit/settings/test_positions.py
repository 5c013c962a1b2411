"""Positions: the line of a key, however its table is written."""

import pytest

from bot.settings import positions

TEXT = """\
a.b = 1
"c.d" = { e = 2 }
[t]
[t.u]
list = [
  { k = 1 },
]
[[r]]
x = 1
[[r]]  # second
x = 2
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("a", "b"), 1),
        (("c.d", "e"), 2),
        (("t",), 3),
        (("t", "u", "list", 0, "k"), 5),
        (("r", 0, "x"), 9),
        (("r", 1, "x"), 11),
        (("r", 1, "missing"), 10),
        (("nowhere",), None),
        ((), None),
    ],
)
def test_the_nearest_written_key_is_found(where: positions.Where, line: int | None) -> None:
    """A key in an inline table has its outer key's line; an unknown one has none."""
    assert positions.line_of(TEXT, where) == line


@pytest.mark.parametrize(("index", "place"), [(0, (1, 1)), (6, (1, 7)), (8, (2, 1)), (12, (2, 5))])
def test_a_character_has_a_line_and_a_column(index: int, place: tuple[int, int]) -> None:
    """Both count from 1, as editors do."""
    assert positions.line_and_column(TEXT, index) == place


@pytest.mark.parametrize(
    ("line", "name"), [(1, "a.b"), (2, '"c.d"'), (4, "t.u"), (8, "r"), (7, "A key")]
)
def test_what_is_written_on_a_line_has_a_name(line: int, name: str) -> None:
    """The key or table as it is written there."""
    assert positions.name_on(TEXT, line) == name
