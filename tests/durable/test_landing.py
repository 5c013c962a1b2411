"""Landing by a pull request: after the publication, by a merge commit, or when people merged it."""

from collections import Counter
from dataclasses import replace
from typing import Literal

import pytest

from bot.domain.approvals.gates import BranchRules
from bot.releases.running import approved
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver, Json, wants_somebody
from tests.durable.interruptions import before_stage

MERGED = (
    WHOLE_RELEASE
    - Counter([("github", "set_branch")])
    + Counter([("github", "create_pull_request"), ("github", "merge_pull_request")])
)
SECONDS = 300
REVIEW = "At least 1 approving review is required by reviewers with write access."


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """A project that lands by pull requests."""
    bench.land = "pull-request"
    return bench


async def _waiting_for_the_merge(driver: Driver) -> Json:
    release = await driver.start()
    await driver.approve(release)
    return await driver.until_status(
        release, lambda now: bool(now["waits_for"]) or now["state"] in ("failed", "done")
    )


async def test_the_release_branch_is_merged_and_the_tag_stays(bench: Bench, driver: Driver) -> None:
    """Both the tag and the branch have the approved commit, as it was."""
    start = bench.world.history.branches["main"]
    status = await driver.released()
    history, tagged = bench.world.history, bench.world.code_host.tags["v1.2.0"].commit
    [pull] = bench.world.code_host.pulls.values()

    assert (status["state"], status["error"], status["land"]) == ("done", None, "pull-request")
    assert bench.effects() == MERGED
    assert history.commits[history.branches["main"]].parents == (start, tagged)
    assert history.branches["release/v1.2.0"] == tagged
    assert (pull.of, pull.title) == (("release/v1.2.0", "main"), "Release v1.2.0")
    assert "merge commit" in pull.body


@pytest.mark.parametrize("method", ["create_pull_request", "merge_pull_request"])
async def test_an_effect_whose_answer_was_lost_is_not_repeated(
    bench: Bench, driver: Driver, method: str
) -> None:
    """The bot waits, looks, and finds what it had done."""
    bench.world.code_host.fail_next(method, when="after")
    status, waited = await driver.patiently(await driver.start())

    assert (status["state"], status["error"]) == ("done", None)
    assert waited == [f"The fake lost the answer to {method}."]
    assert bench.effects() == MERGED


async def test_what_needs_a_review_is_waited_for(bench: Bench, driver: Driver) -> None:
    """By the address of the pull request; the rest is published; when it is reviewed, it lands."""
    bench.world.code_host.merges_need = REVIEW
    status = await _waiting_for_the_merge(driver)
    [number] = bench.world.code_host.pulls
    url = f"https://code.example/pull/{number}"
    assert status["waits_for"] == f"the pull request {url} to be merged"
    assert (status["state"], status["error"]) == ("waiting", None)
    row = next(row for row in status["ledger"] if row["stage"] == "merge_release_branch")
    assert REVIEW in row["evidence"]["why"]
    assert [release.draft for release in bench.world.code_host.hosted.values()] == [False]

    for needs in (REVIEW, ""):
        bench.world.code_host.merges_need = needs
        driver.later(SECONDS)
        await driver.until_status(status["release"], lambda now: not now["waits_for"])
        status = await driver.until_status(status["release"], wants_somebody)
    assert status["state"] == "done"
    assert bench.effects() == MERGED


async def test_a_merge_by_hand_is_enough(bench: Bench, driver: Driver) -> None:
    """Whoever merged it: the commit is in the branch."""
    bench.world.code_host.merges_need = REVIEW
    status = await _waiting_for_the_merge(driver)
    history = bench.world.history
    tagged = bench.world.code_host.tags["v1.2.0"].commit
    history.branches["main"] = history.add({}, history.branches["main"], tagged)
    driver.later(SECONDS)
    status = await driver.until_ended(status["release"])

    assert (status["state"], bench.world.code_host.count("merge_pull_request")) == ("done", 0)


