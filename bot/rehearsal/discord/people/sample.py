"""The guild of a rehearsal: two channels, two roles, four people; and a guild next door."""

from dataclasses import dataclass

from bot.rehearsal.discord.numbers import Permission
from bot.rehearsal.discord.people.admin import Admin
from bot.rehearsal.discord.service import Service


@dataclass(frozen=True, slots=True)
class Sample:
    """The ids of everything in it. Dave has no role; mallory is in the other guild only."""

    guild: int
    releases: int
    announcements: int
    releaser: int
    approver: int
    alice: int
    bob: int
    carol: int
    dave: int
    other_bot: int
    elsewhere: int
    elsewhere_channel: int
    mallory: int


def make_sample(service: Service) -> Sample:
    """A new guild "Acme" with everything, and the guild "Elsewhere"."""
    admin = Admin(service)
    guild, elsewhere = admin.add_guild("Acme"), admin.add_guild("Elsewhere")
    manage = int(Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
    releaser, approver = (admin.add_role(guild, n, manage) for n in ("releaser", "approver"))
    return Sample(
        guild=guild,
        releases=admin.add_channel(guild, "releases"),
        announcements=admin.add_channel(guild, "announcements", announcement=True),
        releaser=releaser,
        approver=approver,
        alice=admin.add_member(guild, "alice", [releaser]),
        bob=admin.add_member(guild, "bob", [approver]),
        carol=admin.add_member(guild, "carol", [approver]),
        dave=admin.add_member(guild, "dave"),
        other_bot=admin.add_member(guild, "otherbot", bot=True),
        elsewhere=elsewhere,
        elsewhere_channel=admin.add_channel(elsewhere, "general"),
        mallory=admin.add_member(elsewhere, "mallory"),
    )
