"""The key of the pages: made once for each data folder, so that an open page outlives a restart."""

import os
import secrets
from pathlib import Path

FILE = "web.key"
BYTES = 24


def kept_key(folder: Path) -> str:
    """The folder's key, made where there is none; only the bot's user can read it."""
    path = folder / FILE
    if not path.exists():
        partial = path.with_suffix(".partial")  # a kill in between never leaves an empty key
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(BYTES))
        partial.replace(path)
    return path.read_text(encoding="ascii")
