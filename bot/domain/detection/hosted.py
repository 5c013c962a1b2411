"""Hosted: which repository of GitHub, or of a GitHub Enterprise Server, an address names."""

import re
from dataclasses import dataclass

from bot import errors
from bot.domain import foreign_text

PUBLIC = "github.com"
_ADDRESS = re.compile(
    r"(?:(?:https://|ssh://git@|git@)?(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?)[:/])?"
    r"(?P<name>[A-Za-z0-9_][\w.-]*/[A-Za-z0-9_][\w.-]*?)(?:\.git)?/?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Hosted:
    """A repository's name and, where it is not the public GitHub, the address of its API."""

    name: str  # "owner/name"
    api_url: str = ""


def parse_hosted(text: str) -> Hosted:
    """Read OWNER/NAME or an address. Raises `BadInput` for anything else."""
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        raise errors.BadInput(
            f"“{foreign_text.printable(text)}” names no repository of GitHub.",
            "Write it like octocat/hello-world or https://github.com/octocat/hello-world.",
        )
    host = (match["host"] or PUBLIC).lower()
    is_public = host in (PUBLIC, f"www.{PUBLIC}")
    return Hosted(match["name"], "" if is_public else f"https://{host}/api/v3")
