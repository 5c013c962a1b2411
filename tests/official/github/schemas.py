"""OpenAPI 3.0's schemas as JSON Schema, and the keys that a schema knows of.

Two habits of the official schemas need care: `nullable` is no word of JSON Schema, and the
branches of many a `oneOf` overlap, so that it has to be read as `anyOf`.
"""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

Schema = Mapping[str, Any]
DEEPEST = 12
_EMAIL = ("format", "email")  # GitHub's own addresses, `x[bot]@…`, are none by that format


def as_json_schema(value: Any) -> Any:  # noqa: ANN401  # any part of a schema
    """The same schema in JSON Schema's words."""
    if isinstance(value, list):
        return [as_json_schema(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {
        "anyOf" if key == "oneOf" and isinstance(each, list) else key: as_json_schema(each)
        for key, each in value.items()
        if (key, each) != _EMAIL
    }
    if made.get("nullable") is True:
        del made["nullable"]
        return _or_null(made)
    return made


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


class Schemas:
    """The schemas of a description, ready to measure values with."""

    def __init__(self, components: Mapping[str, Any]) -> None:
        """Translate the components once."""
        self._components = as_json_schema(dict(components))
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    def problems(self, name: str, schema: Schema, value: object) -> list[str]:
        """What is wrong with the value; `name` stands for the schema from then on."""
        if name not in self._validators:
            whole = {**as_json_schema(schema), "components": self._components}
            self._validators[name] = jsonschema_rs.Draft202012Validator(
                whole, validate_formats=True
            )
        found = self._validators[name].iter_errors(value)
        return [
            f"{'.'.join(map(str, each.instance_path)) or 'it'}: {_short(each.message)}"
            for each in found
        ]

    def unknown_keys(self, schema: Schema, value: object, place: str = "") -> list[str]:
        """The keys of the value that the schema does not name, although it lists its own."""
        if isinstance(value, list):
            items = [branch["items"] for branch in self._branches(schema) if "items" in branch]
            listed = {"anyOf": items}
            found = [self.unknown_keys(listed, each, f"{place}[].") for each in value if items]
            return [key for keys in found for key in keys]
        if not isinstance(value, dict):
            return []
        branches = [b for b in self._branches(schema) if "properties" in b or _is_open(b)]
        if not branches or any(_is_open(branch) for branch in branches):
            return []
        unknown = []
        for key, each in value.items():
            below = [b["properties"][key] for b in branches if key in b["properties"]]
            if not below:
                unknown.append(f"{place}{key}")
            else:
                unknown += self.unknown_keys({"anyOf": below}, each, f"{place}{key}.")
        return unknown

    def _branches(self, schema: Schema, depth: int = 0) -> list[Schema]:
        """The schema and all that it is made of."""
        if depth > DEEPEST:
            return []
        if "$ref" in schema:
            _, _, group, name = schema["$ref"].split("/")
            return self._branches(self._components[group][name], depth + 1)
        parts = [p for word in ("allOf", "anyOf", "oneOf") for p in schema.get(word, ())]
        return [schema, *(b for part in parts for b in self._branches(part, depth + 1))]


def _is_open(schema: Schema) -> bool:
    """Whether the schema says itself that other keys may be there."""
    return schema.get("additionalProperties", False) is not False


def _short(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:140]} … {message[-140:]}"
