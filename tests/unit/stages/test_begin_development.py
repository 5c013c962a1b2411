"""What a branch states after a release: one commit, or a pull request, or what people wrote."""

from dataclasses import replace

import pytest

from bot import errors
from bot.domain.approvals.gates import BranchRules
from bot.domain.plans.plan import VersionFile
from bot.stages import begin_development
from tests.fakes.fake_code_host import FakeCodeHost
from tests.unit.stages.stagehand import Stagehand

NAME = "begin_development"
BRANCH = "release/begin-1.2.1.dev0"
PYPROJECT = "pyproject.toml"


@pytest.fixture
async def out(stagehand: Stagehand) -> Stagehand:
    """Everything is published, and main has the release commit."""
    stagehand.plan = replace(stagehand.plan, development="1.2.1.dev0")
    await stagehand.run_until("publish_github_release")
    return stagehand


def _text(hand: Stagehand, path: str = PYPROJECT, branch: str = "main") -> str:
    history = hand.world.history
    return history.commits[history.branches[branch]].files[path].decode()


async def test_one_commit_on_the_branch(out: Stagehand) -> None:
    """With nothing but the version, on top of the release."""
    history = out.world.history
    released, changelog = history.branches["main"], _text(out, "CHANGELOG.md")
    outcome = await out.run(NAME)
    made = history.commits[history.branches["main"]]

    assert [(row.key, row.state) for row in outcome.rows] == [("1.2.1.dev0 on main", "done")]
    assert made.parents == (released,)
    assert made.message.startswith("chore: begin 1.2.1.dev0\n")
    assert 'version = "1.2.1.dev0"' in _text(out)
    assert _text(out, "CHANGELOG.md") == changelog
    assert out.world.code_host.pulls == {}


async def test_what_landed_meanwhile_stays(out: Stagehand) -> None:
    """The commit stands on the newest one."""
    newer = out.world.push()
    await out.run(NAME)
    history = out.world.history

    assert history.commits[history.branches["main"]].parents == (newer,)


