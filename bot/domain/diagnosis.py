"""Diagnosis: what the doctor found, how bad it is, and what to do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot import errors

Severity = Literal["error", "unknown", "warning", "note", "ok"]
SEVERITIES: tuple[Severity, ...] = ("error", "unknown", "warning", "note", "ok")  # worst first


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. `name` is that of its examination; `remedy` a command or a line to write."""

    severity: Severity
    sentence: str
    evidence: str = ""
    remedy: str = ""
    name: str = ""


def ok(sentence: str, evidence: str = "") -> Finding:
    """What is as it should be."""
    return Finding(severity="ok", sentence=sentence, evidence=evidence)


def note(sentence: str, evidence: str = "", remedy: str = "") -> Finding:
    """What is worth knowing and needs nobody."""
    return Finding(severity="note", sentence=sentence, evidence=evidence, remedy=remedy)


def warning(sentence: str, evidence: str, remedy: str) -> Finding:
    """What should be better, and stops no release."""
    return Finding(severity="warning", sentence=sentence, evidence=evidence, remedy=remedy)


def error(sentence: str, evidence: str, remedy: str) -> Finding:
    """What must not stay before anything is released."""
    return Finding(severity="error", sentence=sentence, evidence=evidence, remedy=remedy)


def unknown(sentence: str, evidence: str, remedy: str) -> Finding:
    """What matters and could not be looked at."""
    return Finding(severity="unknown", sentence=sentence, evidence=evidence, remedy=remedy)


def of_error(raised: errors.ReleasebotError, evidence: str = "") -> Finding:
    """What an error of ours says, as a finding."""
    found = unknown if isinstance(raised, errors.Unknown) else error
    return found(raised.sentence, evidence, raised.next_step)


def of_severity(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """Those of one severity, in the order in which they were found."""
    return tuple(each for each in findings if each.severity == severity)


def exit_code(findings: Iterable[Finding]) -> int:
    """0 unless something is wrong (1), or at least unknown (5)."""
    found = {each.severity for each in findings}
    if "error" in found:
        return errors.Failed.exit_code
    return errors.Unknown.exit_code if "unknown" in found else 0


def to_json(findings: Iterable[Finding]) -> Mapping[str, Any]:
    """All findings, the worst first, with how many there are of each kind."""
    listed = sorted(findings, key=lambda each: SEVERITIES.index(each.severity))
    counts = {severity: len(of_severity(listed, severity)) for severity in SEVERITIES}
    return {"findings": [asdict(each) for each in listed], "counts": counts}


def check_green(findings: Iterable[Finding], project: str) -> None:
    """Refuse to enable a project while something is wrong or unknown; names what that is."""
    listed = tuple(findings)
    for severity, kind, how in (
        ("error", errors.Refused, "are wrong"),
        ("unknown", errors.Unknown, "could not be looked at"),
    ):
        bad = [each for each in listed if each.severity == severity]
        if bad:
            raise kind(
                f"{project} stays as it is, because things {how}: "
                + " ".join(f"{each.name}: {each.sentence}" for each in bad),
                f"Run releasebot doctor {project}, do what it says, then enable the project.",
                reason="not_healthy",
            )
