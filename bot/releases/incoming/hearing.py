"""Hearing: what an event from outside means for the releases of a project."""

import sqlalchemy as sa

from bot.releases.storage import segment_rows
from bot.releases.storage.tables import ledger, releases, versions


def bring_forward(connection: sa.Connection, project: str, now: str) -> None:
    """Let what waits for the world in the project's open releases look again at once."""
    is_open = releases.c.project == project, releases.c.finished.is_(None)
    for release in connection.execute(sa.select(releases.c.id).where(*is_open)).scalars().all():
        segment_rows.bring_forward(connection, release, now)


def made_tag(connection: sa.Connection, project: str, tag: str, commit: str) -> bool:
    """Whether a release of the project made this tag at this commit, will, or completes it.

    One that was given up counts only if it made the tag: somebody may tag the same anew by hand.
    """
    is_alive = sa.or_(releases.c.finished.is_(None), releases.c.state == "done")
    recorded = sa.exists().where(
        ledger.c.release == releases.c.id,
        ledger.c.evidence["commit"].as_string() == commit,
        sa.or_(is_alive, ledger.c.stage == "tag_release"),
    )
    found = sa.select(releases.c.id).where(
        releases.c.project == project, releases.c.plan["tag"].as_string() == tag, recorded
    )
    return connection.execute(found.limit(1)).first() is not None


def concerns(connection: sa.Connection, project: str, reference: str) -> bool:
    """Whether a release of the project was planned from, or made, this tag, commit or version.

    A version that was given up before anything of it was public is nobody's again.
    """
    planned = [releases.c.plan[key].as_string() == reference for key in ("tag", "commit")]
    recorded = sa.exists().where(
        ledger.c.release == releases.c.id,
        ledger.c.evidence["commit"].as_string() == reference,
    )
    reserved = sa.exists().where(
        versions.c.release == releases.c.id, versions.c.version == reference
    )
    found = sa.select(releases.c.id).where(
        releases.c.project == project, sa.or_(*planned, recorded, reserved)
    )
    return connection.execute(found.limit(1)).first() is not None
