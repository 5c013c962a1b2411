"""The guard: what was approved is what is published, checked right before every act."""

from collections import Counter
from pathlib import Path

import pytest

from bot import ports
from bot.domain.conversation import commands
from bot.stages import PIPELINE
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver, Effects
from tests.durable.interruptions import before_stage

PUBLISHING = [stage.name for segment in PIPELINE[1:-1] for stage in segment.stages]
FIRST = PUBLISHING[0]
MILESTONE = ports.HostedMilestone(number=1, title="v1.2.0", is_open=True, open_issues=0, url="u")
PLAN = "UPDATE releases SET plan = json_set(plan, '$.{}', json('{}'))"
LEDGER = "UPDATE ledger SET evidence = json_set(evidence, '$.{}', '{}') WHERE stage = '{}'"
ZEROES = "0" * 40


def _wheel(folder: Path) -> Path:
    return next((folder / "artifacts").glob("*/*.whl"))


@pytest.mark.parametrize("stage", PUBLISHING)
async def test_nothing_is_done_with_what_was_not_approved(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stage: str
) -> None:
    """Swap an artifact, put it back, change the notes, put them back: only then it goes on."""
    bench.world.code_host.milestones.append(MILESTONE)
    untouched: list[Effects] = []
    good: dict[str, bytes] = {}

    def swap_the_wheel() -> None:
        untouched.append(bench.world.effects())
        good["wheel"] = _wheel(tmp_path).read_bytes()
        _wheel(tmp_path).chmod(0o644)
        _wheel(tmp_path).write_bytes(b"something else")

    def change_the_notes() -> None:
        untouched.append(bench.world.effects())
        bench.rows(
            "UPDATE releases SET plan = json_set(plan, '$.notes', 'x' || (plan ->> 'notes'))"
        )

    before_stage(monkeypatch, stage, swap_the_wheel, change_the_notes)
    status = await driver.released()
    assert (status["state"], status["error"]["code"]) == ("failed", "artifact_changed")
    assert bench.world.effects() == untouched[0]

    _wheel(tmp_path).write_bytes(good["wheel"])
    status = await driver.retried(status["release"])
    assert (status["state"], status["error"]["code"]) == ("failed", "digest_changed")
    assert bench.world.effects() == untouched[1] == untouched[0]

    bench.rows("UPDATE releases SET plan = json_set(plan, '$.notes', substr(plan ->> 'notes', 2))")
    status = await driver.retried(status["release"])
    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == WHOLE_RELEASE + Counter([("github", "close_milestone")])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (PLAN.format("repository", '"acme/other"'), "digest_changed"),
        (PLAN.format("version", '"1.2.1"'), "digest_changed"),
        (PLAN.format("tag", '"v1.2.1"'), "digest_changed"),
        (PLAN.format("announcement", '"Buy now"'), "digest_changed"),
        (PLAN.format("announce", '["elsewhere"]'), "digest_changed"),
        (PLAN.format("terms.publish.policy.policy.count", "1"), "digest_changed"),
        (PLAN.format("checks", '[{"name": "test", "run": "true"}]'), "digest_changed"),
        (LEDGER.format("commit", ZEROES, "prepare_release"), "digest_changed"),
        ("DELETE FROM ledger WHERE stage = 'build_packages'", "digest_changed"),
        (LEDGER.format("digest", f"sha256:{'0' * 64}", "build_packages"), "artifacts_gone"),
        ("UPDATE questions SET state = 'void'", "not_allowed"),
        ("DELETE FROM votes WHERE person = 'carol'", "not_allowed"),
    ],
)
async def test_nothing_is_public_after_a_change_behind_the_approval(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch, change: str, code: str
) -> None:
    """Whoever can write the database cannot publish something else with other people's votes."""
    before_stage(monkeypatch, FIRST, lambda: bench.rows(change))
    status = await driver.released()

    assert (status["state"], status["error"]["code"]) == ("failed", code)
    assert status["error"]["next"]
    assert bench.public() == []


async def test_what_changed_can_be_approved_anew(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next step of the refusal works: a retry asks again, about what there is now."""
    change = PLAN.format("announcement", '"Another text"')
    before_stage(monkeypatch, "announce", lambda: bench.rows(change))
    status = await driver.released()
    assert status["error"]["code"] == "digest_changed"
    await driver.releases.retry(status["release"], "alice")
    await driver.approve(status["release"])
    status = await driver.until_ended(status["release"])

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    assert [post.text for post in bench.world.chat.posts] == ["Another text"]
    first, second = status["questions"]
    assert first["digest"] != second["digest"] == status["digest"]


async def test_a_file_that_somebody_changed_in_the_draft_is_not_published(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right before the draft becomes public its files are compared once more."""
    host = bench.world.code_host

    def change_the_draft() -> None:
        for release in host.hosted.values():
            object.__setattr__(release.assets[1], "digest", "sha256:other")

    before_stage(monkeypatch, "publish_github_release", change_the_draft)
    status = await driver.released()

    assert (status["state"], status["error"]["code"]) == ("failed", "conflict")
    assert [release.draft for release in host.hosted.values()] == [True]
    assert bench.world.chat.posts == []
    assert (await driver.retried(status["release"]))["state"] == "done"
    wanted = {a.sha256 for a in bench.world.artifacts.recorded(_build_key(status)) or ()}
    published = {a.digest for release in host.hosted.values() for a in release.assets}
    assert published == {f"sha256:{digest}" for digest in wanted}


def _build_key(status: dict[str, object]) -> str:
    release = commands.release_id("greeter", "1")
    assert status["release"] == release
    ledger = status["ledger"]
    assert isinstance(ledger, list)
    commit = next(r["evidence"]["commit"] for r in ledger if r["stage"] == "prepare_release")
    return f"greeter-1.2.0-{commit}"
