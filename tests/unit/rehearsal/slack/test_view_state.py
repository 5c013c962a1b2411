"""What stands in the fields of a dialog."""

from typing import Any

import pytest

from bot.rehearsal.slack import view_state

CHOICE = {
    "type": "static_select",
    "action_id": "risk",
    "option_groups": [
        {"options": [{"text": {"type": "plain_text", "text": "Low"}, "value": "low"}]},
        {"options": [{"text": {"type": "plain_text", "text": "High"}, "value": "high"}]},
    ],
}


def _input(block: str, element: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "input", "block_id": block, "element": element} | more


TEXT = {"type": "plain_text_input", "action_id": "text", "initial_value": "first"}
BOXES = {"type": "checkboxes", "action_id": "boxes", "options": []}
BUTTON = {"type": "button", "action_id": "go"}
BLOCKS = [
    _input("a", TEXT),
    _input("b", CHOICE, optional=True),
    {"type": "actions", "block_id": "c", "elements": [BUTTON, BOXES]},
]


def test_fields_begin_with_what_the_app_put_there() -> None:
    """Or empty; a button has no state."""
    assert view_state.first(BLOCKS) == {
        "a": {"text": {"type": "plain_text_input", "value": "first"}},
        "b": {"risk": {"type": "static_select", "selected_option": None}},
        "c": {"boxes": {"type": "checkboxes", "selected_options": []}},
    }


def test_an_update_keeps_what_was_typed() -> None:
    """Where the field is still there, and of the same kind."""
    before: view_state.State = {
        "a": {"text": {"type": "plain_text_input", "value": "typed"}},
        "b": {"risk": {"type": "checkboxes", "selected_options": []}},
        "gone": {"text": {"type": "plain_text_input", "value": "lost"}},
    }

    state = view_state.first(BLOCKS, before)

    assert state["a"]["text"]["value"] == "typed"
    assert state["b"]["risk"] == {"type": "static_select", "selected_option": None}
    assert "gone" not in state


def test_an_option_is_one_of_those_offered() -> None:
    """Also of a group; what was never offered cannot be chosen."""
    assert view_state.filled(CHOICE, "high")["selected_option"]["value"] == "high"
    with pytest.raises(LookupError, match=r"\['low', 'high'\]"):
        view_state.filled(CHOICE, "extreme")


def test_what_must_be_filled_in() -> None:
    """Slack itself holds a dialog back until it is; an optional field may stay empty."""
    empty = view_state.first([_input("a", TEXT | {"initial_value": ""}), BLOCKS[1]])

    assert view_state.missing(BLOCKS[:2], empty) == ["a"]
    assert view_state.missing(BLOCKS[:2], view_state.first(BLOCKS)) == []
