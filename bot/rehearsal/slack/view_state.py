"""What stands in the fields of a dialog: at first, after a person filled them, after an update."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

State = dict[str, dict[str, dict[str, Any]]]
ONE = ("selected_option", "initial_option", None)
MANY: tuple[str, str, Any] = ("selected_options", "initial_options", [])
TEXT = ("value", "initial_value", None)
# The type of an element: where its state has the value, where it says the first one, and "empty".
FIELDS: Mapping[str, tuple[str, str, Any]] = {
    "plain_text_input": TEXT,
    "email_text_input": TEXT,
    "url_text_input": TEXT,
    "number_input": TEXT,
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ONE,
    "external_select": ONE,
    "radio_buttons": ONE,
    "multi_static_select": MANY,
    "multi_external_select": MANY,
    "checkboxes": MANY,
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
}


def elements(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every element that a person can use, with the id of its block."""
    for block in blocks:
        inner = [block.get("element"), block.get("accessory"), *block.get("elements", ())]
        inner += block.get("actions", ())
        for element in inner:
            if isinstance(element, dict) and "action_id" in element:
                yield block["block_id"], element
        nested = [*block.get("child_blocks", ()), *block.get("cards", ())]
        yield from elements(nested)


def first(blocks: Sequence[Mapping[str, Any]], before: State | None = None) -> State:
    """The fields as they stand when the blocks are shown; what was there before stays."""
    state: State = {}
    for block, element in elements(blocks):
        if element["type"] in FIELDS:
            key, initial, empty = FIELDS[element["type"]]
            fresh = _entry(element["type"], key, element.get(initial, empty))
            kept = (before or {}).get(block, {}).get(element["action_id"])
            same = kept is not None and kept["type"] == element["type"]
            state.setdefault(block, {})[element["action_id"]] = kept if kept and same else fresh
    return state


def filled(element: Mapping[str, Any], value: object) -> dict[str, Any]:
    """The state of an element after a person put this there: a text, or the value of an option."""
    kind = element["type"]
    key = FIELDS[kind][0]
    if key == "selected_option":
        return _entry(kind, key, None if value is None else option(element, str(value)))
    if key == "selected_options":
        values = value if isinstance(value, list) else [value]
        return _entry(kind, key, [option(element, str(each)) for each in values])
    return _entry(kind, key, value)


def option(element: Mapping[str, Any], value: str) -> dict[str, Any]:
    """The option of that value, which must be among those that the element offers."""
    offered = list(element.get("options", ()))
    for group in element.get("option_groups", ()):
        offered += group["options"]
    for each in offered:
        if each["value"] == value:
            return {"text": each["text"], "value": value}
    raise LookupError(f"{element['action_id']} offers {[each['value'] for each in offered]}")


def tells_typing(blocks: Sequence[Mapping[str, Any]], block_id: str) -> bool:
    """Whether the app is told of each character that is typed into this block."""
    block = next((each for each in blocks if each.get("block_id") == block_id), {})
    config = (block.get("element") or {}).get("dispatch_action_config") or {}
    asked = "on_character_entered" in config.get("trigger_actions_on", ())
    return bool(block.get("dispatch_action")) and asked


def missing(blocks: Sequence[Mapping[str, Any]], state: State) -> list[str]:
    """The blocks that must be filled in and are not: Slack does not let a person submit then."""
    empty = []
    for block in blocks:
        if block["type"] == "input" and not block.get("optional"):
            element = block["element"]
            entry = state.get(block["block_id"], {}).get(element["action_id"], {})
            if not entry.get(FIELDS[element["type"]][0]):
                empty.append(str(block["block_id"]))
    return empty


def _entry(kind: str, key: str, value: object) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": kind}
    if value is not None or key != "rich_text_value":
        entry[key] = value
    return entry
