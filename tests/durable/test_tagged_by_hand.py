"""A tag that somebody pushed is released: checked, approved, built, published, announced."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from bot import errors
from bot.domain.approvals.gates import BranchRules
from bot.domain.plans.plan import Target
from bot.releases.service import DurableReleases
from bot.stages import TAGGED
from tests.durable.driving import Bench, Driver, open_questions
from tests.durable.interruptions import Interruption
from tests.fakes.fake_world import ROLES
from tests.fakes.tiny_packages import tiny_sdist, tiny_wheel

RELEASED = Counter(
    {
        ("github", "create_draft"): 1,
        ("github", "upload_asset"): 4,
        ("github", "publish_release"): 1,
        ("testpypi", "upload"): 2,
        ("pypi", "upload"): 2,
        ("chat", "post"): 1,
    }
)
STAGES = ["plan", *(stage.name for segment in TAGGED for stage in segment.stages)]


async def adopt(driver: Driver, delivery: str = "github:tag:v1.2.0:c") -> str:
    """Ask as alice, who pushed it."""
    return await driver.adopt(delivery=delivery)


async def test_it_is_checked_asked_about_published_and_announced(
    bench: Bench, driver: Driver
) -> None:
    """Nothing is committed or tagged; the release at the code host is ours, with every file."""
    commit = bench.world.tag_by_hand()
    release = await adopt(driver)
    await driver.until_asked(release)
    asked = await driver.releases.status(release)
    assert bench.world.effects() == []
    assert asked["adopted"] == {"number": 0, "url": "", "by": ""}
    assert (asked["version"], asked["tag"], asked["commit"]) == ("1.2.0", "v1.2.0", commit)
    await driver.approve(release)
    status = await driver.until_ended(release)

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == RELEASED
    [hosted] = bench.world.code_host.hosted.values()
    assert (hosted.draft, hosted.tag, len(hosted.assets)) == (False, "v1.2.0", 4)
    assert bench.world.code_host.tags["v1.2.0"].commit == commit


async def test_redelivered_it_starts_nothing_new(bench: Bench, driver: Driver) -> None:
    """The release of this tag at this commit is one, and another request for it is refused."""
    commit = bench.world.tag_by_hand()
    release = await adopt(driver)
    await driver.approve(release)
    await driver.until_ended(release)

    assert await adopt(driver) == release
    assert await driver.releases.made_tag("greeter", "v1.2.0", commit)
    with pytest.raises(errors.Refused, match="one that the bot drafted itself"):
        await driver.adopt(delivery="typed")
    assert bench.effects() == RELEASED


async def test_what_ci_has_put_on_the_index_is_taken_as_it_is(bench: Bench, driver: Driver) -> None:
    """A workflow that runs for tags has uploaded it: people install that, so it is what ships."""
    bench.world.tag_by_hand()
    for name, content in (tiny_sdist("greeter", "1.2.0"), tiny_wheel("greeter", "1.2.0")):
        bench.world.pypi.put(name, content + b"ci")
    release = await adopt(driver)
    await driver.approve(release)

    assert (await driver.until_ended(release))["state"] == "done"
    assert (bench.world.builder.count("build"), bench.world.builder.count("take")) == (0, 1)
    assert bench.effects()["pypi", "upload"] == 0


async def test_a_release_that_was_published_by_hand_too_is_completed_instead(
    bench: Bench, driver: Driver
) -> None:
    """Never two of one version: what is approved says somebody else's, and cancelled it is free."""
    commit = bench.world.tag_by_hand()
    release = await adopt(driver)
    question = await driver.until_asked(release)
    number = bench.world.code_host.publish_by_hand("v1.2.0", commit, "- By hand.")
    for person in ("bob", "carol"):
        await driver.vote(question["id"], person)
    status = await driver.until_ended(release)
    assert (status["state"], status["error"]["code"]) == ("failed", "conflict")
    assert "adopt 1.2.0 again, which completes that one" in status["error"]["next"]
    assert bench.world.pypi.effects == []
    await driver.releases.cancel(release, "alice", "")
    await driver.until(release, "cancelled")

    again = await driver.adopt(delivery="typed")
    await driver.approve(again)
    status = await driver.until_ended(again)
    assert (status["state"], status["adopted"]["number"]) == ("done", number)
    assert [*bench.world.code_host.hosted] == [number]


