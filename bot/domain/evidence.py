"""What later stages need of earlier ones, read from the ledger's evidence and nowhere else."""

from collections.abc import Mapping

from bot.domain.artifacts import Artifact
from bot.domain.ledger import LedgerRow

Ledger = Mapping[str, tuple[LedgerRow, ...]]  # by stage


def release_commit(ledger: Ledger) -> str:
    """The commit that is approved, tagged and published; "" before prepare_release ran."""
    rows = ledger.get("prepare_release", ())
    return rows[0].evidence.get("commit", "") if rows else ""


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
