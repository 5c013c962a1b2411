"""Runs foreign commands without a sandbox, for people who trust the repository as themselves."""

import tempfile
from pathlib import Path

from bot import errors
from bot.adapters.builder.sandbox import supervision
from bot.adapters.builder.sandbox.commands import SURROUNDINGS, Command
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.sandbox.supervision import Outcome
from bot.domain.records.ledger import LeftOut


class TrustedRunner:
    """A `Runner` with an empty environment and limits, but with this machine's files and network.

    The command runs as the same user, so it can read what that user can read, the memory of this
    process included: secrets must not be there.
    """

    def __init__(self, *, trust_this_repository: bool = False) -> None:
        """Refuse unless someone said in so many words that the repository is trusted."""
        if not trust_this_repository:
            raise errors.Refused(
                "Without a sandbox, the repository's code could do all that you can do.",
                "Install bubblewrap, or say --trust-this-repository.",
                reason="no_sandbox",
            )

    def place(self, outside: Path, inside: str) -> str:  # noqa: ARG002 - the role's signature
        """The real path: there is no other tree."""
        return str(outside)

    async def run(self, command: Command, limits: Limits) -> Outcome:
        """Run the command with a home folder of its own."""
        with tempfile.TemporaryDirectory(prefix="releasebot-home-") as home:
            watched = [mount.outside for mount in command.mounts if mount.writable]
            return await supervision.run(
                command.argv,
                limits,
                [*watched, Path(home)],
                environment={**SURROUNDINGS, "HOME": home, "TMPDIR": home, **command.environment},
                folder=command.folder,
            )

    async def probe(self, python: Path) -> LeftOut | None:  # noqa: ARG002 - the role's signature
        """It always works."""
        return None
