"""Access: which person may do what, by configured role and never by name or channel."""

from collections.abc import Mapping

from bot import errors
from bot.domain.conversation import commands
from bot.domain.conversation.commands import Caller, Command

Roles = Mapping[str, frozenset[str]]

ANYONE = "anyone"
VOTER = "whom the question awaits"  # any person; the question's own policy judges the vote
RELEASER = "releaser"
APPROVER = "approver"

RIGHTS: Mapping[type[Command], str] = {
    commands.Start: RELEASER,
    commands.Rehearse: RELEASER,
    commands.Adopt: RELEASER,
    commands.Preview: ANYONE,
    commands.ShowStatus: ANYONE,
    commands.ListReleases: ANYONE,
    commands.ShowNext: ANYONE,
    commands.ShowCadence: ANYONE,
    commands.ShowWho: ANYONE,
    commands.ShowChecklist: ANYONE,
    commands.TickLine: RELEASER,
    commands.ShowNotes: ANYONE,
    commands.EditNotes: RELEASER,
    commands.Vote: VOTER,
    commands.Withdraw: VOTER,
    commands.Hold: RELEASER,
    commands.Resume: RELEASER,
    commands.Cancel: RELEASER,
    commands.Retry: RELEASER,
    commands.Skip: APPROVER,
    commands.Override: APPROVER,
    commands.DecideBranch: RELEASER,
    commands.ShowAudit: ANYONE,
    commands.WhoAmI: ANYONE,
    commands.Help: ANYONE,
    commands.OpenDialog: ANYONE,  # what the dialog is for is judged by its own command
}


def check_rights(caller: Caller, wanted: type[Command], roles: Roles) -> None:
    """Refuse a caller who may not give this command; reading is open to every account."""
    right = RIGHTS[wanted]
    if right == ANYONE:
        return
    if not caller.person:
        raise errors.Refused(
            f"Nobody knows whose account {caller.account} is, so it may only look.",
            "Ask the bot's operator to add it to [people] in releasebot.toml.",
            reason="foreign_account",
        )
    if right != VOTER:
        check_role(caller.person, right, roles)


def check_role(person: str, role: str, roles: Roles) -> None:
    """Refuse a person who does not have the role, naming those who have."""
    members = roles.get(role, frozenset())
    if person in members:
        return
    who = ", ".join(sorted(members)) or "nobody yet"
    raise errors.Refused(
        f"{person} does not have the role {role}.",
        f"Ask one of those who have it: {who}.",
        reason="not_allowed",
    )


def roles_of(person: str, roles: Roles) -> tuple[str, ...]:
    """The roles that a person has now."""
    return tuple(sorted(role for role, members in roles.items() if person in members))
