"""Looking: a status is looked up at every destination, changes nothing, and invents nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot import errors, ports, stages
from bot.domain.plans import stage_facts
from bot.releases import patience
from bot.stages import hosted_release
from bot.stages.work import Outcome
from tests.durable.driving import Bench, Driver
from tests.fakes.fake_world import FakeWorld

Json = dict[str, Any]
SDIST = "greeter-1.2.0.tar.gz"
WHEEL = "greeter-1.2.0-py3-none-any.whl"
BRANCH = "release/v1.2.0"


def _states(status: Json, *wanted: str) -> dict[tuple[str, str], str]:
    """Where something is not as the rest, by target and key; `wanted` names states to keep."""
    return {
        (row["target"], row["key"]): row["state"]
        for row in status["ledger"]
        if row["state"] in wanted or (not wanted and row["state"] != "done")
    }


def _reasons(status: Json) -> set[str]:
    return {row["evidence"]["why"] for row in status["ledger"] if row["state"] == "unknown"}


async def test_all_is_there_and_nothing_is_written(
    bench: Bench, driver: Driver, released: str
) -> None:
    """The ledger is that of the record, looked up now; the database and the world stay."""
    effects, stored = bench.effects(), bench.rows("SELECT * FROM ledger ORDER BY rowid")
    audited = bench.rows("SELECT max(number) FROM audit")
    driver.later(3600)
    recorded = await driver.releases.status(released)
    status = await driver.releases.probe(released)

    assert _states(status) == {}
    assert status["probed"] == "2026-03-04T06:06:07.000Z"
    assert status["ledger"] == recorded["ledger"]
    assert {**status, "ledger": [], "probed": ""} == {**recorded, "ledger": [], "probed": ""}
    assert bench.effects() == effects
    assert bench.rows("SELECT * FROM ledger ORDER BY rowid") == stored
    assert bench.rows("SELECT max(number) FROM audit") == audited


def _with_other_asset(world: FakeWorld) -> None:
    [release] = world.code_host.hosted.values()
    assets = tuple(replace(a, digest="sha256:0") if a.name == WHEEL else a for a in release.assets)
    world.code_host.hosted[release.id] = replace(release, assets=assets)


def _with_other_tag(world: FakeWorld) -> None:
    head = world.history.branches["main"]
    elsewhere = world.history.add({"other.py": b"1\n"}, head)
    world.code_host.tags["v1.2.0"] = ports.Tag(name="v1.2.0", commit=elsewhere, annotated=True)


def _with_surplus_draft(world: FakeWorld) -> None:
    [release] = world.code_host.hosted.values()
    world.code_host.hosted[99] = replace(release, id=99, draft=True, assets=())


VANISHED: dict[str, tuple[Callable[[FakeWorld], object], dict[tuple[str, str], str]]] = {
    "a file of PyPI": (lambda w: w.pypi.listed.pop(WHEEL), {("pypi", WHEEL): "missing"}),
    "TestPyPI was wiped": (
        lambda w: w.testpypi.listed.clear(),
        {("testpypi", SDIST): "missing", ("testpypi", WHEEL): "missing"},
    ),
    "the tag": (lambda w: w.code_host.tags.clear(), {("git", "tag v1.2.0"): "missing"}),
    "an asset": (lambda w: w.code_host.lose_asset(WHEEL), {("github", WHEEL): "missing"}),
    "the post": (lambda w: w.chat.posts.clear(), {("chat", "releases"): "missing"}),
    "other bytes in an asset": (_with_other_asset, {("github", WHEEL): "differs"}),
    "another tag": (_with_other_tag, {("git", "tag v1.2.0"): "differs"}),
    "other bytes on PyPI": (
        lambda w: w.pypi.put(SDIST, b"other"),
        {("pypi", SDIST): "differs"},
    ),
    "the release branch, which has served": (lambda w: w.history.branches.pop(BRANCH), {}),
    "a draft that a crash left": (_with_surplus_draft, {}),
}


@pytest.mark.parametrize("what", VANISHED)
async def test_what_vanished_or_changed_since_is_told(
    bench: Bench, driver: Driver, released: str, what: str
) -> None:
    """The record still says done; the destinations say how it is."""
    happens, told = VANISHED[what]
    happens(bench.world)
    status = await driver.releases.probe(released)

    assert _states(status) == told
    assert status["state"] == "done"
    assert _states(await driver.releases.status(released)) == {}


async def test_a_release_that_is_gone_from_the_code_host_is_missing_with_its_files(
    bench: Bench, driver: Driver, released: str
) -> None:
    """Release, publication and all four files, each once."""
    bench.world.code_host.hosted.clear()
    status = await driver.releases.probe(released)

    missing = [(row["target"], row["key"]) for row in status["ledger"] if row["state"] == "missing"]
    assert len(missing) == len(set(missing)) == 6
    assert {target for target, _ in missing} == {"github"}


async def test_who_does_not_answer_is_unknown_and_the_others_are_told(
    bench: Bench, driver: Driver, released: str
) -> None:
    """Unknown is not missing: each row of that stage keeps its name and says why."""
    bench.world.pypi.fail_next("files", error=errors.Unknown("PyPI is silent.", ""))
    bench.world.code_host.fail_next("tag", error=errors.Failed("The token is too old.", ""))
    bench.world.chat.fail_next("find", error=KeyError("oops"))  # type: ignore[arg-type]  # a bug
    status = await driver.releases.probe(released)

    assert _states(status) == {
        ("pypi", SDIST): "unknown",
        ("pypi", WHEEL): "unknown",
        ("git", "tag v1.2.0"): "unknown",
        ("chat", "releases"): "unknown",
    }
    assert _reasons(status) == {
        "PyPI is silent.",
        "The token is too old.",
        "The look-up met something unexpected; the log has the details.",
    }


def _looks(monkeypatch: pytest.MonkeyPatch, look: Callable[[str], Awaitable[Outcome]]) -> None:
    """Let every stage look like this."""
    for name in stage_facts.DESTINATIONS:
        monkeypatch.setattr(stages.STAGES[name], "already_done", lambda _work, n=name: look(n))


async def test_nobody_is_waited_for_longer_than_patience_lasts(
    driver: Driver, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A destination that never answers costs its own rows, and no more time than one look-up."""

    async def never(_stage: str) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(patience, "SECONDS", 0.05)
    _looks(monkeypatch, never)
    status = await driver.releases.probe(released)

    looked = [row for row in status["ledger"] if row["stage"] in stage_facts.DESTINATIONS]
    assert {row["state"] for row in looked if row["stage"] != "prepare_release"} == {"unknown"}
    assert _reasons(status) == {"No answer within 0.05 seconds."}


