"""The stages before the question: done, missing and different, as tables."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import errors, ports
from bot.domain.approvals.bypass import Bypass
from bot.domain.plans.plan import Check
from bot.stages import prepare_release
from tests.unit.stages.stagehand import Stagehand

World = Callable[[Stagehand], object]


def _checks(state: str) -> World:
    return lambda hand: hand.world.code_host.checks.update({hand.plan.commit: state})


def _tag(hand: Stagehand) -> None:
    hand.world.code_host.tags["v1.2.0"] = ports.Tag(name="v1.2.0", commit="0" * 40, annotated=True)


@pytest.mark.parametrize(
    ("happens", "key", "told"),
    [
        (
            lambda hand: hand.world.history.branches.update(main="0" * 40),
            "branch main",
            f"the branch main is at {'0' * 40}, the plan was made from",
        ),
        (
            lambda hand: hand.world.history.branches.pop("main"),
            "branch main",
            "the branch main is at nothing, the plan",
        ),
        (_tag, "tag v1.2.0 is free", "the tag v1.2.0 already points at 000"),
        (_checks("failure"), "checks of the commit", "CI says failure for"),
        (
            lambda hand: hand.world.pypi.put("greeter-1.2.0.tar.gz", b"other"),
            "1.2.0 is free on pypi",
            "PyPI already lists greeter-1.2.0.tar.gz with sha256",
        ),
        (
            lambda hand: hand.world.testpypi.put("greeter-1.2.0.tar.gz", b"other"),
            "1.2.0 is free on testpypi",
            "TestPyPI already lists greeter-1.2.0.tar.gz with sha256",
        ),
        (
            lambda hand: setattr(hand, "plan", replace(hand.plan, notes=" \n")),
            "notes",
            "the release has no notes",
        ),
    ],
)
async def test_what_is_not_ready_differs(
    stagehand: Stagehand, happens: World, key: str, told: str
) -> None:
    """One row tells what, why and what to do; all others are fine."""
    happens(stagehand)
    rows = {row.key: row for row in (await stagehand.look("check_ready")).rows}
    bad = rows.pop(key)

    assert bad.state == "differs"
    assert bad.evidence["why"].startswith(told)
    assert bad.evidence["next"]
    assert {row.state for row in rows.values()} == {"done"}


async def test_a_branch_that_went_on_is_ready_where_a_merge_lands_it(
    stagehand: Stagehand,
) -> None:
    """Only a branch that still contains the planned commit can get it merged."""
    stagehand.plan = replace(stagehand.plan, land="pull-request")
    stagehand.world.push()
    [branch, *_] = (await stagehand.look("check_ready")).rows
    assert (branch.key, branch.state) == ("branch main", "done")

    history = stagehand.world.history
    history.branches["main"] = history.add({"other.py": b"1"})
    [branch, *_] = (await stagehand.look("check_ready")).rows
    assert branch.state == "differs"


@pytest.mark.parametrize(
    ("state", "waits", "left_out"),
    [("success", False, 0), ("pending", True, 0), ("none", False, 1), ("failure", False, 0)],
)
async def test_the_checks_of_the_commit(
    stagehand: Stagehand, state: str, *, waits: bool, left_out: int
) -> None:
    """Pending ones are waited for; where there is none, that is told and never green."""
    _checks(state)(stagehand)
    outcome = await stagehand.look("check_ready")
    listed = [row for row in outcome.rows if row.key == "checks of the commit"]

    assert bool(outcome.waiting) == waits
    assert len(outcome.left_out) == left_out
    assert bool(listed) == (state in ("success", "failure"))


async def test_the_release_commit_holds_the_version_and_nothing_else(
    stagehand: Stagehand,
) -> None:
    """One commit on the planned one, by the bot, dated as the plan."""
    await stagehand.run("prepare_release")
    head = stagehand.world.history.branches["release/v1.2.0"]
    commit = stagehand.world.history.commits[head]
    changed = await stagehand.world.repository.changed_paths(stagehand.plan.commit, head)

    assert commit.parents == (stagehand.plan.commit,)
    assert (commit.message, commit.when) == ("Release v1.2.0", stagehand.plan.created)
    assert set(changed or ()) == {"pyproject.toml", "CHANGELOG.md"}
    assert b'version = "1.2.0"' in commit.files["pyproject.toml"]
    assert stagehand.work().release_commit() == head


@pytest.mark.parametrize("what", ["more", "less", "otherwise", "a commit in between"])
async def test_a_release_branch_with_other_work_differs(stagehand: Stagehand, what: str) -> None:
    """A file more, a file less, other content, another parent: none is the release commit."""
    history, plan = stagehand.world.history, stagehand.plan
    files = await prepare_release._expected_files(stagehand.work())
    parent = plan.commit
    if what == "more":
        files["extra.py"] = b"1\n"
    elif what == "less":
        del files["CHANGELOG.md"]
    elif what == "otherwise":
        files["pyproject.toml"] += b"# and more\n"
    else:
        parent = history.add({"extra.py": b"1\n"}, plan.commit)
    history.branches["release/v1.2.0"] = history.add(files, parent)
    [row] = (await stagehand.look("prepare_release")).rows

    assert (row.state, row.key) == ("differs", "release/v1.2.0")
    assert "already holds other work at" in row.evidence["why"]
    assert "delete the branch release/v1.2.0" in row.evidence["next"]


async def test_checks_run_each_once_and_are_remembered(stagehand: Stagehand) -> None:
    """A check that has passed is not run again; one that nobody configured is shown."""
    checks = (Check(name="test", run="make test"), Check(name="lint", run="make lint"))
    stagehand.plan = replace(stagehand.plan, checks=checks, unconfigured_checks=("docs",))
    await stagehand.run("prepare_release")
    assert await stagehand.states("run_checks") == ["missing", "missing"]
    outcome = await stagehand.run("run_checks")

    assert [(row.key, row.state) for row in outcome.rows] == [("test", "done"), ("lint", "done")]
    assert [entry.target for entry in outcome.left_out] == ["check docs"]
    assert await stagehand.states("run_checks") == ["done", "done"]
    assert stagehand.world.builder.count("check") == 2


async def test_every_red_check_is_told_and_tried_again(stagehand: Stagehand) -> None:
    """Its name and its command are told; a retry runs it once more."""
    checks = (Check(name="test", run="make test"), Check(name="lint", run="make lint"))
    stagehand.plan = replace(stagehand.plan, checks=checks)
    stagehand.world.builder.check_state = "failed"
    await stagehand.run("prepare_release")
    rows = (await stagehand.run("run_checks")).rows

    assert [(row.target, row.key, row.state) for row in rows] == [
        ("checks", "test", "differs"),
        ("checks", "lint", "differs"),
    ]
    assert rows[0].evidence["why"].startswith("the check test failed: ")
    assert "make test" in rows[0].evidence["next"]
    assert await stagehand.states("run_checks") == ["missing", "missing"]


@pytest.mark.parametrize("state", ["passed", "failed"])
async def test_a_check_leaves_the_end_of_its_log(stagehand: Stagehand, state: str) -> None:
    """In its row, whichever way it went; one line of it says how."""
    stagehand.plan = replace(stagehand.plan, checks=(Check(name="test", run="make test"),))
    stagehand.world.builder.check_state = state
    stagehand.world.builder.tail = "FAILED test_a\n=== 1 failed in 0.1s ===\nmake: *** Error 1\n"
    await stagehand.run("prepare_release")
    [row] = (await stagehand.run("run_checks")).rows

    assert row.evidence["log"] == stagehand.world.builder.tail.rstrip()
    if state == "failed":
        assert row.evidence["why"] == "the check test failed: 1 failed in 0.1s"
    else:
        assert row.evidence["detail"] == "1 failed in 0.1s"


async def test_a_red_check_that_somebody_overrode_is_not_run_again(stagehand: Stagehand) -> None:
    """The row tells who answers for it and why; the other check still counts."""
    checks = (Check(name="test", run="make test"), Check(name="lint", run="make lint"))
    stagehand.plan = replace(stagehand.plan, checks=checks)
    stagehand.world.builder.check_state = "failed"
    await stagehand.run("prepare_release")
    await stagehand.run("run_checks")
    stagehand.bypasses = (_override("lint"),)
    rows = (await stagehand.look("run_checks")).rows

    assert [(row.key, row.state) for row in rows] == [("test", "missing"), ("lint", "skipped")]
    assert rows[1].evidence["by"] == "bob"
    assert rows[1].evidence["reason"] == "known to be flaky"
    assert rows[1].evidence["why"].startswith("the check lint failed: ")


async def test_a_red_gate_that_somebody_overrode_is_skipped(stagehand: Stagehand) -> None:
    """The one that was meant, and no other; a green one stays green."""
    stagehand.world.code_host.checks[stagehand.plan.commit] = "failure"
    stagehand.plan = replace(stagehand.plan, notes="")
    stagehand.bypasses = (_override("checks of the commit"), _override("branch main"))
    states = {row.key: row.state for row in (await stagehand.look("check_ready")).rows}

    assert states.pop("checks of the commit") == "skipped"
    assert states.pop("notes") == "differs"
    assert set(states.values()) == {"done"}


def _override(gate: str) -> Bypass:
    return Bypass(
        kind="override",
        name=gate,
        person="bob",
        reason="known to be flaky",
        time="2026-03-04T05:06:07.000Z",
    )


async def test_a_build_is_made_once_for_a_commit(stagehand: Stagehand) -> None:
    """Its record outlives the ledger, so a retry never builds other bytes."""
    await stagehand.run("prepare_release")
    assert await stagehand.states("build_packages") == ["missing"]
    await stagehand.run("build_packages")
    del stagehand.ledger["build_packages"]
    rows = (await stagehand.look("build_packages")).rows

    assert [row.evidence["kind"] for row in rows] == ["sdist", "wheel", "sbom", "checksums"]
    assert all(row.evidence["digest"].startswith("sha256:") for row in rows)
    assert stagehand.world.builder.count("build") == 1


async def test_a_stored_file_that_changed_is_noticed(stagehand: Stagehand, tmp_path: Path) -> None:
    """The look hashes the bytes again."""
    await stagehand.run_until("build_packages")
    wheel = next((tmp_path / "artifacts").glob("*/*.whl"))
    wheel.chmod(0o644)
    wheel.write_bytes(b"other")
    with pytest.raises(errors.BadArtifact, match="not what was built"):
        await stagehand.look("build_packages")


@pytest.mark.parametrize(
    ("state", "told"),
    [("failed", "The wheel does not work on Python"), ("unknown", "could not be tried")],
)
async def test_a_wheel_that_fails_or_was_never_tried_stops_the_release(
    stagehand: Stagehand, state: str, told: str
) -> None:
    """An interpreter that this machine lacks is no proof."""
    await stagehand.run_until("build_packages")
    stagehand.world.builder.smoke_state = state
    with pytest.raises(errors.BuildFailed, match=told) as caught:
        await stagehand.run("smoke_test")

    assert caught.value.reason == "smoke_test_failed"


async def test_a_missing_interpreter_is_left_out_if_another_passed(
    stagehand: Stagehand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown with the command that installs it."""
    await stagehand.run_until("build_packages")
    results = (
        ports.SmokeResult(python="3.11", state="passed", detail="3.11.7"),
        ports.SmokeResult(python="3.12", state="unknown", detail="not on this machine"),
    )

    async def smoke_test(*_: object, **__: object) -> tuple[ports.SmokeResult, ...]:
        return results

    monkeypatch.setattr(stagehand.world.builder, "smoke_test", smoke_test)
    outcome = await stagehand.run("smoke_test")

    assert [row.key for row in outcome.rows] == ["python 3.11"]
    assert [entry.remedy for entry in outcome.left_out] == ["uv python install 3.12"]
