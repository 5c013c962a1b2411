"""Landing by a pull request in the real local world: `kill -9` around it, and a busy branch."""

import asyncio
import signal

import pytest

from bot import main, settings
from bot.domain.conversation import commands
from bot.rehearsal.bare_repository import BareRepository
from tests.faults.conftest import PATIENCE_SECONDS, Journal, Run, make_run

LANDING = ("create_pull_request", "merge_pull_request")
MOMENTS = ("before", "after")
WHEN = "2026-03-04T05:06:07Z"


@pytest.fixture(scope="module")
def asked_to_merge(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run whose release waits for approval, and lands by a pull request."""
    run = make_run(tmp_path_factory.mktemp("merging") / "run", "pull-request")
    with run.living():
        done = run.bot("asked")
        assert done.returncode == 0, done.stderr
    return run


@pytest.fixture(scope="module")
def merged(
    asked_to_merge: Run, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Journal, list[str]]:
    """What the release changes when nobody kills the bot, and the effects that do it."""
    run = asked_to_merge.copy_to(tmp_path_factory.mktemp("merged") / "run")
    with run.living():
        done = run.bot("ended")
        assert "done None" in done.stderr
        return run.journal(), done.stdout.split()


def test_the_branch_has_the_commit_that_is_tagged(merged: tuple[Journal, list[str]]) -> None:
    """By a pull request of ours, once everything is published, and before it is announced."""
    journal, effects = merged
    landed = [row["key"] for row in journal if row["kind"].startswith("pull_request")]

    assert effects[-4:] == ["publish_release", *LANDING, "post"]
    assert landed == ["release/v1.2.0 into main"] * 2
    assert effects.count("set_branch") == 0


@pytest.mark.parametrize("living", ["asked_to_merge"], indirect=True)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", LANDING)
def test_a_kill_while_landing_costs_nothing(
    living: Run, merged: tuple[Journal, list[str]], effect: str, moment: str
) -> None:
    """The journal ends as that of the undisturbed release, row for row and byte for byte."""
    number = merged[1].index(effect) + 1
    killed = living.bot("ended", str(number), moment)
    resumed = living.bot("ended")

    assert killed.returncode == -signal.SIGKILL
    assert "done None" in resumed.stderr
    assert living.journal() == merged[0]


async def _released_without(run: Run) -> tuple[str, str]:
    """Let a commit land on main, decide to release without it; it, and the release's commit."""
    configured = settings.read_settings(run.folder / "releasebot.toml")
    projects = await main.build_projects(configured)
    host = projects["greeter"].outside.code_host
    async with (
        main.assemble(configured, projects).releases as releases,
        asyncio.timeout(PATIENCE_SECONDS),
    ):
        [release] = await releases.unfinished()
        base = (await releases.status(release))["commit"]
        newer = await host.create_commit(base, "fix: late", {"late.txt": b"1"}, WHEN)
        await host.set_branch("main", newer, base)
        await releases.look_at_branches()
        status = await releases.status(release)
        assert (status["moved"]["to"], status["moved"]["commits"]) == (newer, 1)
        assert "1 commit: fix: late" in status["moved"]["why"]

        await releases.decide_branch(release, "bob", "without")
        for person in status["questions"][0]["awaits"]:
            vote = commands.CastVote(
                question=status["questions"][0]["id"], person=person, answer="approve"
            )
            await releases.vote(vote)
        while (status := await releases.status(release))["state"] in ("running", "waiting"):  # noqa: ASYNC110  # as every door looks
            await asyncio.sleep(0.05)
        assert (status["state"], status["error"]) == ("done", None)
        tag = await host.tag(status["tag"])
        assert tag is not None
        return newer, tag.commit


@pytest.mark.parametrize("living", ["asked_to_merge"], indirect=True)
async def test_a_release_without_what_is_new_ends_in_a_branch_with_both(living: Run) -> None:
    """The tag is on the approved commit, and main has that and what landed meanwhile."""
    newer, tagged = await _released_without(living)
    folder = living.folder / "world" / "repositories" / "acme" / "greeter.git"
    git = BareRepository(folder)

    assert git.text("rev-list", "--parents", "--max-count=1", "main").split()[1:] == [newer, tagged]
    assert not git.is_ancestor(newer, tagged)
    assert git.text("show", "main:late.txt") == "1"
