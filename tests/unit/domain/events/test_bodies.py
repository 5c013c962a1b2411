"""Bodies: read strictly, looked into without surprises."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain.events import bodies

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.binary())
def test_bytes_are_read_or_refused(body: bytes) -> None:
    """Nothing else comes of them."""
    try:
        found = bodies.read(body)
    except errors.BadInput:
        return
    assert isinstance(found, dict)


@given(st.dictionaries(st.text(), JSON))
def test_an_object_is_read_as_it_was_written(written: dict[str, Any]) -> None:
    """Strictness takes nothing away from what is in order."""
    assert bodies.read(json.dumps(written).encode()) == written


@given(JSON, st.lists(st.text(), max_size=4))
def test_a_look_finds_what_it_asks_for_or_nothing(body: Any, path: list[str]) -> None:  # noqa: ANN401  # any JSON
    """Whatever stands on the way."""
    assert isinstance(bodies.text(body, *path), str)
    assert isinstance(bodies.number(body, *path), int)
    assert isinstance(bodies.flag(body, *path), bool)
    assert isinstance(bodies.entries(body, *path), tuple)


@pytest.mark.parametrize("stated", [True, -1, 0, 2**53 + 1, 10**400, 1.5, "7", None, [7]])
def test_a_number_is_one_that_every_program_reads_alike(stated: object) -> None:
    """Anything else is no number of anything."""
    assert bodies.number({"id": stated}, "id") == 0
    assert bodies.number({"id": 7}, "id") == 7


def test_half_a_character_is_shown_by_its_number() -> None:
    """It could not be written anywhere."""
    body = bodies.read(b'{"title": "\\ud800 end"}')

    assert bodies.text(body, "title") == "\\ud800 end"