@pytest.mark.parametrize(
    ("state", "told"),
    [("closed", "was closed without a merge"), ("merged", "was squashed or rebased")],
)
async def test_a_pull_request_that_ended_otherwise_is_told(
    bench: Bench, driver: Driver, state: Literal["closed", "merged"], told: str
) -> None:
    """Nobody's decision is overruled; merged by hand, the release can go on."""
    host, history = bench.world.code_host, bench.world.history
    host.merges_need = REVIEW
    status = await _waiting_for_the_merge(driver)
    tagged = host.tags["v1.2.0"].commit
    [number] = host.pulls
    host.pulls[number] = replace(host.pulls[number], state=state, head_commit=tagged)
    driver.later(SECONDS)
    status = await driver.until_ended(status["release"])
    assert (status["state"], status["error"]["code"]) == ("failed", "conflict")
    assert (
        f"https://code.example/pull/{number} {told}, so main lacks" in (status["error"]["sentence"])
    )
    assert "Merge release/v1.2.0 into main by a merge commit" in status["error"]["next"]

    history.branches["main"] = history.add({}, history.branches["main"], tagged)
    assert (await driver.retried(status["release"]))["state"] == "done"


async def test_a_release_branch_that_somebody_pushed_to_is_for_people(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody approved is not merged by the bot, and the tag does not move."""
    history, host = bench.world.history, bench.world.code_host

    def push() -> None:
        branch = "release/v1.2.0"
        history.branches[branch] = history.add({"more.py": b"1"}, history.branches[branch])

    before_stage(monkeypatch, "merge_release_branch", push)
    status = await _waiting_for_the_merge(driver)
    assert "to be merged" in status["waits_for"]
    assert host.count("merge_pull_request") == 0

    tagged, main = host.tags["v1.2.0"].commit, history.branches["main"]
    pushed = history.branches["release/v1.2.0"]
    history.branches["main"] = history.add({}, main, pushed)
    driver.later(SECONDS)
    assert (await driver.until_ended(status["release"]))["state"] == "done"
    assert host.tags["v1.2.0"].commit == tagged != pushed


async def test_a_conflict_with_what_is_new_is_for_people(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release is published; how the two fit together is nothing that a bot decides."""
    before_stage(monkeypatch, "publish_testpypi", lambda: bench.world.push(CHANGELOG_md="other"))
    status = await _waiting_for_the_merge(driver)

    assert "to be merged" in status["waits_for"]
    assert "not mergeable" in str(status["ledger"])
    assert bench.world.pypi.count("upload") == 2


@pytest.mark.parametrize(
    ("rules", "lands", "said"),
    [
        (BranchRules(needs_pull_request=True), "pull-request", "changes only by pull request, so"),
        (BranchRules(checks=("ci",)), "pull-request", "only commits with ci, so the release lands"),
        (BranchRules(is_protected=True), "fast-forward", "protected, and the bot is not shown how"),
    ],
)
async def test_a_branch_that_demands_it_gets_a_pull_request(
    bench: Bench, rules: BranchRules, lands: str, said: str
) -> None:
    """Whatever is configured; where nobody shows what it demands, as it is configured."""
    bench.land = "fast-forward"
    bench.world.code_host.rules["main"] = rules
    async with bench.running() as driver:
        shown = await driver.releases.preview("greeter", "minor", None)
        status = await driver.released()

    assert (status["state"], status["error"], status["land"]) == ("done", None, lands)
    assert bench.effects() == (MERGED if lands == "pull-request" else WHOLE_RELEASE)
    for warnings in (status["warnings"], shown["warnings"]):
        assert [said in each for each in warnings] == [True]


def test_what_the_branch_demanded_is_no_change_of_the_settings(bench: Bench) -> None:
    """Else nothing approved of it could ever be published."""
    plan = replace(bench.world.plan(), land="pull-request")
    rules = bench.world.project().rules

    assert "the way to land" in approved.changed_settings(plan, rules)
    assert approved.changed_settings(replace(plan, land_demanded=True), rules) == ""
