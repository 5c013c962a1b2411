"""GitHub's official description, cut down to what the bot uses, and kept for the next run.

The whole one has 13 MB. What stays: the operations, everything that they refer to, and the bare
paths of all other operations, so that an open parameter such as `{branch}` does not swallow what
stands behind it in another path.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from tests.official import npm
from tests.official.github.operations import OPERATIONS

PACKAGE = "@octokit/openapi@23.0.2"
FORM = "4"  # of the trimmed file; another form is another file
METHODS = ("get", "post", "put", "patch", "delete")
# An older form of the operation with `{basehead}`, which has the same address.
_TWIN = "repos/compare-commits"
_PROSE = {"description", "summary", "example", "examples", "externalDocs", "tags"}

Description = dict[str, Any]


@cache
def trimmed() -> Description:
    """The trimmed description: `paths`, `components` and `others`."""
    key = hashlib.sha256("\n".join([PACKAGE, FORM, *OPERATIONS]).encode()).hexdigest()[:16]
    place = npm.cache() / f"github-api-{key}.json"
    with npm.alone(place):
        if not place.exists():
            whole = npm.installed(PACKAGE) / "@octokit/openapi/generated/api.github.com.json"
            made = trim(json.loads(whole.read_bytes()), OPERATIONS)
            draft = place.with_suffix(".draft")
            draft.write_text(json.dumps(made), encoding="utf-8")
            draft.replace(place)
    found: Description = json.loads(place.read_bytes())
    return found


def trim(whole: Description, operations: Iterable[str]) -> Description:
    """Keep these operations; raises `LookupError` for one that the description does not know."""
    wanted = set(operations)
    paths: dict[str, dict[str, Any]] = {}
    others: dict[str, list[str]] = {}
    for path, method, operation in _operations(whole):
        if operation["operationId"] in wanted:
            wanted.discard(operation["operationId"])
            paths.setdefault(path, {})[method] = _without_prose(operation)
        elif operation["operationId"] != _TWIN:
            others.setdefault(path, _open_parameters(whole, operation))
    if wanted:
        raise LookupError(f"GitHub describes no operation {', '.join(sorted(wanted))}.")
    unused = {path: names for path, names in others.items() if path not in paths}
    components = reached(whole, paths)
    _mend(paths, components)
    return {"paths": paths, "components": components, "others": unused}


def _mend(paths: dict[str, Any], components: dict[str, Any]) -> None:
    """Correct what the prose says otherwise, or what nothing could ever fulfil."""
    schemas = components.get("schemas", {})
    if "release-asset" in schemas:  # an upload that was cut off
        schemas["release-asset"]["properties"]["state"]["enum"].append("starter")
    if "/app/installations" in paths:  # an account that is a person and an enterprise at once
        answer = paths["/app/installations"]["get"]["responses"]["200"]["content"]
        item = answer["application/json"]["schema"]["items"]
        item["properties"]["account"]["anyOf"] = item["properties"]["account"].pop("allOf")


def resolve(description: Description, value: Any) -> Any:  # noqa: ANN401  # any part of it
    """A part of the description, behind its `$ref` where it has one."""
    while isinstance(value, Mapping) and "$ref" in value:
        found: Any = description
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value


def parameters(description: Description, operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation, each behind its `$ref`."""
    return [resolve(description, each) for each in operation.get("parameters", ())]


def _operations(whole: Description) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in whole["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _open_parameters(whole: Description, operation: Mapping[str, Any]) -> list[str]:
    return [p["name"] for p in parameters(whole, operation) if p.get("x-multi-segment")]


def _without_prose(value: Any, *, names: bool = False) -> Any:  # noqa: ANN401  # any JSON
    """The value without texts for people; below `properties`, keys are names and all stay."""
    if isinstance(value, list):
        return [_without_prose(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_prose(each, names=key == "properties" and not names)
        for key, each in value.items()
        if names or key not in _PROSE
    }


def reached(whole: Description, paths: object) -> dict[str, dict[str, Any]]:
    """The components that the paths refer to, and those that these refer to."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(_references(paths))
    while waiting:
        _, _, group, name = waiting.pop().split("/")
        if name not in found.setdefault(group, {}):
            part = found[group][name] = _without_prose(whole["components"][group][name])
            waiting += _references(part)
    return found


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "$ref" and isinstance(each, str):
                yield each
            else:
                yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
