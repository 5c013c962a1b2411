"""Comparison: whether the same file has the same bytes wherever it is."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.records.evidence import Ledger
from bot.domain.records.ledger import LedgerRow


def compare(rows: Ledger) -> dict[str, tuple[LedgerRow, ...]]:
    """The same rows; a file that has other bytes at another destination differs."""
    digests: dict[str, dict[str, str]] = {}  # by name, then by target
    for row in (row for found in rows.values() for row in found if row.evidence.get("digest")):
        digests.setdefault(row.key, {})[row.target] = row.evidence["digest"]
    return {
        stage: tuple(_beside(row, digests.get(row.key, {})) for row in found)
        for stage, found in rows.items()
    }


def _beside(row: LedgerRow, digests: Mapping[str, str]) -> LedgerRow:
    own = digests.get(row.target)
    others = [target for target, digest in digests.items() if digest != own]
    if own is None or not others:
        return row
    why = f"{row.key} has other bytes here than at {', '.join(sorted(others))}"
    told = {"why": why, "next": "compare the files by hand; nobody recorded what was built"}
    return replace(row, state="differs", evidence=row.evidence | told)
