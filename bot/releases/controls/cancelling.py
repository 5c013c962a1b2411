"""Giving a release up: first the mark, then what works ends, then the clean-up decides the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot import errors, stages
from bot.domain import phrases
from bot.domain.conversation import reasons
from bot.releases import audit
from bot.releases.controls import ending
from bot.releases.storage import question_rows, release_rows, segment_rows

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """How a cancelled release ends: "removed", "unplanned", or with what stays in a clause."""

    how: str
    stays: str = ""
    public: Sequence[str] = ()


def cancel(connection: sa.Connection, release: str, person: str, reason: str, now: str) -> None:
    """Give the release up on a person's word. Refuses where it has ended or is being given up.

    Where the clean-up of an earlier cancel has failed, the release ends without it.
    """
    why = reasons.one_line(reason)
    if _is_stuck(connection, release):
        _audit(connection, now, person, "cancelled", release, reason=why)
        _leave(connection, release, person, now)
        return
    row = ending.still_open(connection, release)
    error = errors.Refused(
        f"{person} cancelled this release{phrases.because(why)}",
        "Start it again whenever you like.",
        reason="cancelled",
    )
    flag = {"person": person, "reason": why, "time": now, "error": error.to_json()}
    release_rows.set_values(connection, release, cancelled=flag, held=None)
    _audit(connection, now, person, "cancelled", release, reason=why)
    question_rows.void_open(connection, release, error.sentence, now)
    if row.plan is None:
        segment_rows.set_aside(connection, release, "due", "running")
        _end(connection, release, now, _End(how="unplanned"))
    elif not segment_rows.is_running(connection, release):
        clean_up(connection, release, now)


def end(connection: sa.Connection, release: str, error: Json, now: str) -> None:
    """Give up a release that people said no to, or nobody answered; it ends with that error."""
    flag = {"person": audit.BOT, "reason": error["sentence"], "time": now, "error": error}
    release_rows.set_values(connection, release, cancelled=flag, held=None)
    clean_up(connection, release, now)


def clean_up(connection: sa.Connection, release: str, now: str) -> None:
    """Let the clean-up start, now that nothing of the release works any more."""
    segment_rows.set_aside(connection, release, "due", "failed", "held")
    segment_rows.schedule(connection, release, stages.ENDING.name, now)
    release_rows.set_values(connection, release, state="running", error=None)


def conclude(connection: sa.Connection, release: str, answers: Sequence[Json], now: str) -> None:
    """End the release after its clean-up has told what is public."""
    rows = [row for answer in answers for row in answer["rows"]]
    public = [row["evidence"]["public"] for row in rows if "public" in row["evidence"]]
    if public:
        told = f"Public already: {phrases.listed(public)}; nothing of it was removed"
        _end(connection, release, now, _End(how="public", stays=told, public=public))
    else:
        _end(connection, release, now, _End(how="removed"))


def _is_stuck(connection: sa.Connection, release: str) -> bool:
    """Whether the clean-up has failed, so that only a person can end the release."""
    row = release_rows.get(connection, release)
    return bool(row.cancelled) and row.state == "failed" and not row.finished


def _leave(connection: sa.Connection, release: str, person: str, now: str) -> None:
    """End it as it is; nobody knows then what is public, so the version stays taken."""
    segment_rows.set_aside(connection, release, "failed")
    told = f"{person} ended it without its clean-up, so what it made is still there"
    _end(connection, release, now, _End(how="left", stays=told))


def _end(connection: sa.Connection, release: str, now: str, end: _End) -> None:
    """Free the branch, and the version too where nothing stays of the release."""
    row = release_rows.get(connection, release)
    error = row.cancelled["error"]
    if end.stays:
        error = _left_over(error, end, row)
    release_rows.set_values(connection, release, state="cancelled", error=error)
    ending.give_up(connection, release, now, is_public=bool(end.stays))
    data = {"how": end.how, "version": row.version, "public": list(end.public)}
    _audit(connection, now, audit.BOT, "ended", release, **data)


def _left_over(error: Json, end: _End, row: sa.Row[Any]) -> Json:
    is_ours_public = f"the GitHub release {row.plan['tag']}" in end.public
    if row.adopts and not is_ours_public:
        return {
            **error,
            "sentence": f"{error['sentence']} {end.stays}.",
            "next": f"Type adopt {row.version} to take it up again.",
        }
    return {
        **error,
        "sentence": f"{error['sentence']} {end.stays}, and {row.version} stays taken.",
        "next": "Release the next version; take back by hand what nobody should use.",
    }


def _audit(
    connection: sa.Connection, now: str, actor: str, action: str, release: str, **data: object
) -> None:
    audit.append(connection, time=now, actor=actor, action=action, release=release, data=data)
