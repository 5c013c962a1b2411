"""User: as whom the bot works, and so how far a fault of it reaches."""

from collections.abc import Iterator

from bot.doctor.examination import Machine
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding


def look(machine: Machine) -> Iterator[Finding]:
    """As whom this command runs, which should be the user that the bot has."""
    yield judge(machine.user)


def judge(user: int) -> Finding:
    """Root may do far more than a release needs."""
    if user == 0:
        return diagnosis.warning(
            "This runs as root, who may do far more than a release needs.",
            "user id 0",
            "Give the bot a user of its own: useradd --system --create-home releasebot",
        )
    return diagnosis.ok("This does not run as root.", f"user id {user}")
