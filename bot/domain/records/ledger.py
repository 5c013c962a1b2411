"""Ledger: what is where, for each target and key, as it was last looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

RowState = Literal["done", "missing", "differs", "unknown", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """The state of one effect at one destination, with the evidence that was seen there."""

    target: str  # "pypi", "github", "git" …
    key: str  # deterministic: a file name, "tag v1.2.0", a channel
    state: RowState
    evidence: dict[str, str] = field(default_factory=dict)  # url, digest, time, found …


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that could not be had here, why, and the command that changes it."""

    target: str
    why: str
    remedy: str


def left_after(error: Mapping[str, Any]) -> LeftOut:
    """What went wrong when everything was out already; `error` is an error as JSON."""
    return LeftOut(
        target="what follows the release",
        why=error["sentence"].removesuffix("."),
        remedy=error["next"].removesuffix("."),
    )


def done(target: str, key: str, **evidence: str) -> LedgerRow:
    """A row whose effect was seen at the destination."""
    return LedgerRow(target=target, key=key, state="done", evidence=evidence)


def missing(target: str, key: str, **evidence: str) -> LedgerRow:
    """A row whose destination answered that the thing is not there."""
    return LedgerRow(target=target, key=key, state="missing", evidence=evidence)


def differs(target: str, key: str, **evidence: str) -> LedgerRow:
    """A row whose destination holds something else under our name."""
    return LedgerRow(target=target, key=key, state="differs", evidence=evidence)


def unknown(target: str, key: str, **evidence: str) -> LedgerRow:
    """A row whose destination did not answer; unknown is not missing."""
    return LedgerRow(target=target, key=key, state="unknown", evidence=evidence)


def skipped(target: str, key: str, **evidence: str) -> LedgerRow:
    """A row that is left as it is; the evidence says on whose word, or why."""
    return LedgerRow(target=target, key=key, state="skipped", evidence=evidence)
