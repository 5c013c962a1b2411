"""Record histories for test_replay.py: `python -m tests.durable.replay.record`.

To be run once for each APPLICATION_VERSION, before the workflows change; older histories stay,
since releases in flight have them.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from bot.releases.running.workflow import APPLICATION_VERSION
from tests.durable.driving import Bench
from tests.durable.interruptions import Interruption
from tests.fakes.fake_world import make_world

FOLDER = Path(__file__).parent
STOPS: Mapping[str, tuple[str, str]] = {  # by what is left to do: the step and its argument
    "conclusion": ("conclude", "announce"),
    "record": ("record", "announce"),
    "two-stages": ("perform", "publish_github_release"),
}


def record(left: str, folder: Path) -> None:
    """Stop a release there, and write down its whole database."""
    bench = Bench(folder=folder / "data", world=make_world(folder))
    with pytest.MonkeyPatch.context() as monkeypatch:
        asyncio.run(Interruption(monkeypatch, *STOPS[left], "before").reached(bench))
    with closing(sqlite3.connect(bench.folder / "releasebot.sqlite")) as connection:
        lines = "\n".join(connection.iterdump())
    (FOLDER / f"{APPLICATION_VERSION}-{left}.sql").write_text(f"{lines}\n")


if __name__ == "__main__":
    for stop in STOPS:
        with tempfile.TemporaryDirectory() as temporary:
            record(stop, Path(temporary))
