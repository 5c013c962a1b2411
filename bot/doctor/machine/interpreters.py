"""Interpreters: the Pythons of this machine, for each of which a wheel can be tried."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.adapters.builder import interpreters, workshop
from bot.doctor.examination import Machine
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding


def look(machine: Machine) -> Iterator[Finding]:
    """Those on the search path, and those of pyenv and uv."""
    home = Path(machine.environment.get("HOME", "/nonexistent"))
    folders = [home / name for name in workshop.PYTHON_FOLDERS]
    path = machine.environment.get("PATH", "")
    yield judge(interpreters.find_interpreters(path, folders))


def judge(found: Mapping[str, Path]) -> Finding:
    """One is enough to build; a release is tried on each that its project supports."""
    missing = [str(path) for path in found.values() if not path.exists()]
    if missing:
        return diagnosis.error(
            "The Python that runs releasebot is not where its environment says.",
            ", ".join(missing),
            "Make the environment anew.",
        )
    return diagnosis.ok(
        f"A wheel can be tried on Python {', '.join(found)}.",
        ", ".join(map(str, found.values())),
    )
