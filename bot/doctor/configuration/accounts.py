"""Accounts: whether those who hold a role can reach the bot by any of its doors."""

from collections.abc import Iterator, Mapping

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.settings.people import Person, Roles


def look(installation: Installation) -> Iterator[Finding]:
    """The bot's doors are the machine's own logins, and the console where one may act as others."""
    settings = installation.settings
    if settings.console and settings.console.act_as:
        yield diagnosis.ok("Everybody is reached by the console.", "console.act_as = true")
        return
    yield from judge(settings.people, settings.roles)


def judge(people: Mapping[str, Person], roles: Roles) -> Iterator[Finding]:
    """Somebody without an account at any door can neither ask nor vote."""
    held = {name: [role for role, members in roles if name in members] for name in people}
    cut_off = {name: of for name, of in held.items() if of and not people[name].local}
    for name, of in cut_off.items():
        yield diagnosis.warning(
            f"{name} is {' and '.join(of)}, and has no account at any door of this bot.",
            f"people.{name} has no local account",
            f'Write local = "LOGIN" for {name} in [people].',
        )
    if not cut_off:
        yield diagnosis.ok("Whoever holds a role can reach the bot.")
