"""People at Slack are answered at once: commands are acknowledged, a vote is stored.

Fifty people type at the same time while a release runs, ten times; then two vote. The local Slack
is in the same process, so its own work counts too. Exits 1 above what is allowed.
"""

import asyncio
import contextlib
import statistics
import sys
import tempfile
from pathlib import Path

from tests.durable.at_slack import approve, at_work
from tests.durable.driving import Bench
from tests.fakes.fake_world import make_world
from tests.fakes.slack_office import CHANNEL, Office, open_office

AT_ONCE, ROUNDS = 50, 10
ALLOWED_COMMAND, ALLOWED_VOTE = 100.0, 50.0  # milliseconds


async def measure(folder: Path) -> tuple[list[float], list[float]]:
    """How many milliseconds passed until each acknowledgement, of commands and of votes."""
    async with open_office(folder / "office") as office:
        bench = Bench(folder=folder / "data", world=make_world(folder))
        crowd = [office.slack.person(f"person{n}", channels=[CHANNEL]) for n in range(AT_ONCE)]
        async with at_work(bench, office):
            await office.people["alice"].types("/release minor", CHANNEL)
            commands = []
            for number in range(ROUNDS):
                typed = (each.types(f"/release who {number}", CHANNEL) for each in crowd)
                commands += [done.milliseconds for done in await asyncio.gather(*typed)]
                await asyncio.sleep(0.5)
            await office.card("Waits for")
            return commands, [await _vote(office, name) for name in ("bob", "carol")]


async def _vote(office: Office, name: str) -> float:
    vote = await approve(office, name)
    await office.card("1 of 2" if name == "bob" else "Released")
    return vote.milliseconds


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(sys.stdout):
        commands, votes = asyncio.run(measure(Path(folder)))
    p99 = statistics.quantiles(commands, n=100)[-1]
    print(f"commands   p50 {statistics.median(commands):>7.1f} ms   p99 {p99:>7.1f} ms")
    print(f"votes      max {max(votes):>7.1f} ms")
    print(f"allowed: {ALLOWED_COMMAND} ms and {ALLOWED_VOTE} ms")
    return int(p99 > ALLOWED_COMMAND or max(votes) > ALLOWED_VOTE)


if __name__ == "__main__":
    sys.exit(main())
