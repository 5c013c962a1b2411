"""The page of the configuration's keys: both files, from the schemas that editors use."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.settings import schema
from docs.generate import markdown

Json = Mapping[str, Any]

INTRODUCTION = """# Configuration, key by key

Every key of both files with what may stand there. [Configuration](configuration.md) shows whole
files and explains what belongs together; `releasebot init --schema` prints it as JSON Schema."""

HEAD = ("key", "value", "if left out", "meaning")
FORMATS = {"uri": "address", "path": "path"}
SIMPLE = {"boolean": "`true` or `false`", "integer": "whole number", "number": "number"}


def page() -> str:
    """The whole page."""
    blocks = [INTRODUCTION]
    for file, name in schema.NAMES.items():
        whole = schema.json_schema(file)
        blocks.append(f"## {name}")
        blocks += [_section(*found) for found in _Tables(whole).sections()]
    return markdown.page(*blocks)


def _section(heading: str, about: str, rows: list[tuple[str, ...]]) -> str:
    said = [f"### {heading}", about] if heading else []
    return "\n\n".join([*said, markdown.table(HEAD, rows)])


class _Tables:
    """The tables of one file, each named after the first place where it stands."""

    def __init__(self, whole: Json) -> None:
        self._whole = whole
        self._names: dict[str, str] = {}
        self._name("", whole)

    def sections(self) -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
        """Heading, what it is for, and the rows of its keys."""
        yield "", "", self._rows(self._whole)
        for model, heading in self._names.items():
            found = self._whole["$defs"][model]
            about = str(found["description"]).rpartition("`: ")[2]
            yield heading, about[:1].upper() + about[1:], self._rows(found)

    def _name(self, place: str, table: Json) -> None:
        for key, value in table["properties"].items():
            named = _pattern(value) is not None
            inner = f"{place}.{key}{'.NAME' if named else ''}".removeprefix(".")
            model = _model(_pattern(value) or value.get("items") or value)
            if model and model not in self._names:
                self._names[model] = f"`[[{inner}]]`" if "items" in value else f"`[{inner}]`"
                self._name(inner, self._whole["$defs"][model])

    def _rows(self, table: Json) -> list[tuple[str, ...]]:
        required = table.get("required", ())
        return [
            (
                markdown.code(key),
                self._value(value),
                "an error" if key in required else _default(value),
                str(value.get("description", "")),
            )
            for key, value in table["properties"].items()
        ]

    def _value(self, value: Json) -> str:
        if model := _model(value):
            heading = self._names[model]
            return f"[{heading}](#{markdown.anchor(heading)})"
        if "anyOf" in value:
            return " or ".join(self._value(each) for each in value["anyOf"])
        if each := _pattern(value):
            return f"for each name: {self._value(each)}"
        if "items" in value:
            return f"list of: {self._value(value['items'])}"
        return _simple(value)


def _model(value: Json) -> str:
    return str(value.get("$ref", "")).rpartition("/")[2]


def _pattern(value: Json) -> Json | None:
    """What stands below each name, where the names are free."""
    found = list(value.get("patternProperties", {}).values())
    return found[0] if found else None


def _simple(value: Json) -> str:
    if "enum" in value or "const" in value:
        allowed = value.get("enum", [value.get("const")])
        return " or ".join(markdown.code(_toml(each)) for each in allowed)
    kind = FORMATS.get(str(value.get("format"))) or SIMPLE.get(str(value.get("type")), "text")
    examples = [markdown.code(_toml(each)) for each in value.get("examples", ())]
    return f"{kind}, like {examples[0]}" if examples else kind


def _default(value: Json) -> str:
    return markdown.code(_toml(value["default"])) if "default" in value else ""


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    return f"'{value}'" if '"' in value else f'"{value}"'
