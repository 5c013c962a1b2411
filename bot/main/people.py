"""People: whom the accounts of each door stand for."""

from collections.abc import Callable

from bot.domain.approvals.local_people import LocalPeople
from bot.settings import Settings

CONSOLE = "console:"  # how an account of the console begins


def local_people(configured: Settings) -> LocalPeople:
    """Whom the logins of this machine stand for."""
    return LocalPeople(
        by_login={person.local: name for name, person in configured.people.items() if person.local},
        actors=frozenset(actors(configured)),
    )


def actors(configured: Settings) -> tuple[str, ...]:
    """As whom anybody may act: as everybody, in a rehearsal."""
    is_rehearsal = configured.console is not None and configured.console.act_as
    return tuple(configured.people) if is_rehearsal else ()


def person_in_the_console(configured: Settings) -> Callable[[str], str]:
    """Tell of an account of the console whose it is, "" for nobody's."""
    known = actors(configured)

    def person_of(account: str) -> str:
        name = account.removeprefix(CONSOLE)
        return name if name in known else ""

    return person_of


def persons_by_id(configured: Settings, platform: str) -> dict[str, str]:
    """The persons by their account's id at a platform: "github", "slack", "discord"."""
    return {
        account: name
        for name, person in configured.people.items()
        for place, account in person.accounts()
        if place == platform
    }
