"""How a release ends: its branch is free again, and its version too if nothing of it is public."""

from typing import Any

import sqlalchemy as sa

from bot import errors
from bot.domain import phrases
from bot.domain.records import standing
from bot.releases.running import approved
from bot.releases.storage import draft_rows, release_rows, segment_rows


def still_open(connection: sa.Connection, release: str) -> sa.Row[Any]:
    """The row of a release that people can still steer. Refuses where it has ended or is given up.

    Raises `errors.Refused` with who ended it, and since when.
    """
    row = release_rows.get(connection, release)
    by = f" by {row.cancelled['person']}" if row.cancelled else ""
    if row.finished:
        raise errors.Refused(
            f"This release {standing.became(row.state)}{by} on {phrases.clock(row.finished)}.",
            "Start another one, or look at its status.",
            reason="release_ended",
        )
    if row.cancelled:
        raise errors.Refused(
            f"This release is being cancelled{by} since {phrases.clock(row.cancelled['time'])}.",
            "Wait until it has ended; if the clean-up failed, retry, or cancel again without it.",
            reason="release_ended",
        )
    return row


def finish(connection: sa.Connection, release: str, now: str) -> None:
    """End a release that is done; its version stays taken, and a late cancel is of no account."""
    release_rows.set_values(
        connection, release, state="done", finished=now, held=None, cancelled=None
    )
    release_rows.free_lock(connection, release)
    draft_rows.remove_all(connection, release)


def give_up(connection: sa.Connection, release: str, now: str, *, is_public: bool = False) -> None:
    """End a release that will not be done; what is public keeps its version for ever."""
    release_rows.free_lock(connection, release)
    if not is_public:
        release_rows.free_version(connection, release)
    release_rows.set_values(connection, release, finished=now)
    draft_rows.remove_all(connection, release)


def may_be_public(connection: sa.Connection, release: str) -> bool:
    """Whether anything that needs an approval was ever begun."""
    if release_rows.get(connection, release).plan is None:
        return False
    plan = release_rows.plan_of(connection, release)
    after = [s.name for s in plan.segments if approved.question_before(plan, s.stages[0].name)]
    return segment_rows.were_started(connection, release, after)
