"""Doors: one release through a terminal alone, and one through every door of a killed bot."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.adapters.control import client as control
from bot.rehearsal import operator_file, rehearsed_project, world
from tests.journeys.served import Served, Twins, eventually

Ended = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True)
class Run:
    """A folder with a living world and the operator's file, and people at a terminal."""

    folder: Path
    served: list[Served] = field(default_factory=list)

    @property
    def twins(self) -> Twins:
        """What they type."""
        return Twins(self.folder / "releasebot.toml")

    def serve(self) -> Served:
        """A bot that serves here."""
        self.served.append(Served(self.folder / "releasebot.toml"))
        return self.served[-1]

    def journal(self) -> list[tuple[str, str]]:
        """What changed where, without what differs from run to run."""
        journal = world.effects(world.start_world(self.folder / "world"))
        return [(row["kind"], row["target"]) for row in journal]


@contextmanager
def living(folder: Path) -> Iterator[Run]:
    """A run before anything was asked for."""
    running = world.start_world(folder / "world")
    run = Run(folder)
    try:
        chosen = rehearsed_project.choose(running, None)
        operator_file.write_operator_file(folder, running, chosen)
        yield run
    finally:
        for bot in run.served:
            bot.close()
        world.stop_world(folder / "world")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """A run of one test's own."""
    with living(tmp_path) as alive:
        yield alive


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, list[Ended]]]:
    """A release by a terminal alone, where no bot serves and nobody disturbs it."""
    with living(tmp_path_factory.mktemp("alone")) as alive:
        typed = [("release", "minor"), ("approve", "--as", "bob"), ("approve", "--as", "carol")]
        ended = [alive.twins.type(*words) for words in typed]
        named = re.findall(r"--digest [0-9a-f]{8}", ended[-1].stderr)
        ended.append(alive.twins.type("approve", "--as", "carol", *" ".join(named).split()))
        yield alive, ended


def test_a_release_needs_no_bot_that_serves(alone: tuple[Run, list[Ended]]) -> None:
    """Each command is the bot for as long as it takes; exit code 4 says that people are awaited."""
    run, (asked, first, unread, second) = alone

    assert asked.returncode == 4, asked.stderr
    assert "No bot serves this folder" in asked.stderr
    assert "Build greeter-acme 1.2.0 in the sandbox" in asked.stdout
    assert "Waits for bob and carol: 0 of 2 approvals" in asked.stdout
    assert first.returncode == 0, first.stderr
    assert "Waits for carol: 1 of 2 approvals" in first.stdout
    assert unread.returncode == 3
    assert unread.stderr.strip().endswith("[not_confirmed]")
    assert second.returncode == 0, second.stderr
    assert "Released and announced in releases" in second.stdout
    status = run.twins.read("status")
    assert (status["state"], status["error"]) == ("done", None)
    assert {row["state"] for row in status["ledger"]} == {"done"}


def test_looking_without_a_bot_changes_nothing(alone: tuple[Run, list[Ended]]) -> None:
    """It reads the folder and leaves; no socket, no lock and no effect stays behind."""
    run, _ = alone
    before = run.journal()

    assert run.twins.read("list")["releases"][0]["state"] == "done"
    assert run.twins.read("whoami")["person"] == "alice"
    assert "greeter_acme-1.2.0-py3-none-any.whl" in run.twins.type("status").stdout
    assert run.twins.type("next").returncode == 3  # nothing is new
    probed = run.twins.type("status", "1.2.0", "--probe", "--json")
    told = json.loads(probed.stdout)
    states = {row["target"]: row["state"] for row in told["ledger"]}
    assert probed.returncode == 0, probed.stderr
    assert states == dict.fromkeys(("git", "github", "pypi", "testpypi"), "done")
    assert [each["target"] for each in told["left_out"]] == ["announcement in releases"]
    assert run.journal() == before
    assert not control.is_served(run.folder / "data")


def test_an_altered_audit_is_found(alone: tuple[Run, list[Ended]], tmp_path: Path) -> None:
    """By the number of the row that somebody changed."""
    copy = Run(Path(shutil.copytree(alone[0].folder, tmp_path / "copy")))
    rows = copy.twins.read("audit")["rows"]
    whole = copy.twins.type("audit", "--verify")
    with closing(sqlite3.connect(copy.folder / "data" / "releasebot.sqlite")) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET actor = 'mallory' WHERE number = 2")
        connection.commit()
    altered = copy.twins.type("audit", "--verify")

    assert whole.returncode == 0, whole.stderr
    assert whole.stdout == f"Whole: {len(rows)} rows, last hash {rows[-1]['hash']}.\n"
    assert altered.returncode == 1
    assert altered.stdout.startswith("Altered: row 2 of the audit")


def test_a_release_through_every_door_of_a_bot_that_is_killed(
    run: Run, alone: tuple[Run, list[Ended]]
) -> None:
    """Killed while it prepares and after the first vote, told to end while it publishes."""
    twins, bot = run.twins, run.serve()
    started = bot.post("/console/say", **{"as": "alice", "text": "/release minor"})
    assert not started["refused"], started
    eventually(run.journal)
    bot.end()

    bot = run.serve()
    assert any(line.startswith("Going on with greeter 1.2.0") for line in bot.told), bot.told
    question = eventually(lambda: twins.read("who")["question"])
    voted = twins.type("approve", "1.2.0", "--as", "bob")
    assert voted.returncode == 0, voted.stderr
    bot.end()

    bot = run.serve()
    status = twins.read("status")
    assert status["questions"][0]["awaits"] == ["carol"]
    before = len(run.journal())
    shipped = bot.post(
        "/console/press",
        **{"as": "carol", "action": "approve", "release": status["release"], "question": question},
        argument="last",
    )
    assert not shipped["refused"], shipped
    eventually(lambda: len(run.journal()) > before)
    assert bot.end(signal.SIGTERM) == 0

    bot = run.serve()
    eventually(lambda: twins.read("list")["releases"][0]["state"] == "done")
    assert twins.type("audit", "--verify").returncode == 0
    assert bot.end(signal.SIGINT) == 0
    assert sorted(run.journal()) == sorted(alone[0].journal())


def test_a_second_bot_is_refused_and_no_secret_is_told(run: Run) -> None:
    """The first one goes on; neither its log nor its ready line holds what opens a door."""
    bot = run.serve()
    second = run.twins.type("serve", "--allow-root")
    refused = run.twins.type("approve")
    unknown = json.loads(run.twins.type("status", "9.9.9", "--json").stdout)
    assert run.twins.type("status", "--json").returncode == 2
    assert bot.end(signal.SIGTERM) == 0

    assert second.returncode == 3
    assert second.stderr.strip().endswith("[folder_in_use]")
    assert refused.returncode == 2
    assert unknown["error"]["exit_code"] == 2
    secrets = [path.read_text() for path in (run.folder / "secrets").iterdir()]
    secrets.append((run.folder / "data" / "web.key").read_text())
    log = "".join(bot.told)
    assert "Ending" in log
    assert not [secret for secret in secrets if secret in log]
