"""A world's own facts in `world.json`: its ports and tokens, chosen once and kept."""

import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from bot import errors

SITES = ("github", "pypi", "testpypi", "chat")
FILE = "world.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a restarted world finds again. `instance` names the process that wrote it."""

    instance: str
    pid: int
    ports: Mapping[str, int]
    tokens: Mapping[str, str]


def new_tokens() -> dict[str, str]:
    """Fresh tokens that look like the real ones."""
    return {
        "github": f"ghs_{secrets.token_hex(20)}",
        "pypi": f"pypi-{secrets.token_urlsafe(40)}",
        "testpypi": f"pypi-{secrets.token_urlsafe(40)}",
    }


def read_state(folder: Path) -> State | None:
    """What the last process of this world wrote, None where none has ever run."""
    try:
        return State(**json.loads((folder / FILE).read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        raise errors.BadConfiguration(
            f"{folder / FILE} is not the file of a local world.",
            "Choose another folder, or remove this one to start anew.",
        ) from None


def write_state(folder: Path, state: State) -> None:
    """Replace the file at once; only its owner may read the tokens."""
    write_whole(folder / FILE, json.dumps(asdict(state), indent=2))


def write_whole(path: Path, text: str) -> None:
    """Write a 0600 file that is either the old one or the new one at any instant."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(temporary).replace(path)
