"""Webhooks must be taken faster than any organisation sends them, and be on the disk by then.

Signed deliveries, one in twenty of them sent twice, over 100 connections to one server on one core:
ours, which verifies, deduplicates and stores them in SQLite (fsync), beside gidgethub on aiohttp
and Probot on Node, which verify them and store nothing. Half of them come at a steady 1,000 a
second, for the times; the others as fast as they are taken. Prints a table; exits 1 where fewer
than 1,000 a second are taken, or a steady 1,000 have to wait for 50 ms at p99, and where Probot
cannot be measured.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.webhooks import load, servers
from benchmarks.webhooks.load import Figures

ALLOWED_MS = 50.0
ALLOWED_RATE = 1000.0
ROUNDS = 3
OURS = "releasebot"


def main() -> int:
    """Let each server take the same deliveries in turns, compare the medians."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[1:] or cores)
    try:
        figures = _measured(cores[0])
    finally:
        os.sched_setaffinity(0, cores)
    ours = _median(figures.pop(OURS))
    print(f"{'server':<22} {'a second':>9} {'ratio':>6} {'p50':>9} {'p99':>9}  durable")
    print(_line(OURS, ours, ours, "yes"))
    for name, runs in figures.items():
        print(_line(name, _median(runs), ours, "no"))
    if missing := servers.PROBOT_NAME not in figures:
        print("Probot was not measured: install Node and npm, and run it again.")
    return int(missing or ours.rate < ALLOWED_RATE or ours.p99 > ALLOWED_MS)


def _measured(core: int) -> dict[str, list[Figures]]:
    requests = load.requests()
    found: dict[str, list[Figures]] = {}
    for _ in range(ROUNDS):
        for name, command in servers.commands().items():
            with tempfile.TemporaryDirectory() as folder:
                with servers.running(command, Path(folder), core) as port:
                    found.setdefault(name, []).append(load.measure(port, requests))
                if name == OURS:
                    servers.check_kept(Path(folder), load.DISTINCT)
    return found


def _median(runs: list[Figures]) -> Figures:
    return Figures(
        rate=statistics.median(run.rate for run in runs),
        p50=statistics.median(run.p50 for run in runs),
        p99=statistics.median(run.p99 for run in runs),
    )


def _line(name: str, figures: Figures, ours: Figures, durable: str) -> str:
    ratio = f"{figures.rate / ours.rate:.2f}"
    times = f"{figures.p50:>6.1f} ms {figures.p99:>6.1f} ms"
    return f"{name:<22} {figures.rate:>9,.0f} {ratio:>6} {times}  {durable}"


if __name__ == "__main__":
    sys.exit(main())
