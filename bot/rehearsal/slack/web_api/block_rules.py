"""What Slack itself refuses in messages and dialogs: too much, too long, of no known kind."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.rehearsal.slack.web_api.asking import Refused

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
FIELD = 2000  # characters in a field of a section
ALL_TEXT = 13_200  # over all blocks of a message; Slack documents no number
EVERYWHERE = frozenset({
    "actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section",
    "video",
})  # fmt: skip
ROOMY = EVERYWHERE | {"carousel", "container", "data_table", "data_visualization", "table"}
SURFACES: Mapping[str, frozenset[str]] = {  # which blocks may stand where
    "message": ROOMY | {"context_actions", "file", "markdown", "plan", "task_card"},
    "home": ROOMY,
    "modal": EVERYWHERE | {"alert"},
}
LONGEST: Mapping[tuple[str, str], int] = {  # (type, key of a text): most characters
    ("section", "text"): 3000,
    ("header", "text"): 150,
    ("button", "text"): 75,
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("markdown", "text"): 12_000,
    ("alert", "text"): 200,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    ("modal", "private_metadata"): 3000,
    ("home", "private_metadata"): 3000,
    ("modal", "callback_id"): 255,
    ("plain_text_input", "initial_value"): 3000,
}
MOST: Mapping[tuple[str, str], int] = {  # (type, key of a list): most items
    ("section", "fields"): 10,
    ("context", "elements"): 10,
    ("actions", "elements"): 25,
    ("overflow", "options"): 5,
    ("static_select", "options"): 100,
    ("plan", "tasks"): 50,
    ("table", "rows"): 100,
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "header": ("text",), "actions": ("elements",), "context": ("elements",),
    "button": ("text",), "rich_text": ("elements",), "input": ("label", "element"),
    "plan": ("title",), "task_card": ("task_id", "title", "status"), "markdown": ("text",),
    "modal": ("title", "blocks"), "home": ("blocks",), "image": ("alt_text",),
}  # fmt: skip
STATUSES = frozenset({"pending", "in_progress", "complete", "error"})


def check_message(blocks: object) -> None:
    """Refuse blocks that no message may have."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    errors = _errors(blocks, MESSAGE_BLOCKS, SURFACES["message"], "/blocks")
    if errors:
        raise _refusal("invalid_blocks", errors)
    if sum(map(len, texts(blocks))) > ALL_TEXT:
        raise Refused("msg_blocks_too_long")


def check_view(view: object, kinds: Sequence[str]) -> dict[str, Any]:
    """The view, or a refusal; `kinds` are those that the method takes."""
    if not isinstance(view, dict) or view.get("type") not in kinds:
        raise _refusal("invalid_arguments", ["invalid view type [json-pointer:/view/type]"])
    blocks = view.get("blocks")
    errors = list(_of_element(view, "/view"))
    if not isinstance(blocks, list):
        raise _refusal("invalid_arguments", errors or ["missing required field: blocks"])
    errors += _errors(blocks, VIEW_BLOCKS, SURFACES[view["type"]], "/view/blocks")
    has_input = any(block.get("type") == "input" for block in blocks)
    if view["type"] == "modal" and has_input and not view.get("submit"):
        errors.append("submit is required when an input block is present [json-pointer:/view]")
    if errors:
        raise _refusal("invalid_arguments", errors)
    return view


def texts(value: object) -> Iterator[str]:
    """Every text that a person reads in there."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("text", "title") and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def _errors(
    blocks: list[dict[str, Any]], most: int, kinds: frozenset[str], place: str
) -> list[str]:
    errors = []
    if len(blocks) > most:
        errors.append(f"no more than {most} items allowed [json-pointer:{place}]")
    for number, block in enumerate(blocks):
        if block.get("type") not in kinds:
            errors.append(f"unsupported type: {block.get('type')} [json-pointer:{place}/{number}]")
        errors += _deep(block, f"{place}/{number}")
    for name in ("block_id", "action_id"):
        counted = Counter(_ids(blocks, name))
        errors += [f"{name} `{key}` already exists" for key, times in counted.items() if times > 1]
    return errors


def _deep(value: object, place: str) -> Iterator[str]:
    """The errors of a block and of everything in it."""
    if isinstance(value, dict):
        yield from _of_element(value, place)
        for name, inner in value.items():
            yield from _deep(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _deep(inner, f"{place}/{number}")


def _of_element(element: Mapping[str, Any], place: str) -> Iterator[str]:
    kind = element.get("type")
    for name in NEEDED.get(str(kind), ()):
        if not element.get(name) and element.get(name) != []:
            yield f"missing required field: {name} [json-pointer:{place}]"
    for name, value in element.items():
        longest = LONGEST.get((str(kind), name), 255 if name in ("block_id", "action_id") else 0)
        text = value.get("text") if isinstance(value, dict) else value
        if longest and isinstance(text, str) and len(text) > longest:
            yield f"must be less than {longest + 1} characters [json-pointer:{place}/{name}]"
        most = MOST.get((str(kind), name))
        if most and isinstance(value, list) and not 1 <= len(value) <= most:
            yield f"between 1 and {most} items allowed [json-pointer:{place}/{name}]"
    if kind == "section":
        yield from _of_section(element, place)
    if kind == "task_card" and element.get("status") not in STATUSES:
        yield f"invalid status [json-pointer:{place}/status]"


def _of_section(section: Mapping[str, Any], place: str) -> Iterator[str]:
    fields = section.get("fields") or []
    if not section.get("text") and not fields:
        yield f"missing required field: text or fields [json-pointer:{place}]"
    for number, field in enumerate(fields):
        if len(str(field.get("text", ""))) > FIELD:
            yield f"must be less than {FIELD + 1} characters [json-pointer:{place}/fields/{number}]"


def _ids(value: object, name: str) -> Iterator[str]:
    """The ids of that name; an action id counts with its block, as it may repeat in others."""
    blocks = value if isinstance(value, list) else []
    for number, block in enumerate(blocks):
        if name == "block_id" and block.get(name):
            yield str(block[name])
        if name == "action_id":
            yield from (f"{number}/{found}" for found in _action_ids(block))


def _action_ids(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("action_id"), str):
            yield value["action_id"]
        for inner in value.values():
            yield from _action_ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _action_ids(inner)


def _refusal(error: str, errors: list[str]) -> Refused:
    messages = [f"[ERROR] {each}" for each in errors]
    return Refused(error, errors=errors, response_metadata={"messages": messages})
