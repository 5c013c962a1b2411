"""Slack's types as JSON Schema: made once from what Slack publishes for Node, then kept."""

import functools
import hashlib
import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.official import npm
from tests.official.slack import refining

PACKAGES = (
    "@slack/bolt@5.1.0",
    "@slack/types@3.2.0",
    "@slack/web-api@8.2.0",
    "ts-json-schema-generator@2.10.0",
    "typescript@5.9.3",
)
ENTRY = Path(__file__).with_name("entry.ts")
COMPILER = {
    "compilerOptions": {
        "target": "ES2022",
        "module": "NodeNext",
        "moduleResolution": "NodeNext",
        "strict": True,
        "skipLibCheck": True,
        "types": ["node"],
    },
    "files": ["entry.ts"],
}
ALL_NAMES = "*"
SECONDS = 300
Definitions = dict[str, Any]


@functools.cache
def definitions() -> Definitions:
    """Every definition by its name, with lengths and the rules that types cannot say."""
    return refining.refined(_published())


def _published() -> Definitions:
    """The definitions as Slack's types say them."""
    known = hashlib.sha256("\n".join((*PACKAGES, ENTRY.read_text())).encode()).hexdigest()[:16]
    kept = npm.cache() / f"slack-{known}.json"
    modules = npm.installed(*PACKAGES)
    with npm.alone(kept):
        if not kept.exists():
            made = kept.with_suffix(".new")
            made.write_text(json.dumps(_named_plainly(_generate(modules))))
            made.rename(kept)
    found: Definitions = json.loads(kept.read_text())
    return found


def _generate(modules: Path) -> str:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "entry.ts").write_text(ENTRY.read_text())
        (folder / "tsconfig.json").write_text(json.dumps(COMPILER))
        (folder / "node_modules").symlink_to(modules)
        command = [str(modules / ".bin" / "ts-json-schema-generator"), "--path", "entry.ts"]
        command += ["--tsconfig", "tsconfig.json", "--type", ALL_NAMES, "--no-type-check"]
        command += ["--no-ref-encode"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    assert done.returncode == 0, f"Slack's types did not become schemas:\n{done.stderr}"
    return done.stdout


def _named_plainly(text: str) -> Definitions:
    """The definitions under names that a reference can hold."""
    found: Definitions = json.loads(text)["definitions"]
    plain = {name: re.sub(r"\W+", "_", name) for name in found}

    def renamed(value: object) -> object:
        if isinstance(value, dict):
            named = {key: renamed(inner) for key, inner in value.items()}
            if isinstance(value.get("$ref"), str):
                wanted = value["$ref"].removeprefix("#/definitions/")
                named["$ref"] = f"#/definitions/{plain[wanted]}"
            return named
        return [renamed(inner) for inner in value] if isinstance(value, list) else value

    return {plain[name]: renamed(schema) for name, schema in found.items()}
