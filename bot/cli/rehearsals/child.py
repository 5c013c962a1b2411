"""The child of a bot that serves: rehearses, and tells each change as a line of JSON on stdout.

`python -m bot.cli.rehearsals.child REPOSITORY BUMP LAND [trusted]`, in a folder of its own.
"""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import errors
from bot.cli.rehearsals import rehearsing
from bot.cli.rehearsals.preparing import Session

FOLDER = Path("runs")


def run(words: Sequence[str]) -> int:
    """Rehearse what these words say; returns the exit code."""
    repository, bump, land, *trusted = words
    session = Session(
        command=f"rehearse {bump}",
        folder=FOLDER,
        bump=bump,
        source=repository,
        auto=True,
        as_json=False,
        trusted=bool(trusted),
        land=land,
        lines=True,
    )
    try:
        return rehearsing.run(session)
    except errors.ReleasebotError as error:  # its line is told already
        sys.stderr.write(f"{error.for_people()}\n")
        return error.exit_code


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a bot in the background ignores it
    sys.exit(run(sys.argv[1:]))
