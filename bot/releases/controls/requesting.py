"""Requesting: a release is recorded and its planning decided, in one transaction."""

import sqlalchemy as sa

from bot.domain.conversation import commands
from bot.releases import audit
from bot.releases.incoming import binding_rows
from bot.releases.storage import release_rows, segment_rows


def request(
    connection: sa.Connection, command: commands.StartRelease, repository: str, now: str
) -> str:
    """Record the request; the same delivery again is the same release and changes nothing.

    Raises `errors.Refused` for a project whose `repository` is not what it was.
    """
    binding_rows.check(connection, command.project, repository)
    release, is_new = release_rows.insert_release(connection, command, now)
    if is_new:
        segment_rows.schedule(connection, release, release_rows.PLANNING, now)
        audit.append(
            connection,
            time=now,
            actor=command.person,
            action="requested",
            release=release,
            data={
                "project": command.project,
                "bump": command.bump,
                "branch": command.branch,
                **({"adopts": command.adopts} if command.adopts else {}),
            },
        )
    return release
