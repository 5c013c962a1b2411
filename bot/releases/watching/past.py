"""The past: every release with what it still needs, and since when it has ended."""

import dataclasses

import sqlalchemy as sa

from bot.domain.records.retention import KnownRelease
from bot.releases.storage.tables import ledger, questions, releases, segments


def _is_under_way() -> sa.ColumnElement[bool]:
    """Whether a release may go on: one that has ended may have been started again."""
    return sa.or_(
        releases.c.state.in_(("running", "waiting")),
        sa.exists().where(
            segments.c.release == releases.c.id, segments.c.state.in_(("due", "running"))
        ),
        sa.exists().where(questions.c.release == releases.c.id, questions.c.state == "open"),
    )


_BUILT = sa.select(ledger.c.release, ledger.c.evidence["digest"].as_string().label("digest")).where(
    ledger.c.stage == "build_packages"
)
_ENDED = sa.case((_is_under_way(), None), else_=releases.c.finished).label("ended")


def known(connection: sa.Connection) -> tuple[KnownRelease, ...]:
    """Every release with the artifacts that its ledger names."""
    needed: dict[str, set[str]] = {}
    for row in connection.execute(_BUILT):
        needed.setdefault(row.release, set()).add(str(row.digest).removeprefix("sha256:"))
    return tuple(
        dataclasses.replace(each, artifacts=frozenset(needed.get(each.id, ())))
        for each in without_artifacts(connection)
    )


def without_artifacts(connection: sa.Connection) -> tuple[KnownRelease, ...]:
    """Every release, for whoever does not ask for its artifacts."""
    found = connection.execute(sa.select(releases.c.id, releases.c.project, _ENDED))
    return tuple(KnownRelease(id=r.id, project=r.project, ended=r.ended or "") for r in found)
