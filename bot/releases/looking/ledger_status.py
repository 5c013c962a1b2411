"""The ledger as the status of its release shows it."""

import dataclasses
from typing import Any

from bot import stages
from bot.domain.records import evidence
from bot.domain.records.evidence import Ledger
from bot.domain.records.ledger import LedgerRow

Json = dict[str, Any]


def of(rows: Ledger) -> list[Json]:
    """All rows as one list, in the order of the pipeline."""
    return [
        {"stage": stage, **dataclasses.asdict(row)}
        for stage in stages.STAGES
        for row in rows.get(stage, ())
    ]


def public(rows: Ledger) -> list[Json]:
    """What everybody can see already, and where."""
    return [_public(stage, row) for stage, row in evidence.public(rows)]


def _public(stage: str, row: LedgerRow) -> Json:
    url = {"url": row.evidence["url"]} if row.evidence.get("url") else {}
    return {"stage": stage, "target": row.target, "key": row.key, **url}
