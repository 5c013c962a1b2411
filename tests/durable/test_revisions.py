"""Revisions: a release is planned, prepared and asked about anew, whatever comes in between."""

import asyncio
import threading
from dataclasses import replace

import pytest

from bot import errors
from bot.domain.conversation import commands
from bot.domain.notes import edited_notes
from bot.domain.plans.facts import TagFact
from bot.releases.controls import revising
from tests.durable.driving import REVISED, Bench, Driver, Json
from tests.durable.interruptions import Interruption, before_stage
from tests.fakes.effect_log import Moment
from tests.fakes.fake_world import FakeWorld

TEXT = "- Greets everybody by name."


async def test_after_the_approval_nothing_is_changed(bench: Bench, driver: Driver) -> None:
    """What people said yes to is what is published."""
    first = await driver.asked()
    bench.world.pypi.fail_next("files", error=errors.Failed("No.", "Retry."))
    await driver.approve(first["release"])
    await driver.until(first["release"], "failed")
    with pytest.raises(errors.Refused) as caught:
        await driver.edit(first, TEXT)
    assert caught.value.reason == "already_approved"

    assert (await driver.retried(first["release"]))["state"] == "done"
    with pytest.raises(errors.Refused) as caught:
        await driver.edit(first, TEXT)
    assert caught.value.reason == "release_ended"


