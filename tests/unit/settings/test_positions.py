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
