"""A value against one definition of Slack's types, told in sentences that name the place."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import jsonschema_rs

from tests.official.slack import schemas

LONGEST = 160
SHOWN = 40  # characters of what is wrong; why it is stands at the end


def problems(definition: str, value: object) -> list[str]:
    """What is wrong with the value; of a choice between shapes, what the nearest one misses."""
    return list(_told(_validator(definition).iter_errors(value)))


@functools.cache
def block_definitions() -> dict[str, str]:
    """The definition of each kind of block, by its `type`."""
    listed = schemas.definitions()["KnownBlock"]["anyOf"]
    names = [each["$ref"].rpartition("/")[2] for each in listed]
    return {_type_of(schemas.definitions()[name]): name for name in names}


@functools.cache
def _validator(definition: str) -> Any:  # noqa: ANN401  # the library's own
    found = schemas.definitions()
    needed, waiting = {definition}, [definition]
    while waiting:
        for name in _references(found[waiting.pop()]):
            if name not in needed:
                needed.add(name)
                waiting.append(name)
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$ref": f"#/definitions/{definition}",
        "definitions": {name: found[name] for name in needed},
    }
    return jsonschema_rs.validator_for(schema)


def _type_of(schema: dict[str, Any]) -> str:
    """The `type` of a block, the same in each of its shapes."""
    shape = schema["anyOf"][0] if "anyOf" in schema else schema
    return str(shape["properties"]["type"]["const"])


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _told(errors: Iterable[Any]) -> Iterator[str]:
    for error in errors:
        shapes = [list(shape) for shape in getattr(error.kind, "context", ()) if shape]
        if shapes:
            depth = len(error.instance_path)
            distances = [_distance(shape, depth) for shape in shapes]
            yield from _told(shapes[distances.index(min(distances))])
        else:
            place = "/".join(map(str, error.instance_path))
            message = str(error.message)
            if len(message) > LONGEST:
                message = f"{message[:SHOWN]} … {message[SHOWN - LONGEST :]}"
            yield f"/{place}: {message}"


def _distance(shape: Sequence[Any], depth: int) -> tuple[bool, int]:
    """How far a value is from a shape: one of another `type` is farther than any other."""
    return any(_is_other(error, depth) for error in shape), len(shape)


def _is_other(error: Any, depth: int) -> bool:  # noqa: ANN401  # the library's own
    """Whether the value itself, `depth` steps into the whole, is of another kind than the shape."""
    inside = error.instance_path[depth:]
    if error.kind.name in ("const", "enum"):
        return bool(inside == ["type"])
    return error.kind.name == "type" and not inside
