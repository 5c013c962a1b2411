"""Rows 11 to 23, 25 to 29 and 57 of the bad inputs: what a release is planned from."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot import errors
from bot.adapters.git import GitRepository
from bot.domain.plans import planning
from bot.domain.plans.planning import PlanRequest, ProjectRules
from tests.fakes.real_git import RealGit, make_released, make_repository

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
NUMBERS = {*range(11, 24), *range(25, 30), 57}
ROWS = [row for row in DATA["row"] if row["number"] in NUMBERS]
PUBLISHED = {"pypi": ("1.0.0", "1.1.0", "1.2.0")}


def released(folder: Path) -> RealGit:
    """Released as 1.1.0; a branch that main does not contain is tagged as 1.3.0."""
    git = make_released(folder)
    git.run("checkout", "--quiet", "-b", "other", "v1.1.0")
    git.commit("fix: elsewhere")
    git.tag("v1.3.0")
    git.run("checkout", "--quiet", "main")
    return git


def forked(folder: Path) -> RealGit:
    """With a commit that only a fork's pull request has; code hosts show it in the repository."""
    git = released(folder)
    git.run("checkout", "--quiet", "--detach")
    git.run("update-ref", "refs/pull/7/head", git.commit("feat: from elsewhere"))
    git.run("checkout", "--quiet", "main")
    return git


def untagged(folder: Path) -> RealGit:
    """One commit, never released."""
    git = make_repository(folder)
    git.commit("Start", pyproject_dot_toml='[project]\nname = "demo"\nversion = "0.1.0"\n')
    return git


def shallow(folder: Path) -> RealGit:
    """Only the last commit of a released repository."""
    git = make_released(folder.with_name("whole"))
    git.commit("fix: last")
    git.run("clone", "--quiet", "--depth", "1", f"file://{git.folder}", str(folder))
    RealGit(folder).run("fetch", "--quiet", "--depth", "1", "origin", "tag", "v1.1.0")
    return RealGit(folder)


def twice_unreleased(folder: Path) -> RealGit:
    """A changelog with two sections for what is not released."""
    return _with_changelog(folder, "[Unreleased]", "- One.", "[Unreleased]", "- Two.")


def another_version(folder: Path) -> RealGit:
    """A changelog that tells of a later version than the one that is planned."""
    return _with_changelog(folder, "[3.0.0] - 2026-01-01", "- Later.", "[1.1.0]", "- Before.")


def with_a_submodule_by_a_program(folder: Path) -> RealGit:
    """Its address would have git start one."""
    return _with_submodule(folder, "ext::sh -c id")


def with_a_submodule_of_this_machine(folder: Path) -> RealGit:
    """Its address names a folder here."""
    return _with_submodule(folder, "file:///etc")


def _with_submodule(folder: Path, url: str) -> RealGit:
    git = released(folder)
    modules = f'[submodule "x"]\n\tpath = vendor/x\n\turl = {url}\n'
    (folder / ".gitmodules").write_text(modules, encoding="utf-8")
    git.run("add", ".gitmodules")
    git.run("update-index", "--add", "--cacheinfo", f"160000,{git.head()},vendor/x")
    git.run("commit", "--quiet", "--message", "feat: more")
    return git


def _with_changelog(folder: Path, *pieces: str) -> RealGit:
    git = released(folder)
    lines = [f"## {piece}" if piece.startswith("[") else piece for piece in pieces]
    git.commit("docs: tell", CHANGELOG_dot_md="\n\n".join(["# Changelog", *lines]) + "\n")
    return git


CLONES: Mapping[str, Callable[[Path], RealGit]] = {
    "another_version": another_version,
    "empty": make_repository,
    "forked": forked,
    "released": released,
    "shallow": shallow,
    "twice_unreleased": twice_unreleased,
    "untagged": untagged,
    "with_a_submodule_by_a_program": with_a_submodule_by_a_program,
    "with_a_submodule_of_this_machine": with_a_submodule_of_this_machine,
}


async def plan(folder: Path, bump: str, branch: str | None) -> None:
    """Plan from a clone as people do."""
    facts = await GitRepository.local(folder).facts(branch)
    request = PlanRequest(bump=bump, created="2026-02-03T04:05:06Z")
    planning.make_plan(request, facts, ProjectRules(), PUBLISHED)


def state(folder: Path) -> dict[Path, bytes]:
    """Every file of the clone with its bytes, git's own among them."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['number']}-{row['code']}" for row in ROWS])
async def test_it_is_refused_in_one_sentence(tmp_path: Path, row: Mapping[str, Any]) -> None:
    """Code, sentence and next step are those of the table, and nothing was changed."""
    git = CLONES[row.get("repository", "released")](tmp_path / "clone")
    named = {name: git.run("rev-parse", f"{name}^{{commit}}") for name in row.get("commits", [])}
    typed = _with_commits(row["input"], named) * row.get("times", 1)
    is_branch = row["number"] in range(21, 27)
    before = state(git.folder)
    with pytest.raises(errors.ReleasebotError) as caught:
        await plan(git.folder, typed, typed if is_branch else None)
    assert state(git.folder) == before
    assert caught.value.reason == row["code"]
    assert _with_commits(row["sentence"], named) in caught.value.sentence
    assert row["next"] in caught.value.next_step
    assert "\n" not in caught.value.for_people()
    assert len(caught.value.for_people()) < 400


def _with_commits(text: str, named: Mapping[str, str]) -> str:
    for name, commit in named.items():
        text = text.replace(f"{{{name}}}", commit).replace(f"{{{name}:8}}", commit[:8])
    return text


def test_every_number_has_a_row() -> None:
    """No line of the threat model's table is forgotten."""
    assert {row["number"] for row in ROWS} == NUMBERS
