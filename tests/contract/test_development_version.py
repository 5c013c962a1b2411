"""The development version at the local GitHub: open branches take it, others are asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import main, settings
from bot.domain.plans import planning
from bot.domain.plans.plan import Plan, VersionFile
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.rehearsal import operator_file, rehearsed_project
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from bot.stages import begin_development
from bot.stages.work import Outcome, Work
from tests.fakes.github_owner import GitHubOwner
from tests.fakes.sample_plan import sample_plan

BRANCH = "release/begin-1.1.2.dev0"
MODULE = project.path("__init__.py")


def _plan() -> Plan:
    """The plan of the sample's last release, as if it had wanted a development version."""
    return replace(
        sample_plan(),
        package=project.PACKAGE,
        version="1.1.1",
        semver="1.1.1",
        tag="v1.1.1",
        development="1.1.2.dev0",
        version_files=(
            VersionFile(path="pyproject.toml", how="pyproject"),
            VersionFile(path=MODULE, how="attribute"),
        ),
    )


@pytest.fixture
async def work(world: World, tmp_path: Path) -> Work:
    """The stage's work, with the adapters that a bot would have."""
    chosen = rehearsed_project.choose(world, None)
    path = operator_file.write_operator_file(tmp_path, world, chosen)
    projects = await main.build_projects(settings.read_settings(path))
    return Work(plan=_plan(), ledger={}, outside=projects["greeter"].outside)


@pytest.fixture
def git(world: World) -> BareRepository:
    """The sample as GitHub has it."""
    return BareRepository(world.folder / "repositories" / f"{project.FULL_NAME}.git")


async def _run(work: Work) -> Outcome:
    """Look, act on what is missing, look again."""
    before = await begin_development.already_done(work)
    assert before.missing()
    await begin_development.run(work, before.missing())
    return await begin_development.already_done(work)


async def test_an_open_branch_takes_the_commit(work: Work, git: BareRepository) -> None:
    """Made through the Git data API, on the newest commit, and nothing else is changed."""
    before = git.text("rev-parse", "main")
    outcome = await _run(work)

    assert [row.state for row in outcome.rows] == ["done"]
    assert git.text("rev-parse", "main^") == before
    assert git.text("diff", "--name-only", before, "main").splitlines() == [
        "pyproject.toml",
        MODULE,
    ]
    assert '__version__ = "1.1.2.dev0"' in git.text("show", f"main:{MODULE}")
    message = git.text("show", "--no-patch", "--format=%B", "main")
    assert message.rstrip().endswith("Releasebot-Development: 1.1.2.dev0")


@pytest.mark.parametrize("kind", ["classic", "ruleset"])
async def test_a_protected_branch_is_asked(
    work: Work, git: BareRepository, world: World, kind: str
) -> None:
    """Whether GitHub shows its rules or not: one pull request, and the branch stays."""
    GitHubOwner(world.github_url).branch_rule(project.FULL_NAME, "main", kind=kind, reviews=1)
    before = git.text("rev-parse", "main")
    outcome = await _run(work)
    again = await begin_development.already_done(work)

    assert git.text("rev-parse", "main") == before
    assert 'version = "1.1.2.dev0"' in git.text("show", f"{BRANCH}:pyproject.toml")
    [left] = outcome.left_out
    assert "waits for people" in left.why
    assert [row.state for row in outcome.rows] == ["done"]
    assert again == outcome


async def test_the_next_plan_takes_the_branch_as_it_is(work: Work) -> None:
    """Read by git itself: counted from the last tag, with no word about that commit."""
    await _run(work)
    facts = await work.outside.repository.facts("main")
    for bump, version in (("patch", "1.1.2"), ("minor", "1.2.0")):
        request = PlanRequest(bump=bump, created=work.plan.created)
        plan = planning.make_plan(request, facts, ProjectRules())

        assert plan.version == version
        assert [warning for warning in plan.warnings if " states " in warning] == []
        assert [change for change in plan.changes if "1.1.2.dev0" in change.text] == []
        assert len(plan.changes) > 0
