"""How a release ends: its branch is free again, and its version too if nothing of it is public."""

import sqlalchemy as sa

from bot.releases import approved, release_rows, segment_rows


def finish(connection: sa.Connection, release: str, now: str) -> None:
    """End a release that is done; its version stays taken."""
    release_rows.set_values(connection, release, state="done", finished=now)
    release_rows.free_lock(connection, release)


def give_up(connection: sa.Connection, release: str, now: str) -> None:
    """End a release that will not be done."""
    release_rows.free_lock(connection, release)
    if not may_be_public(connection, release):
        release_rows.free_version(connection, release)
    release_rows.set_values(connection, release, finished=now)


def may_be_public(connection: sa.Connection, release: str) -> bool:
    """Whether anything that needs an approval was ever begun."""
    if release_rows.get(connection, release).plan is None:
        return False
    plan = release_rows.plan_of(connection, release)
    after = [s.name for s in plan.segments if approved.question_before(plan, s.stages[0].name)]
    return segment_rows.were_started(connection, release, after)
