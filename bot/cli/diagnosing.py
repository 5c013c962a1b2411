"""Diagnosing: let the doctor look, and show what was found, the worst first."""

import asyncio
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import errors
from bot.adapters.builder.sandbox.bubblewrap import Sandbox
from bot.cli import door, endings
from bot.doctor.examination import Machine
from bot.doctor.examining import Doctor
from bot.domain import diagnosis, foreign_text
from bot.domain.diagnosis import Finding, Severity
from bot.settings import environment

IMPATIENCE = 1.0  # seconds after which a person wants to see what takes so long
REFRESH = 0.2
LOOKS: dict[Severity, tuple[str, str, str]] = {  # sign, style, heading
    "error": ("✗", "red", "Wrong"),
    "unknown": ("?", "magenta", "Unknown"),
    "warning": ("!", "yellow", "Should be better"),
    "note": ("·", "cyan", "Good to know"),
    "ok": ("✓", "green", "As it should be"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to be examined, "" for everything, and whether a message is sent too."""

    name: str = ""
    sends_test_message: bool = False


def run(config: Path | None, asked: Asked, *, as_json: bool) -> int:
    """Examine, show, and tell the exit code."""
    file = door.configuration(config)
    try:
        findings = asyncio.run(diagnose(file, asked))
    except errors.ReleasebotError as error:
        if as_json:
            endings.print_json({"schema": 1, "state": "failed", "error": error.to_json()})
        raise
    code = diagnosis.exit_code(findings)
    if as_json:
        state = {0: "healthy", errors.Unknown.exit_code: "unknown"}.get(code, "unhealthy")
        shape = {"schema": 1, "state": state, "file": str(file), "project": asked.name}
        endings.print_json({**shape, "error": None, **diagnosis.to_json(findings)})
    else:
        show(Console(highlight=False), findings)
    return code


async def diagnose(file: Path, asked: Asked) -> tuple[Finding, ...]:
    """Everything that is found; what takes long is named in a terminal."""
    doctor = Doctor(
        Machine(
            user=os.geteuid(),
            environment=environment.variables(),
            temporary=Path(tempfile.gettempdir()),
            runner=Sandbox(),
        ),
        sends_test_message=asked.sends_test_message,
    )
    task = asyncio.create_task(doctor.examine(file, asked.name))
    done, _ = await asyncio.wait({task}, timeout=IMPATIENCE)
    console = Console(stderr=True, highlight=False)
    if console.is_terminal and not done:
        with console.status("") as shown:
            while not done:
                shown.update(Text(f"Looking at: {', '.join(doctor.waiting)}"))
                done, _ = await asyncio.wait({task}, timeout=REFRESH)
    return await task


def show(console: Console, findings: Iterable[Finding]) -> None:
    """Grouped by severity: what, the evidence, and what to do; of what is well only the former."""
    listed = tuple(findings)
    for severity in diagnosis.SEVERITIES:
        sign, style, heading = LOOKS[severity]
        those = diagnosis.of_severity(listed, severity)
        if those:
            console.print(Text(heading, "bold"))
        for each in those:
            _print(console, f"  {sign} {each.name}: {each.sentence}", style)
            if each.evidence and severity != "ok":
                _print(console, f"      {each.evidence}", "dim")
            if each.remedy:
                _print(console, f"      → {each.remedy}", "")
    _print(console, summary(listed), "bold")


def summary(findings: Iterable[Finding]) -> str:
    """What that means for a release."""
    code = diagnosis.exit_code(findings)
    if code == 0:
        return "Nothing stands against a release."
    if code == errors.Unknown.exit_code:
        return "Nothing is wrong as far as it could be seen; look again for what is unknown."
    return "Mend what is wrong, then run releasebot doctor again."


def _print(console: Console, line: str, style: str) -> None:
    console.print(Text(foreign_text.visible(line), style), soft_wrap=True)