async def test_a_long_text_is_read_beside_everything_else(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes seconds, in which neither the loop nor the database may stand still."""
    threads: list[str] = []
    accept = edited_notes.accept

    def watched(text: str) -> str:
        threads.append(threading.current_thread().name)
        return accept(text)

    monkeypatch.setattr(edited_notes, "accept", watched)
    await driver.edit(await driver.asked(), TEXT)

    [name] = threads
    assert name != threading.main_thread().name
    assert not name.startswith("database")


async def test_while_it_is_prepared_a_change_is_refused(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second change never runs beside the first, and never instead of it."""
    codes: list[str] = []
    first = await driver.asked()

    async def attempt() -> None:
        seen = await driver.releases.status(first["release"])
        with pytest.raises(errors.Refused) as caught:
            await driver.edit(seen, "Another text.", "bob")
        codes.append(caught.value.reason)

    tasks: list[asyncio.Task[None]] = []
    before_stage(monkeypatch, "check_ready", lambda: tasks.append(asyncio.create_task(attempt())))
    await driver.edit(first, TEXT)
    asked = await driver.asked_anew(first)
    await asyncio.gather(*tasks)

    assert codes == ["being_prepared"]
    assert asked["notes"] == TEXT


async def test_what_failed_while_it_was_prepared_can_be_changed(
    bench: Bench, driver: Driver
) -> None:
    """Nobody was asked yet: the new plan starts from the beginning."""
    bench.world.builder.smoke_state = "failed"
    release = await driver.start()
    failed = await driver.until(release, "failed")
    bench.world.builder.smoke_state = "passed"
    await driver.edit(failed, TEXT)
    await driver.approve(release)
    status = await driver.until_ended(release)

    assert (status["state"], status["notes"]) == ("done", TEXT)
    assert bench.effects() == REVISED


async def test_a_plan_that_cannot_be_made_anew_can_be_retried(bench: Bench, driver: Driver) -> None:
    """The text is kept, and so are the branch and the version, until somebody decides."""
    first = await driver.asked()
    bench.world.repository.fail_next("facts", error=errors.BadRepository("No.", "Mend it."))
    await driver.edit(first, TEXT)
    failed = await driver.until(first["release"], "failed")
    assert (failed["notes"], failed["finished"]) == (TEXT, None)
    assert bench.rows("SELECT version FROM versions") == [("1.2.0",)]
    with pytest.raises(errors.Refused, match="alice changed the notes"):
        await driver.edit(first, "Over it.", "bob")

    await driver.releases.retry(first["release"], "alice")
    assert (await driver.asked_anew(first))["notes"] == TEXT


def _release_by_hand(world: FakeWorld) -> None:
    """Somebody tags the version that the release has reserved."""
    known = world.repository.known
    world.repository.known = replace(
        known,
        tags=(TagFact(name="v1.2.0", commit=known.tags[0].commit), *known.tags),
        previous_tags=("v1.2.0",),
        commits_since={"v1.2.0": known.commits_since["v1.1.0"]},
    )


@pytest.mark.parametrize("method", ["create_commit", "replace_branch", "delete_branch"])
async def test_an_effect_whose_answer_was_lost_is_not_repeated(
    bench: Bench, driver: Driver, method: str
) -> None:
    """The bot waits, looks, and finds what it had done."""
    first = await driver.asked()
    if method == "delete_branch":
        _release_by_hand(bench.world)
    bench.world.code_host.fail_next(method, when="after")
    await driver.edit(first, TEXT)
    status, waited = await driver.patiently(first["release"])

    assert (status["state"], status["notes"]) == ("done", TEXT)
    assert waited == [f"The fake lost the answer to {method}."]
    times = 2 if method == "create_commit" else 1  # one for each plan
    assert bench.effects()[("github", method)] == times


async def test_a_tag_that_appeared_makes_it_another_version(bench: Bench, driver: Driver) -> None:
    """The new version is reserved, the old one free, and its branch is gone."""
    first = await driver.asked()
    _release_by_hand(bench.world)
    await driver.edit(first, TEXT)
    asked = await driver.asked_anew(first)
    assert (asked["version"], asked["error"]) == ("1.3.0", None)
    assert bench.rows("SELECT version, release FROM versions") == [("1.3.0", first["release"])]
    assert set(bench.world.history.branches) == {"main", "release/v1.3.0"}

    await driver.approve(first["release"])
    assert (await driver.until_ended(first["release"]))["state"] == "done"


async def test_a_release_branch_that_somebody_changed_is_not_replaced(
    bench: Bench, driver: Driver
) -> None:
    """By force only what is ours."""
    first = await driver.asked()
    history = bench.world.history
    theirs = history.add({"x": b"1"}, history.branches["release/v1.2.0"])
    history.branches["release/v1.2.0"] = theirs
    await driver.edit(first, TEXT)
    status = await driver.until(first["release"], "failed")

    assert "already holds other work" in status["error"]["sentence"]
    assert history.branches["release/v1.2.0"] == theirs


@pytest.mark.parametrize(
    ("step", "named", "when"),
    [
        ("begin", "plan", "before"),
        ("perform", "plan", "after"),
        ("conclude", "plan", "after"),
        ("perform", "prepare_release", "after"),
        ("record", "prepare_release", "before"),
        ("perform", "build_packages", "after"),
        ("conclude", "prepare", "before"),
        ("conclude", "prepare", "after"),
    ],
)
def test_a_revision_goes_on_from_wherever_it_was_interrupted(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, step: str, named: str, when: Moment
) -> None:
    """The process dies somewhere between the edit and the new question; nothing is repeated."""

    async def first_question() -> Json:
        async with bench.running() as driver:
            return await driver.asked()

    first = asyncio.run(first_question())
    interruption = Interruption(monkeypatch, step, named, when)

    async def edited() -> None:
        async with bench.running() as driver:
            await driver.edit(first, TEXT)
            await interruption.happened()

    asyncio.run(edited())
    status = asyncio.run(bench.resumed(first["release"]))

    assert (status["state"], status["notes"], status["error"]) == ("done", TEXT, None)
    assert [q["state"] for q in status["questions"]] == ["void", "approved"]
    assert bench.effects() == REVISED


async def test_other_settings_make_another_plan(bench: Bench, driver: Driver) -> None:
    """Whoever sees that the release is no longer what would be planned has it planned anew."""
    first = await driver.asked()
    await driver.releases._database.run(
        revising.replan, first["release"], "Somebody said so.", bench.clock.now()
    )
    driver.later(1)
    asked = await driver.asked_anew(first)

    assert asked["questions"][0]["why"] == "Somebody said so."
    assert asked["notes"] == first["notes"]


async def test_a_held_release_is_prepared_anew_when_it_goes_on(driver: Driver) -> None:
    """The hold is kept to: until then only the old question is void."""
    first = await driver.asked()
    await driver.releases.hold(first["release"], "bob", "lunch")
    await driver.edit(first, TEXT)
    driver.later(5)
    held = await driver.releases.status(first["release"])
    assert (held["state"], [q["state"] for q in held["questions"]]) == ("held", ["void"])

    await driver.releases.resume(first["release"], "bob")
    assert (await driver.asked_anew(first))["notes"] == TEXT


async def test_a_release_that_is_cancelled_while_it_is_revised_leaves_nothing(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The branch of the earlier plan goes as well, and the version is free."""
    first = await driver.asked()
    tasks: list[asyncio.Task[None]] = []
    cancelling = driver.releases.cancel(first["release"], "alice", "")
    before_stage(monkeypatch, "check_ready", lambda: tasks.append(asyncio.create_task(cancelling)))
    await driver.edit(first, TEXT)
    status = await driver.until_ended(first["release"])
    await asyncio.gather(*tasks)

    assert status["state"] == "cancelled"
    assert set(bench.world.history.branches) == {"main"}
    assert bench.rows("SELECT * FROM versions") == []


async def test_a_title_of_its_own_outlives_a_new_plan(bench: Bench, driver: Driver) -> None:
    """Whoever asked for the release gave it; the code host and the announcement show it."""
    command = commands.StartRelease(
        project="greeter", bump="minor", person="alice", delivery="1", title="Spring"
    )
    release = await driver.releases.start(command)
    await driver.until_asked(release)
    first = await driver.releases.status(release)
    await driver.edit(first, TEXT)
    await driver.asked_anew(first)
    await driver.approve(release)
    await driver.until_ended(release)

    assert [each.title for each in bench.world.code_host.hosted.values()] == ["Spring v1.2.0"]
    assert "Spring v1.2.0" in bench.world.chat.posts[0].text
