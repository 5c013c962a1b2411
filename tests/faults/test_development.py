"""The next development version in the real local world: `kill -9` around each of its effects."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import main, settings
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.sample import project
from tests.faults.conftest import Journal, Run, make_run
from tests.official.github import traffic

WHEN = "2026-03-04T05:06:07Z"
RULES = f"{project.REPOSITORY_RULES}\n[version]\ndevelopment = true\n"
LANDINGS = ("fast-forward", "pull-request")
BEGINNING = {  # what comes last, after the announcement
    "fast-forward": ("create_commit", "set_branch"),
    "pull-request": ("create_commit", "set_branch", "create_pull_request"),
}
KILLS = [
    pytest.param(land, number, moment, id=f"{land}-{name}-{moment}")
    for land, names in BEGINNING.items()
    for number, name in enumerate(names)
    for moment in ("before", "after")
]


async def _want(run: Run) -> None:
    """Let main of the sample ask for development versions."""
    configured = settings.read_settings(run.folder / "releasebot.toml")
    host = (await main.build_projects(configured))["greeter"].outside.code_host
    head = await host.branch_head("main")
    assert head is not None
    commit = await host.create_commit(
        head, "chore: development versions", {".releasebot.toml": RULES.encode()}, WHEN
    )
    await host.set_branch("main", commit, head)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """A run for each way to land, whose release waits for approval."""
    runs = {}
    for land in LANDINGS:
        run = make_run(tmp_path_factory.mktemp("wanted") / "run", land)
        with run.living():
            asyncio.run(_want(run))
            done = run.bot("asked")
            assert done.returncode == 0, done.stderr
        runs[land] = run
    return runs


@pytest.fixture(scope="module")
def begun(
    wanted: dict[str, Run], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Journal, list[str]]]:
    """What the releases change when nobody kills the bot, and the effects that do it."""
    found = {}
    for land in LANDINGS:
        run = wanted[land].copy_to(tmp_path_factory.mktemp("begun") / "run")
        with run.living():
            done = run.bot("ended")
            assert "done None" in done.stderr
            found[land] = (run.journal(), done.stdout.split())
        assert traffic.sweep(run.folder / "world") == []
    return found


@pytest.fixture
def living(wanted: dict[str, Run], land: str, tmp_path: Path) -> Iterator[Run]:
    """A copy of the run that lands this way, with its world running."""
    run = wanted[land].copy_to(tmp_path / "run")
    with run.living():
        yield run
    assert traffic.sweep(run.folder / "world") == []


@pytest.mark.parametrize("land", LANDINGS)
def test_it_comes_last(begun: dict[str, tuple[Journal, list[str]]], land: str) -> None:
    """After the announcement."""
    assert begun[land][1][-len(BEGINNING[land]) - 1 :] == ["post", *BEGINNING[land]]


@pytest.mark.parametrize(("land", "number", "moment"), KILLS)
def test_a_kill_while_beginning_costs_nothing(
    living: Run,
    begun: dict[str, tuple[Journal, list[str]]],
    land: str,
    number: int,
    moment: str,
) -> None:
    """The journal ends as that of the undisturbed release, row for row and byte for byte."""
    journal, effects = begun[land]
    counted = len(effects) - len(BEGINNING[land]) + number + 1
    killed = living.bot("ended", str(counted), moment)
    resumed = living.bot("ended")

    assert killed.returncode == -signal.SIGKILL
    assert "done None" in resumed.stderr
    assert living.journal() == journal
    git = BareRepository(living.folder / "world" / "repositories" / "acme" / "greeter.git")
    branch = "main" if land == "fast-forward" else "release/begin-1.2.1.dev0"
    assert 'version = "1.2.1.dev0"' in git.text("show", f"{branch}:pyproject.toml")
    assert "1.2.1" not in git.text("show", f"{branch}:CHANGELOG.md")