@pytest.mark.parametrize("way", ["published", "tagged"])
async def test_the_code_host_adds_its_part_to_a_release_of_ours_alone(
    bench: Bench, way: str
) -> None:
    """And nothing lands on the branch, so its rules are nobody's business."""
    world = bench.world
    compare = "https://code.example/acme/greeter/compare/v1.1.0...v1.2.0"
    world.code_host.generated = f"**Full Changelog**: {compare}"
    world.code_host.rules["main"] = BranchRules(needs_pull_request=True)
    world.tag_by_hand()
    if way == "published":
        world.code_host.publish_by_hand("v1.2.0", world.code_host.tags["v1.2.0"].commit)
    project = world.project()
    home = Target(name="github", kind="code_host", url="https://code.example/acme/greeter")
    rules = replace(project.rules, hosted_notes=True, targets=(*project.rules.targets, home))
    projects = {"greeter": replace(project, rules=rules)}
    async with DurableReleases(bench.folder, projects, lambda: ROLES, bench.clock) as releases:
        driver = Driver(releases, bench.clock)
        release = await adopt(driver)
        await driver.until_asked(release)
        status = await releases.status(release)

    assert (compare in status["hosted_notes"]) == (way == "tagged")
    assert status["warnings"] == []


async def test_its_notes_may_be_edited(bench: Bench, driver: Driver) -> None:
    """Nothing of them is public yet, and the commit stays."""
    commit = bench.world.tag_by_hand()
    release = await adopt(driver)
    await driver.until_asked(release)
    before = await driver.releases.status(release)
    await driver.edit(before, "- Said better.")
    after = await driver.asked_anew(before)

    assert (after["notes"], after["commit"]) == ("- Said better.", commit)
    assert len(open_questions(after)) == 1
    await driver.approve(release)
    await driver.until_ended(release)
    [hosted] = bench.world.code_host.hosted.values()
    assert hosted.body.startswith("- Said better.")


async def test_given_up_it_may_be_taken_up_again(bench: Bench, driver: Driver) -> None:
    """The tag stays, and the version is free."""
    bench.world.tag_by_hand()
    release = await adopt(driver)
    question = await driver.until_asked(release)
    await driver.vote(question["id"], "bob", "reject")
    status = await driver.until_ended(release)
    assert (status["state"], bench.world.effects()) == ("cancelled", [])

    again = await driver.adopt(delivery="typed")
    await driver.approve(again)
    assert (await driver.until_ended(again))["state"] == "done"


@pytest.mark.parametrize(
    ("role", "method", "what_next"),
    [
        ("code_host", "publish_release", "Type adopt 1.2.0 to take it up again."),
        ("chat", "post", "Release the next version; take back by hand"),
    ],
)
async def test_given_up_after_something_is_public_it_says_what_is_left_to_do(
    bench: Bench, driver: Driver, role: str, method: str, what_next: str
) -> None:
    """With our release public there is nothing left that could be adopted."""
    bench.world.tag_by_hand()
    error = errors.Failed("It is broken.", "Mend it.")
    getattr(bench.world, role).fail_next(method, error=error)
    release = await adopt(driver)
    await driver.approve(release)
    assert (await driver.until_ended(release))["state"] == "failed"
    await driver.releases.cancel(release, "alice", "")
    status = await driver.until(release, "cancelled")

    assert status["error"]["next"].startswith(what_next)


@pytest.mark.parametrize("stage", STAGES)
def test_it_goes_on_from_wherever_it_was_interrupted(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """After a stage's work, the engine dies before it could write that down."""
    bench.world.tag_by_hand()
    interruption = Interruption(monkeypatch, "perform", stage, "after")
    release = asyncio.run(interruption.reached(bench, adopt))
    status = asyncio.run(bench.resumed(release))

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == RELEASED
