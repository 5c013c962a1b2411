"""Limits: whether the kernel counts the memory and processes of a build as a whole."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.adapters.builder.sandbox import cgroups
from bot.adapters.builder.sandbox.limits import Limits
from bot.doctor.examination import Machine
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding


def look(_machine: Machine) -> Iterator[Finding]:
    """Make a control group as a build would, and remove it."""
    group = cgroups.make_group(Limits())
    try:
        yield judge(group.folders)
    finally:
        group.end()


def judge(folders: Sequence[Path]) -> Finding:
    """Without groups each process is limited, and all of them together are not."""
    if folders:
        return diagnosis.ok(
            "A build's memory and processes are limited as a whole.", ", ".join(map(str, folders))
        )
    return diagnosis.warning(
        "A build's memory is limited for each process, and not for all of them together.",
        "no control group can be made",
        "Start the bot with systemd and Delegate=yes in its unit.",
    )
