"""Rules for blocks that types cannot say: counts, ids, places, totals, what belongs together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.official.slack import checking

Blocks = Sequence[Mapping[str, Any]]
MOST = {"message": 50, "modal": 100, "home": 100}
ALL_TEXT, ALL_MARKDOWN = 13_200, 12_000  # characters over all blocks of a message
EVERYWHERE = {
    "actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section",
    "video",
}  # fmt: skip
ROOMY = EVERYWHERE | {"carousel", "container", "data_table", "table"}
SURFACES = {
    "message": ROOMY | {"context_actions", "file", "markdown", "plan", "task_card"},
    "home": ROOMY,
    "modal": EVERYWHERE | {"alert"},
}


def block_problems(blocks: Blocks, surface: str, *, needs_text: bool = True) -> list[str]:
    """Everything that is wrong with the blocks of a message, a modal or a home tab."""
    found = [*_counted(blocks, surface), *_repeated(blocks)]
    for number, block in enumerate(blocks):
        kind = str(block.get("type"))
        if kind not in checking.block_definitions():
            found.append(f"/{number}: there is no block of type {kind!r}")
            continue
        if kind not in SURFACES[surface]:
            found.append(f"/{number}: a {kind} block has no place in a {surface}")
        told = checking.problems(checking.block_definitions()[kind], block)
        found += [f"/{number} ({kind}){problem}" for problem in told]
        found += [f"/{number} ({kind}): {problem}" for problem in _of_kind(block)]
    if surface == "message" and needs_text:
        found += _too_long(blocks)
    return found


def view_problems(view: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a view as an app sends it."""
    kind = str(view.get("type"))
    if kind not in ("modal", "home"):
        return [f"a view is a modal or a home, not {kind!r}"]
    found = checking.problems("ModalView" if kind == "modal" else "HomeView", view)
    blocks = view.get("blocks", ())
    found += block_problems(blocks, kind)
    has_input = any(block.get("type") == "input" for block in blocks)
    if kind == "modal" and has_input and not view.get("submit"):
        found.append("a modal with an input block needs `submit`")
    return found


def texts(value: object) -> Iterator[str]:
    """Every text in there that a person reads."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in ("text", "title") and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def _counted(blocks: Blocks, surface: str) -> Iterator[str]:
    if len(blocks) > MOST[surface]:
        yield f"{len(blocks)} blocks are more than the {MOST[surface]} of a {surface}"
    kinds = Counter(str(block.get("type")) for block in blocks)
    if kinds["plan"] and kinds["task_card"]:
        yield "a message has a plan or single task cards, not both"
    if kinds["plan"] > 1:
        yield "a message has one plan"


def _repeated(blocks: Blocks) -> Iterator[str]:
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    yield from (
        f"block_id {name!r} comes {times} times" for name, times in ids.items() if times > 1
    )
    for number, block in enumerate(blocks):
        actions = Counter(_action_ids(block))
        repeated = [name for name, times in actions.items() if times > 1]
        yield from (f"/{number}: action_id {name!r} is not unique" for name in repeated)


def _of_kind(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind == "section" and not block.get("text") and not block.get("fields"):
        yield "a section needs a text or fields"
    if kind == "task_card" and block.get("status") == "pending":
        yield "only a task of a plan may be pending"
    if kind == "plan":
        ids = Counter(task.get("task_id") for task in block.get("tasks") or ())
        yield from (f"task_id {name!r} is not unique" for name, times in ids.items() if times > 1)
    for text in texts(block):
        if not text:
            yield "an empty text"


def _too_long(blocks: Blocks) -> Iterator[str]:
    total = sum(map(len, texts(list(blocks))))
    if total > ALL_TEXT:
        yield f"{total} characters over all blocks are more than {ALL_TEXT}"
    markdown = sum(len(block["text"]) for block in blocks if block.get("type") == "markdown")
    if markdown > ALL_MARKDOWN:
        yield f"{markdown} characters of markdown are more than {ALL_MARKDOWN}"


def _action_ids(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("action_id"), str):
            yield value["action_id"]
        for inner in value.values():
            yield from _action_ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _action_ids(inner)
