"""Foreign commands as values: what is run, what it may see, and who can run it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot import errors
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.sandbox.supervision import Outcome
from bot.domain.records.ledger import LeftOut

SURROUNDINGS = {
    "HOME": "/tmp",  # noqa: S108 - the sandbox's own, empty one
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "USER": "nobody",
    "LOGNAME": "nobody",
}


@dataclass(frozen=True, slots=True)
class Mount:
    """A file or folder that a command may see at `inside`; may write if `writable`."""

    outside: Path
    inside: str
    writable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A foreign command: what to run, in which folder, and all that it may see."""

    argv: tuple[str, ...]
    folder: str
    mounts: tuple[Mount, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


class Runner(Protocol):
    """Runs a repository's own commands."""

    def place(self, outside: Path, inside: str) -> str:
        """The path under which a command sees `outside`; `inside` where it has its own tree."""
        ...

    async def run(self, command: Command, limits: Limits) -> Outcome:
        """Run it to its end or to its first limit; nothing of it is left afterwards."""
        ...

    async def probe(self, python: Path) -> LeftOut | None:
        """What keeps this runner from working here; None if it works."""
        ...


def mounts_of(python: Path) -> tuple[Mount, ...]:
    """What an interpreter needs to be seen: the folder that it was installed in, if not /usr."""
    prefix = python.parent.parent
    if prefix.is_relative_to("/usr"):
        return ()
    if Path.home().is_relative_to(prefix):
        raise errors.Failed(
            f"The interpreter {python} lies directly in a home folder, which no build may see.",
            "Use an interpreter that has a folder of its own.",
            reason="no_interpreter",
        )
    return (Mount(prefix, str(prefix)),)