async def test_all_destinations_are_asked_at_the_same_time(
    driver: Driver, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look-up ends only when all have begun."""
    planned = {stage["name"] for stage in (await driver.releases.status(released))["stages"]}
    asked = len(planned & stage_facts.DESTINATIONS.keys())
    together = asyncio.Barrier(asked)

    async def meet(_stage: str) -> Outcome:
        await together.wait()
        return Outcome(rows=())

    monkeypatch.setattr(patience, "SECONDS", 5.0)
    _looks(monkeypatch, meet)
    status = await driver.releases.probe(released)

    assert asked == 9
    assert _states(status, "unknown") == {}


async def test_before_the_approval_the_rest_is_missing(driver: Driver) -> None:
    """Nothing is public yet, and everybody can see what is still to come."""
    release = await driver.start()
    await driver.until_asked(release)
    status = await driver.releases.probe(release)

    missing = _states(status)
    assert set(missing.values()) == {"missing"}
    assert {("pypi", WHEEL), ("git", "main"), ("git", "tag v1.2.0"), ("chat", "releases")} <= set(
        missing
    )
    assert ("git", BRANCH) not in missing


async def test_of_a_release_that_was_given_up_nothing_is_missing(
    bench: Bench, driver: Driver
) -> None:
    """Its branch was removed on purpose; what others do under its version is their business."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.vote(question["id"], "bob", "reject")
    assert (await driver.until_ended(release))["state"] == "cancelled"
    bench.world.pypi.put(WHEEL, b"other")
    _with_other_tag(bench.world)
    status = await driver.releases.probe(release)

    assert BRANCH not in bench.world.history.branches
    assert _states(status, "missing", "differs") == {}
    assert {row["stage"] for row in status["ledger"]} & {"publish_pypi", "tag_release"} == set()


async def test_what_was_skipped_stays_skipped(bench: Bench, driver: Driver, released: str) -> None:
    """On somebody's word, which the evidence keeps; nobody looks for it."""
    bench.rows("UPDATE ledger SET state = 'skipped' WHERE stage = 'publish_testpypi'")
    bench.world.testpypi.listed.clear()
    status = await driver.releases.probe(released)

    assert set(_states(status).values()) == {"skipped"}
    assert {target for target, _ in _states(status)} == {"testpypi"}


async def test_a_release_without_a_plan_is_nowhere(driver: Driver) -> None:
    """Planning failed, so there is nothing to look up."""
    release = await driver.start("1.1.0")
    await driver.until_ended(release)
    status = await driver.releases.probe(release)

    assert (status["state"], status["ledger"]) == ("failed", [])


async def test_an_unknown_release_is_refused(driver: Driver) -> None:
    """There is nothing to look up."""
    with pytest.raises(errors.BadInput, match="There is no release"):
        await driver.releases.probe("0" * 12)


async def test_the_mark_of_a_release_is_what_makes_it_ours(
    bench: Bench, driver: Driver, released: str
) -> None:
    """Somebody took it out of the text: that release is not taken for the bot's any more."""
    [release] = bench.world.code_host.hosted.values()
    mark = hosted_release.marker(bench.world.plan(released))
    assert mark in release.body
    bench.world.code_host.hosted[release.id] = replace(release, body="by hand")
    status = await driver.releases.probe(released)

    assert _states(status, "differs") == {("github", "release v1.2.0"): "differs"}