async def test_a_branch_that_moves_is_tried_again_and_never_forced(
    out: Stagehand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody pushes between the look and the act."""
    set_branch, pushed = FakeCodeHost.set_branch, list[str]()

    async def late(host: FakeCodeHost, branch: str, commit: str, expected: str | None) -> None:
        if not pushed:
            pushed.append(out.world.push())
        await set_branch(host, branch, commit, expected)

    monkeypatch.setattr(FakeCodeHost, "set_branch", late)
    await out.run(NAME)
    history = out.world.history

    assert history.commits[history.branches["main"]].parents == tuple(pushed)
    assert out.world.code_host.count("replace_branch") == 0


async def test_a_branch_that_never_rests_gets_a_pull_request(
    out: Stagehand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some tries."""
    set_branch, pushed = FakeCodeHost.set_branch, list[str]()

    async def late(host: FakeCodeHost, branch: str, commit: str, expected: str | None) -> None:
        if branch == "main":
            pushed.append(out.world.push(f"fix: {len(pushed)}", later_py=str(len(pushed))))
        await set_branch(host, branch, commit, expected)

    monkeypatch.setattr(FakeCodeHost, "set_branch", late)
    await out.run(NAME)

    assert len(pushed) == begin_development.TRIES
    assert [pull.of for pull in out.world.code_host.pulls.values()] == [(BRANCH, "main")]


@pytest.mark.parametrize("version", ["1.2.1.dev0", "1.3.0.dev0", "1.2.1", "2.0.0rc1"])
async def test_a_higher_version_on_the_branch_is_enough(out: Stagehand, version: str) -> None:
    """Whoever wrote it; nothing is done."""
    stated = _text(out).replace("1.2.0", version)
    out.world.push("chore: go on", pyproject_toml=stated)
    effects = out.world.effects()

    assert (await out.run(NAME)).missing() == ()
    assert await out.states(NAME) == ["done"]
    assert out.world.effects() == effects


async def test_a_branch_for_a_few_is_tried_first(out: Stagehand) -> None:
    """The bot may be one of those few."""
    out.world.code_host.rules["main"] = BranchRules(is_locked=True)
    await out.run(NAME)

    assert out.world.code_host.pulls == {}
    assert 'version = "1.2.1.dev0"' in _text(out, branch="main")


@pytest.mark.parametrize(
    "rules", [BranchRules(needs_pull_request=True), BranchRules(checks=("ci",))]
)
async def test_a_protected_branch_gets_a_pull_request(out: Stagehand, rules: BranchRules) -> None:
    """One, which people merge; the record says so and names it."""
    out.world.code_host.rules["main"] = rules
    head = out.world.history.branches["main"]
    outcome = await out.run(NAME)
    [(number, pull)] = out.world.code_host.pulls.items()

    assert (pull.of, pull.title) == ((BRANCH, "main"), "Begin 1.2.1.dev0")
    assert 'version = "1.2.1.dev0"' in _text(out, branch=BRANCH)
    assert out.world.history.branches["main"] == head
    assert [row.evidence["url"] for row in outcome.rows] == [f"https://code.example/pull/{number}"]
    [left] = outcome.left_out
    assert (left.remedy, f"pull/{number} waits for people" in left.why) == (
        "merge it, or close it",
        True,
    )
    assert (await out.run(NAME)) == outcome


async def test_a_project_that_lands_by_pull_requests_gets_one(out: Stagehand) -> None:
    """The rules are not even asked for."""
    out.plan = replace(out.plan, land="pull-request")
    await out.run(NAME)

    assert len(out.world.code_host.pulls) == 1


async def test_a_refusal_that_nobody_foresaw_ends_in_a_pull_request(
    out: Stagehand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older protection does not show its rules."""
    set_branch = FakeCodeHost.set_branch

    async def refuse(host: FakeCodeHost, branch: str, commit: str, expected: str | None) -> None:
        if branch == "main":
            raise errors.Conflict("main is protected.", "Merge it by hand.")
        await set_branch(host, branch, commit, expected)

    monkeypatch.setattr(FakeCodeHost, "set_branch", refuse)
    await out.run(NAME)

    assert [pull.of for pull in out.world.code_host.pulls.values()] == [(BRANCH, "main")]


@pytest.mark.parametrize("effect", ["create_commit", "set_branch", "create_pull_request"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("needs_pull_request", [False, True])
async def test_a_lost_answer_costs_nothing(
    out: Stagehand, effect: str, when: str, *, needs_pull_request: bool
) -> None:
    """The next run finds what there is; each effect happens once."""
    host = out.world.code_host
    host.rules["main"] = BranchRules(needs_pull_request=needs_pull_request)
    before = len(host.effects)
    host.fail_next(effect, when="before" if when == "before" else "after")
    if effect != "create_pull_request" or needs_pull_request:
        with pytest.raises(errors.Unknown):
            await out.run(NAME)
    await out.run(NAME)
    names = [done[0] for done in host.effects[before:]]

    assert names == [
        "create_commit",
        "set_branch",
        *(["create_pull_request"] if needs_pull_request else []),
    ]


@pytest.mark.parametrize(("state", "rows"), [("merged", ["done"]), ("closed", [])])
async def test_what_people_did_with_the_pull_request_stands(
    out: Stagehand, state: str, rows: list[str]
) -> None:
    """No second one is opened, whatever the branch states."""
    host = out.world.code_host
    host.rules["main"] = BranchRules(needs_pull_request=True)
    await out.run(NAME)
    [number] = host.pulls
    host.pulls[number] = replace(host.pulls[number], state=state)  # type: ignore[arg-type]  # of the table
    outcome = await out.run(NAME)

    assert [row.state for row in outcome.rows] == rows
    assert any("was closed without a merge" in left.why for left in outcome.left_out) == (not rows)
    assert len(host.pulls) == 1


async def test_a_branch_of_that_name_with_other_work_is_left_alone(out: Stagehand) -> None:
    """It is told, and nothing is overwritten."""
    out.plan = replace(out.plan, land="pull-request")
    history = out.world.history
    history.branches[BRANCH] = history.add({"other.py": b"1"}, history.branches["main"])

    with pytest.raises(errors.Conflict, match="holds other work"):
        await out.run(NAME)
    assert out.world.code_host.pulls == {}


async def test_a_branch_that_does_not_state_the_release_is_for_people(out: Stagehand) -> None:
    """As when somebody went back; also where the branch is gone."""
    for change in ("back", "gone"):
        if change == "back":
            out.world.push("revert", pyproject_toml=_text(out).replace("1.2.0", "1.0.0"))
        else:
            del out.world.history.branches["main"]
        outcome = await out.run(NAME)
        [left] = outcome.left_out
        assert (outcome.rows, left.target) == ((), "development version 1.2.1.dev0")
        assert "1.2.1.dev0" in left.remedy


async def test_what_tells_people_what_to_install_stays(out: Stagehand) -> None:
    """The released version is what can be installed."""
    readme = VersionFile(path="README.md", how="everywhere")
    out.plan = replace(out.plan, version_files=(*out.plan.version_files, readme))
    out.world.push("docs: how", README_md="pip install greeter==1.2.0")
    await out.run(NAME)

    assert _text(out, "README.md") == "pip install greeter==1.2.0"
