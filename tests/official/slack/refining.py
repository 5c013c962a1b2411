"""From types to a contract: lengths out of their comments, and what they are too loose about."""

import re
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
CHARACTERS = re.compile(r"max[^.]*?\b(\d[\d,]*) characters", re.IGNORECASE)
ITEMS = re.compile(
    r"max(?:imum)?,?(?: number of [\w ]+ is| of)?:? `?(\d+)`?(?! characters)", re.IGNORECASE
)
MOST_TASKS = 50
ANY_BLOCK = {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}}
# Numbers that no comment of the types says: (definition, property) → (keyword, number).
BY_HAND = {
    ("MarkdownBlock", "text"): ("maxLength", 12_000),
    ("ContextBlock", "elements"): ("maxItems", 10),
    ("ActionsBlock", "elements"): ("maxItems", 25),
    ("SectionBlock", "fields"): ("maxItems", 10),
    ("CardBlock", "actions"): ("maxItems", 3),
    ("PlanBlock", "tasks"): ("maxItems", MOST_TASKS),
    ("TableBlock", "rows"): ("maxItems", 100),
    ("ContainerBlock", "child_blocks"): ("maxItems", 10),
    ("CarouselBlock", "elements"): ("maxItems", 10),
    ("ModalView", "external_id"): ("maxLength", 255),
    ("PlainTextInput", "initial_value"): ("maxLength", 3000),
    ("PlainTextOption", "value"): ("maxLength", 150),  # the comment says 75, Slack takes 150
    ("MrkdwnOption", "value"): ("maxLength", 150),
}
TEXTS_BY_HAND = {("AlertBlock", "text"): 200}
# Lists that Slack refuses when they are empty.
NEVER_EMPTY = (("ActionsBlock", "elements"), ("ContextBlock", "elements"), ("PlanBlock", "tasks"))


def refined(found: dict[str, Schema]) -> dict[str, Schema]:
    """The definitions as a contract."""
    kept = {name: _loose_blocks_out(schema) for name, schema in found.items()}
    for schema in kept.values():
        for properties in _property_lists(schema):
            for name, inner in list(properties.items()):
                properties[name] = with_lengths(inner)
    for (definition, name), (keyword, number) in BY_HAND.items():
        kept[definition]["properties"][name][keyword] = number
    for (definition, name), most in TEXTS_BY_HAND.items():
        properties = kept[definition]["properties"]
        properties[name] = _text_up_to(properties[name], most)
    for definition, name in NEVER_EMPTY:
        kept[definition]["properties"][name]["minItems"] = 1
    _correct(kept)
    return kept


def with_lengths(schema: Schema) -> Schema:
    """The schema of a property, with the numbers that its description tells in words."""
    words = " ".join(str(schema.get("description", "")).split()).replace("`", "")
    length, items = CHARACTERS.search(words), ITEMS.search(words)
    lifted = dict(schema)
    if length:
        most = int(length[1].replace(",", ""))
        if schema.get("type") == "string":
            lifted["maxLength"] = most
        elif schema.get("type") == "array":
            lifted["items"] = _text_up_to(schema["items"], most)
        elif "$ref" in schema or "anyOf" in schema:
            lifted = _text_up_to(schema, most)
    if items and schema.get("type") == "array":
        lifted["maxItems"] = int(items[1])
    return lifted


def _text_up_to(schema: Schema, most: int) -> Schema:
    """A text object of at most so many characters."""
    return {"allOf": [schema, {"properties": {"text": {"maxLength": most}}}]}


def _property_lists(value: object) -> Iterator[dict[str, Schema]]:
    if isinstance(value, dict):
        properties = value.get("properties")
        if isinstance(properties, dict) and all(isinstance(p, dict) for p in properties.values()):
            yield properties
        for inner in value.values():
            yield from _property_lists(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _property_lists(inner)


def _loose_blocks_out(schema: Schema) -> Schema:
    """Lists of "any block": each block is checked against its own type's definition instead."""
    if schema.get("$ref") == "#/definitions/AnyBlock":
        return ANY_BLOCK
    references = {str(each.get("$ref")) for each in schema.get("anyOf", ())}
    if {"#/definitions/KnownBlock", "#/definitions/Block"} <= references:
        return ANY_BLOCK
    return {name: _each(inner) for name, inner in schema.items()}


def _each(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        return _loose_blocks_out(value)
    return [_each(inner) for inner in value] if isinstance(value, list) else value


def _correct(kept: dict[str, Schema]) -> None:
    """Where Slack's types and what Slack sends or takes are known to differ."""
    task = {"$ref": "#/definitions/TaskCardBlock"}  # the types take any record besides
    kept["PlanBlock"]["properties"]["tasks"]["items"] = task
    for name in ("BlockAction", "GlobalShortcut", "MessageShortcut", "ViewSubmitAction"):
        kept[name]["properties"]["enterprise"] = {"type": ["object", "null"]}
    kept["ViewClosedAction"]["properties"]["enterprise"] = {"type": ["object", "null"]}
    # A click in a view has no address to respond to.
    needed = kept["BlockAction"]["required"]
    kept["BlockAction"]["required"] = [name for name in needed if name != "response_url"]
    kept["RespondArguments"]["required"] = []  # the types join alternatives to one shape
    # A click tells the confirm dialog of the element; bolt's type is that of old attachments.
    dialogs = [kept["Confirmation"], {"$ref": "#/definitions/ConfirmationDialog"}]
    kept["Confirmation"] = {"anyOf": dialogs}
    # A view is told with the kind and the name of its user as well.
    for name in ("ViewSubmitAction", "ViewClosedAction"):
        kept[name]["properties"]["user"]["properties"]["username"] = {"type": "string"}
