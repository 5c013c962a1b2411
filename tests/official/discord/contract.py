"""Discord's contract: JSON Schemas made of the types that are published for its clients.

They are made once for a version and kept; a payload that a schema refuses is a fault of our local
Discord, as a client would not get it from the real one.
"""

import functools
import hashlib
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema_rs

from bot.rehearsal.discord.record import Sent
from tests.official import npm
from tests.official.discord import payloads

PACKAGES = (
    "discord-api-types@0.38.57",
    "ts-json-schema-generator@2.10.0",
    "typescript@5.9.3",
)
ENTRY = f'export type {{ {", ".join(payloads.TYPES)} }} from "discord-api-types/v10";\n' + "".join(
    f'export type {name} = import("discord-api-types/v10").{meaning};\n'
    for name, meaning in payloads.OWN.items()
)
OPTIONS = {
    "compilerOptions": {
        "module": "nodenext",
        "moduleResolution": "nodenext",
        "target": "es2022",
        "strict": True,
    },
    "files": ["entry.ts"],
}
SECONDS = 300
_PROSE = ("description", "deprecated", "unstable")
FIRST_REFUSAL = 400


def problems(sent: Iterable[Sent]) -> list[str]:
    """What is wrong with payloads that went to a client: nothing, if all is well."""
    return [f"{each.what}: {said}" for each in sent for said in _problems(each)]


def _problems(sent: Sent) -> list[str]:
    if isinstance(sent.payload, dict) and "op" in sent.payload:
        return _gateway_problems(sent.payload)
    route, _, status = sent.what.rpartition(" ")
    if int(status) >= FIRST_REFUSAL:
        return _refused(jsonschema_rs.Draft7Validator(payloads.REFUSAL), sent.payload)
    name = payloads.ANSWERS.get(route)
    return [f"no type describes {route}"] if name is None else refused(name, sent.payload)


def _gateway_problems(payload: dict[str, Any]) -> list[str]:
    if payload["op"]:
        name = payloads.OPERATIONS.get(payload["op"])
        return ["an unknown operation"] if name is None else refused(name, payload)
    wrong = _refused(jsonschema_rs.Draft7Validator(payloads.EVENT), payload)
    if payload["t"] == "RESUMED":
        return wrong + _refused(jsonschema_rs.Draft7Validator(payloads.EMPTY), payload["d"])
    name = payloads.EVENTS.get(payload["t"])
    return wrong + (["an unknown event"] if name is None else refused(name, payload["d"]))


def refused(name: str, payload: object) -> list[str]:
    """What the type of this name says against a payload."""
    return _refused(_validator(name), payload)


def _refused(validator: jsonschema_rs.Draft7Validator, payload: object) -> list[str]:
    return [line for error in validator.iter_errors(payload) for line in _told(error)]


def _told(error: jsonschema_rs.ValidationError) -> list[str]:
    """What is wrong; of several types that were possible, the one that comes nearest tells."""
    branches = getattr(error.kind, "context", None)
    if branches:
        return min(([line for each in b for line in _told(each)] for b in branches), key=len)
    return [f"/{'/'.join(map(str, error.instance_path))}: {error.message[:200]}"]


@functools.cache
def _validator(name: str) -> jsonschema_rs.Draft7Validator:
    made = _schemas()
    return jsonschema_rs.Draft7Validator(
        {"$ref": f"#/definitions/{made['names'][name]}", "definitions": made["definitions"]}
    )


@functools.cache
def _schemas() -> dict[str, Any]:
    """The schemas, made now if this machine has none of this version yet."""
    key = hashlib.sha256("\n".join([*PACKAGES, ENTRY, Path(__file__).read_text()]).encode())
    kept = npm.cache() / f"discord-{key.hexdigest()[:16]}.json"
    with npm.alone(kept):
        if not kept.exists():
            made = _readable(json.loads(_generated()))
            fresh = kept.with_suffix(".new")
            fresh.write_text(json.dumps(made))
            fresh.rename(kept)
    content: dict[str, Any] = json.loads(kept.read_text())
    return content


def _generated() -> str:
    folder = npm.installed(*PACKAGES).parent
    (folder / "entry.ts").write_text(ENTRY)
    (folder / "tsconfig.json").write_text(json.dumps(OPTIONS))
    program = folder / "node_modules/ts-json-schema-generator/bin/ts-json-schema-generator.js"
    command = ["node", str(program), "-p", "entry.ts", "-f", "tsconfig.json", "-t", "*"]
    command += ["--no-type-check", "--no-ref-encode"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        raise AssertionError(f"The schemas could not be made:\n{done.stderr}")
    return done.stdout


def _readable(generated: dict[str, Any]) -> dict[str, Any]:
    """The same with plain names, as a type's own holds signs that no reference may hold."""
    names = {name: f"d{place}" for place, name in enumerate(generated["definitions"])}
    definitions = {names[n]: _renamed(d, names) for n, d in generated["definitions"].items()}
    definitions[names["Snowflake"]] = {"type": "string", "pattern": "^[1-9][0-9]{0,19}$"}
    for name, short in names.items():
        if name.endswith("Flags"):  # the type lists the bits, of which there may be several
            definitions[short] = {"type": "integer", "minimum": 0}
    definitions[names["Permissions"]] = {"type": "string", "pattern": "^[0-9]+$"}
    return {"names": names, "definitions": definitions}


def _renamed(part: Any, names: dict[str, str]) -> Any:  # noqa: ANN401  # JSON of any form
    if isinstance(part, list):
        return [_renamed(each, names) for each in part]
    if not isinstance(part, dict):
        return part
    renamed = {
        name: _renamed(each, names)
        for name, each in part.items()
        if not (name in _PROSE and isinstance(each, str))
    }
    if isinstance(part.get("$ref"), str):
        renamed["$ref"] = f"#/definitions/{names[part['$ref'].removeprefix('#/definitions/')]}"
    return renamed
