"""Prepared runs: a world with its sample and the operator's file, before and after the question."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.rehearsal import operator_file, rehearsed_project, world

Journal = list[dict[str, str]]

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Run:
    """A run folder; its world is ended and started as a test needs it."""

    folder: Path

    def copy_to(self, folder: Path) -> "Run":
        """The same run, with the same ports, in another folder."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Run(folder)

    def bot(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the mortal bot until it ends or dies."""
        return subprocess.run(
            [sys.executable, "-m", "tests.faults.mortal_bot", str(self.folder), *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    @contextlib.contextmanager
    def living(self) -> Iterator[None]:
        """Keep the run's world alive; copies of a run have its ports, so one lives at a time."""
        world.start_world(self.folder / "world")
        try:
            yield
        finally:
            world.stop_world(self.folder / "world")

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Read the database of a bot that has ended."""
        with contextlib.closing(sqlite3.connect(self.folder / "data/releasebot.sqlite")) as tables:
            return tables.execute(sql).fetchall()

    def journal(self) -> Journal:
        """Everything that changed in the world."""
        return world.effects(world.start_world(self.folder / "world"))


def make_run(folder: Path, land: str = "fast-forward") -> Run:
    """A run whose release was not asked for yet."""
    folder.mkdir()
    run = Run(folder)
    with run.living():
        running = world.start_world(folder / "world")
        chosen = rehearsed_project.choose(running, None)
        operator_file.write_operator_file(folder, running, chosen, land)
    return run


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run before the request."""
    return make_run(tmp_path_factory.mktemp("prepared") / "run")


@pytest.fixture(scope="session")
def asked_and_journal(
    prepared: Run, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Run, Journal]:
    """A run whose release is built and waits for approval, and what it changed so far."""
    run = prepared.copy_to(tmp_path_factory.mktemp("asked") / "run")
    with run.living():
        done = run.bot("asked")
        assert done.returncode == 0, done.stderr
        return run, run.journal()


@pytest.fixture(scope="session")
def asked(asked_and_journal: tuple[Run, Journal]) -> Run:
    """The run whose release waits for approval."""
    return asked_and_journal[0]


@pytest.fixture(scope="session")
def undisturbed(asked: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Journal, list[str]]:
    """What the release changes when nobody kills the bot, and the effects that do it."""
    run = asked.copy_to(tmp_path_factory.mktemp("undisturbed") / "run")
    with run.living():
        done = run.bot("ended")
        assert "done None" in done.stderr
        return run.journal(), done.stdout.split()


@pytest.fixture
def living(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Run]:
    """A copy of the run that the test names, with its world running."""
    original: Run = request.getfixturevalue(request.param)
    run = original.copy_to(tmp_path / "run")
    with run.living():
        yield run
