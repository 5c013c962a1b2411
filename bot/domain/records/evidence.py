"""What later stages need of earlier ones, read from the ledger's evidence and nowhere else."""

from collections.abc import Mapping

from bot.domain.files.artifacts import Artifact
from bot.domain.plans import stage_facts
from bot.domain.records.ledger import LedgerRow

Ledger = Mapping[str, tuple[LedgerRow, ...]]  # by stage


def release_commit(ledger: Ledger) -> str:
    """The commit that is approved, tagged and published; "" before a stage made or saw it."""
    rows = [row for stage in stage_facts.COMMITTING for row in ledger.get(stage, ())[:1]]
    return rows[0].evidence.get("commit", "") if rows else ""


def public(ledger: Ledger) -> tuple[tuple[str, LedgerRow], ...]:
    """What everybody can see of the release already: the stages that made it, and their rows."""
    return tuple(
        (stage, row)
        for stage in stage_facts.PUBLIC
        for row in ledger.get(stage, ())
        if is_there(row)
    )


def is_there(row: LedgerRow) -> bool:
    """Whether a row of a public stage is about something that can be seen.

    Without an address, a digest or a commit it tells of something that was tried.
    """
    return row.state == "done" and bool(row.evidence.keys() & {"url", "digest", "commit"})


def artifacts(ledger: Ledger) -> tuple[Artifact, ...]:
    """What build_packages stored, () before it ran."""
    return tuple(
        Artifact(
            name=row.key,
            kind=row.evidence["kind"],  # type: ignore[arg-type]  # written by build_packages
            sha256=row.evidence["digest"].removeprefix("sha256:"),
            size=int(row.evidence["size"]),
        )
        for row in ledger.get("build_packages", ())
        if row.state == "done"
    )
