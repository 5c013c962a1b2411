"""Releases as rows: what was asked, what is planned, which branch and version it holds."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot import errors
from bot.domain.conversation import commands
from bot.domain.notes.edited_notes import EditedNotes
from bot.domain.plans.plan import Plan
from bot.domain.plans.plan_json import plan_from_json, plan_to_json
from bot.domain.records import checklist
from bot.releases import changes
from bot.releases.storage import bypass_rows
from bot.releases.storage.tables import locks, releases, ticks, versions

PLANNING = "plan"  # the segment in which there is no plan yet


def insert_release(
    connection: sa.Connection, command: commands.StartRelease, created: str
) -> tuple[str, bool]:
    """Record the request; the same delivery again is the same release. Tells whether it is new."""
    release = commands.release_id(command.project, command.delivery)
    result = connection.execute(
        insert(releases)
        .values(
            id=release,
            project=command.project,
            bump=command.bump,
            branch=command.branch,
            allow_empty=command.allow_empty,
            requester=command.person,
            title=command.title,
            adopts=command.adopts,
            state="running",
            created=created,
        )
        .on_conflict_do_nothing()
    )
    return release, result.rowcount == 1


def get(connection: sa.Connection, release: str) -> sa.Row[Any]:
    """The row of a release. Raises `errors.BadInput` for an unknown id."""
    row = connection.execute(sa.select(releases).where(releases.c.id == release)).first()
    if row is None:
        raise errors.BadInput(
            f"There is no release {release}.",
            "List the releases and name one of them.",
            reason="no_release",
        )
    return row


def plan_of(connection: sa.Connection, release: str) -> Plan:
    """The stored plan of a release that has been planned."""
    return plan_from_json(get(connection, release).plan)


def store_plan(connection: sa.Connection, plan: Plan) -> None:
    """Store the plan, take the branch's lock and reserve the version, all or nothing.

    Refuses for a release that was cancelled meanwhile. What people said of an earlier plan is
    forgotten where it may not hold for this one, and the version that it had reserved is free.
    """
    row = get(connection, plan.release)
    if row.cancelled:
        raise errors.Refused(
            "This release was cancelled while it was planned.",
            "Start it again whenever you like.",
            reason="cancelled",
        )
    bypass_rows.forget_prepared(connection, plan.release)
    if row.plan and row.plan["commit"] != plan.commit:
        _forget_ticks(connection, plan.release)
    take_lock(connection, plan)
    _reserve_version(connection, plan)
    set_values(
        connection, plan.release, plan=plan_to_json(plan), version=plan.version, revision=None
    )


def _forget_ticks(connection: sa.Connection, release: str) -> None:
    """Of the lines that are about the changes: there may be others now."""
    stale = ticks.c.line.in_(checklist.ABOUT_CHANGES)
    connection.execute(sa.delete(ticks).where(ticks.c.release == release, stale))


def take_lock(connection: sa.Connection, plan: Plan) -> None:
    """Let no other release of the branch begin. Refuses while one is running."""
    wanted = {"project": plan.project, "branch": plan.branch}
    connection.execute(
        insert(locks)
        .values(**wanted, release=plan.release, since=plan.created)
        .on_conflict_do_nothing()
    )
    holder = connection.execute(sa.select(locks.c.release).filter_by(**wanted)).scalar_one()
    if holder != plan.release:
        running = get(connection, holder)
        raise errors.Refused(
            f"{plan.project} {running.version} is already being released from {plan.branch}.",
            "Wait for it to end, or cancel it.",
            reason="release_running",
        )


def _reserve_version(connection: sa.Connection, plan: Plan) -> None:
    wanted = {"project": plan.project, "version": plan.version}
    connection.execute(
        insert(versions).values(**wanted, release=plan.release).on_conflict_do_nothing()
    )
    if plan.adopted:
        _take_over(connection, plan)
    holder = connection.execute(sa.select(versions.c.release).filter_by(**wanted)).scalar_one()
    if holder != plan.release:
        raise errors.Refused(
            f"{plan.version} is reserved by release {holder}.",
            "Release the next version.",
            reason="version_taken",
        )
    earlier = versions.c.release == plan.release, versions.c.version != plan.version
    connection.execute(sa.delete(versions).where(*earlier))


def _take_over(connection: sa.Connection, plan: Plan) -> None:
    """A version that was published by hand is free of a release that did not come to its end."""
    given_up = sa.select(releases.c.id).where(
        releases.c.finished.is_not(None), releases.c.state != "done"
    )
    connection.execute(
        sa.update(versions)
        .filter_by(project=plan.project, version=plan.version)
        .where(versions.c.release.in_(given_up))
        .values(release=plan.release)
    )


def check_adoptable(connection: sa.Connection, project: str, version: str, branch: str) -> None:
    """Refuse to adopt a version that is under way or done here, or from a branch that is busy."""
    of_version = sa.select(versions.c.release).filter_by(project=project, version=version)
    of_branch = sa.select(locks.c.release).filter_by(project=project, branch=branch)
    if known := connection.execute(of_version).scalar():
        row = get(connection, known)
        if row.state == "done":
            raise errors.Refused(
                f"{version} is a release that this bot has completed: {known}.",
                f"Type status {version} to see how it stands; resume brings back what vanished.",
                reason="version_taken",
            )
        if not row.finished:
            raise errors.Refused(
                f"{version} is under way here already, as release {known}.",
                f"Wait until it has ended, or cancel it; then type adopt {version}.",
                reason="release_running",
            )
    if busy := connection.execute(of_branch).scalar():
        running = get(connection, busy)
        raise errors.Refused(
            f"{project} {running.version} is being released from {branch} at this moment.",
            f"When that has ended, type adopt {version}.",
            reason="release_running",
        )


def free_lock(connection: sa.Connection, release: str) -> None:
    """Let the next release of the branch start."""
    connection.execute(sa.delete(locks).where(locks.c.release == release))


def free_version(connection: sa.Connection, release: str) -> None:
    """Give the version back; only while nothing of it is public."""
    connection.execute(sa.delete(versions).where(versions.c.release == release))


def set_values(connection: sa.Connection, release: str, **values: object) -> None:
    """Update columns of a release."""
    changes.touch(connection, release)
    connection.execute(sa.update(releases).where(releases.c.id == release).values(**values))


def add_busy(connection: sa.Connection, release: str, seconds: float) -> None:
    """Add time in which something outside was in flight for the release."""
    connection.execute(
        sa.update(releases).where(releases.c.id == release).values(busy=releases.c.busy + seconds)
    )


def edited_notes(row: sa.Row[Any]) -> EditedNotes | None:
    """What a person wrote instead of the planned notes, if anybody did."""
    if row.edited_notes is None:
        return None
    return EditedNotes(**(row.edited_notes | {"known": tuple(row.edited_notes["known"])}))


def current_notes(row: sa.Row[Any]) -> str:
    """The notes as they are to be, even while the plan with them is still to be made."""
    edited = edited_notes(row)
    return edited.text if edited else str(row.plan["notes"] if row.plan else "")


def unfinished(connection: sa.Connection) -> tuple[str, ...]:
    """The ids of releases that are neither done nor given up, oldest first."""
    found = connection.execute(
        sa.select(releases.c.id).where(releases.c.finished.is_(None)).order_by(releases.c.created)
    )
    return tuple(found.scalars())
