"""`kill -9` around each effect by which a release that was published by hand is completed."""

import signal

import pytest
from github import Auth, Github

from bot.rehearsal import world
from bot.rehearsal.sample import project
from tests.fakes import published_by_hand as by_hand
from tests.fakes.github_owner import GitHubOwner
from tests.faults.conftest import Journal, Run, make_run

EFFECTS = (
    "upload",  # the sdist to TestPyPI
    "upload",  # the wheel
    "upload",  # the sdist to PyPI
    "upload",  # the wheel
    "upload_asset",  # wheel, sdist, SBOM, checksums
    "upload_asset",
    "upload_asset",
    "upload_asset",
    "post",
)
KILLS = [
    (number, moment)
    for number, name in enumerate(EFFECTS, start=1)
    if name in ("upload_asset", "post")  # the others: test_kill.py
    for moment in ("before", "after")
]


@pytest.fixture(scope="module")
def asked_by_hand(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run in which somebody published 1.2.0 by hand; what completes it waits for approval."""
    run = make_run(tmp_path_factory.mktemp("by_hand") / "run")
    with run.living():
        running = world.start_world(run.folder / "world")
        owner = GitHubOwner(running.github_url)
        token = owner.person("alice", repository=project.FULL_NAME, role="maintain")
        with Github(auth=Auth.Token(token), base_url=running.github_url, retry=None) as client:
            seen = client.get_repo(project.FULL_NAME)
            by_hand.commit_version(seen, "1.2.0")
            by_hand.publish(seen, "1.2.0")
        (run.folder / "adopts").write_text("v1.2.0")
        done = run.bot("asked")
        assert done.returncode == 0, done.stderr
        assert done.stdout == "", "nothing happens outside before people say yes"
    return run


@pytest.fixture(scope="module")
def completed(
    asked_by_hand: Run, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Journal, list[str]]:
    """What is changed when nobody kills the bot, and the effects that do it."""
    run = asked_by_hand.copy_to(tmp_path_factory.mktemp("completed") / "run")
    with run.living():
        done = run.bot("ended")
        assert "done None" in done.stderr
        return run.journal(), done.stdout.split()


def test_every_effect_is_known(completed: tuple[Journal, list[str]]) -> None:
    """A new effect without its place in the list above fails here."""
    assert tuple(completed[1]) == EFFECTS


@pytest.mark.parametrize("living", ["asked_by_hand"], indirect=True)
@pytest.mark.parametrize(("number", "moment"), KILLS)
def test_a_kill_while_completing_costs_nothing(
    living: Run, completed: tuple[Journal, list[str]], number: int, moment: str
) -> None:
    """The journal ends as that of the undisturbed one, row for row and byte for byte."""
    killed = living.bot("ended", str(number), moment)
    resumed = living.bot("ended")

    assert killed.returncode == -signal.SIGKILL
    assert "done None" in resumed.stderr
    assert living.journal() == completed[0]
