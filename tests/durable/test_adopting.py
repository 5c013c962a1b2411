"""A release that was published by hand is completed: checked, approved, its files, announced."""

import asyncio
import dataclasses
from collections import Counter
from typing import Any

import pytest

from bot import errors
from bot.stages import ADOPTING
from tests.durable.driving import Bench, Driver, open_questions
from tests.durable.interruptions import Interruption
from tests.fakes.fake_world import FakeWorld
from tests.fakes.tiny_packages import tiny_sdist, tiny_wheel

Json = dict[str, Any]

COMPLETED = Counter(
    {
        ("github", "upload_asset"): 4,
        ("testpypi", "upload"): 2,
        ("pypi", "upload"): 2,
        ("chat", "post"): 1,
    }
)
TAKEN = Counter({("github", "upload_asset"): 4, ("chat", "post"): 1})
STAGES = ["plan", *(stage.name for segment in ADOPTING for stage in segment.stages)]


def publish_packages(world: FakeWorld, *, salt: bytes = b"") -> None:
    """CI uploads the version to PyPI; with salt, other bytes than a build gives."""
    for name, content in (tiny_sdist("greeter", "1.2.0"), tiny_wheel("greeter", "1.2.0")):
        world.pypi.put(name, content + salt)


async def completed(driver: Driver) -> Json:
    """Adopt, approve, and tell how it ended."""
    release = await driver.adopt()
    await driver.approve(release)
    return await driver.until_ended(release)


async def test_it_is_checked_asked_about_completed_and_announced(
    bench: Bench, driver: Driver
) -> None:
    """Nothing is committed, tagged or published at the code host; the files are what was built."""
    number = bench.world.publish_by_hand()
    status = await completed(driver)

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == COMPLETED
    hosted = bench.world.code_host.hosted[number]
    built = {row["key"]: row["evidence"]["digest"] for row in files(status)}
    assert {asset.name: asset.digest for asset in hosted.assets} == built
    assert hosted.body == "- By hand."
    [post] = bench.world.chat.posts
    assert "By hand." in post.text


async def test_nothing_happens_outside_before_people_say_yes(bench: Bench, driver: Driver) -> None:
    """The question shows who published it, and is bound to what is there."""
    number = bench.world.publish_by_hand()
    release = await driver.adopt()
    await driver.until_asked(release)
    status = await driver.releases.status(release)

    assert bench.world.effects() == []
    adopted = {"number": number, "url": "https://code.example/releases/1", "by": "carol"}
    assert status["adopted"] == adopted
    assert (status["version"], status["tag"], status["branch"]) == ("1.2.0", "v1.2.0", "main")
    [question] = open_questions(status)
    await driver.vote(question["id"], "bob", "reject")
    status = await driver.until_ended(release)
    assert (status["state"], bench.world.effects()) == ("cancelled", [])
    assert not bench.world.code_host.hosted[number].draft


async def test_what_ci_has_put_on_the_index_is_taken_as_it_is(bench: Bench, driver: Driver) -> None:
    """Nobody builds; the files at the release are byte for byte those that people install."""
    number = bench.world.publish_by_hand()
    publish_packages(bench.world, salt=b"ci")
    status = await completed(driver)

    assert (status["state"], bench.effects()) == ("done", TAKEN)
    assert (bench.world.builder.count("build"), bench.world.builder.count("take")) == (0, 1)
    public = {name: file.sha256 for name, (_, file) in bench.world.pypi.listed.items()}
    attached = {a.name: a.digest for a in bench.world.code_host.hosted[number].assets}
    assert {name: attached[name] for name in public} == {
        n: f"sha256:{s}" for n, s in public.items()
    }


async def test_other_bytes_on_the_index_than_were_built_stop_it(
    bench: Bench, driver: Driver
) -> None:
    """CI came after the build: nothing is attached, and adopting anew takes the public files."""
    bench.world.publish_by_hand()
    release = await driver.adopt()
    question = await driver.until_asked(release)
    publish_packages(bench.world, salt=b"ci")
    for person in ("bob", "carol"):
        await driver.vote(question["id"], person)
    status = await driver.until_ended(release)

    assert (status["state"], status["error"]["code"]) == ("failed", "conflict")
    assert "adopt 1.2.0 again, which takes the public files" in status["error"]["next"]
    assert bench.world.effects() == []
    await driver.releases.cancel(release, "alice", "")
    await driver.until(release, "cancelled")
    again = await driver.adopt(delivery="typed")
    await driver.approve(again)
    status = await driver.until_ended(again)
    assert (status["state"], bench.effects()) == ("done", TAKEN)


async def test_half_an_upload_on_the_index_is_no_version(bench: Bench, driver: Driver) -> None:
    """It says so, and a retry goes on once it is whole."""
    bench.world.publish_by_hand()
    name, content = tiny_sdist("greeter", "1.2.0")
    bench.world.pypi.put(name, content)
    release = await driver.adopt()
    status = await driver.until_ended(release)
    assert status["error"]["code"] == "index_incomplete"
    publish_packages(bench.world)
    await driver.releases.retry(release, "alice")

    await driver.approve(release)
    assert (await driver.until_ended(release))["state"] == "done"


async def test_redelivered_it_starts_nothing_new(bench: Bench, driver: Driver) -> None:
    """Also after it is done, and whatever has become of the tag."""
    bench.world.publish_by_hand()
    status = await completed(driver)
    bench.world.code_host.hosted.clear()

    assert await driver.adopt() == status["release"]
    assert len(await driver.releases.recent("", 9)) == 1
    assert bench.effects() == COMPLETED


async def test_a_version_that_is_done_or_under_way_is_not_adopted(
    bench: Bench, driver: Driver
) -> None:
    """Of another request; people are told which release it is."""
    bench.world.publish_by_hand()
    release = await driver.adopt()
    await driver.until_asked(release)
    with pytest.raises(errors.Refused, match=f"under way here already, as release {release}"):
        await driver.adopt(delivery="another")
    await driver.approve(release)
    await driver.until_ended(release)

    with pytest.raises(errors.Refused, match="this bot has completed"):
        await driver.adopt("1.2.0", delivery="another")


async def test_a_busy_branch_is_told(bench: Bench, driver: Driver) -> None:
    """The release that is under way is named, and what to type once it has ended."""
    release = await driver.start("patch")
    await driver.until_asked(release)
    bench.world.publish_by_hand()

    with pytest.raises(errors.Refused, match=r"greeter 1.1.1 is being released from main") as told:
        await driver.adopt()
    assert told.value.next_step == "When that has ended, type adopt 1.2.0."


@pytest.mark.parametrize(
    ("more", "name", "why"),
    [
        ({}, "nightly", "nightly is no tag that names a version."),
        ({"draft": True}, "v1.2.0", "There is no public release of v1.2.0"),
        ({"prerelease": True}, "v1.2.0", "is marked as a pre-release, and its version is no"),
        ({"body": "<!-- releasebot:abc123 -->"}, "v1.2.0", "one that the bot drafted itself"),
    ],
)
async def test_what_is_no_release_to_complete_is_refused(
    bench: Bench, driver: Driver, more: Json, name: str, why: str
) -> None:
    """Before anything is recorded."""
    bench.world.publish_by_hand(**more)

    with pytest.raises(errors.Refused, match=why):
        await driver.adopt(name)
    assert await driver.releases.recent("", 9) == ()


async def test_a_tag_beside_every_branch_is_refused(bench: Bench, driver: Driver) -> None:
    """A release comes from a branch that people know."""
    bench.world.publish_by_hand()
    main = bench.world.history.commits[bench.world.history.branches["main"]]
    bench.world.history.branches["main"] = main.parents[0]

    with pytest.raises(errors.Refused, match="which is not on main"):
        await driver.adopt()


async def test_files_that_state_another_version_are_a_red_gate(
    bench: Bench, driver: Driver
) -> None:
    """A person may answer for it; what was published keeps its commit."""
    bench.world.publish_by_hand()
    head = bench.world.history.branches["main"]
    wrong = bench.world.history.commits[head]
    files_ = {**wrong.files, "pyproject.toml": b'[project]\nname = "greeter"\nversion = "1.0"\n'}
    bench.world.history.commits[head] = dataclasses.replace(wrong, files=files_)
    release = await driver.adopt()
    status = await driver.until_ended(release)

    assert status["error"]["sentence"] == ("Pyproject.toml states 1.0 at v1.2.0, not 1.2.0.")
    assert status["red_gates"] == ["version in pyproject.toml"]
    await driver.releases.override(release, "version in pyproject.toml", "bob", "dynamic")
    await driver.approve(release)
    assert (await driver.until_ended(release))["state"] == "done"


async def test_somebodys_own_files_are_never_replaced(bench: Bench, driver: Driver) -> None:
    """Another file of the same name fails it; without its files it is announced all the same."""
    number = bench.world.publish_by_hand()
    release = await driver.adopt()
    question = await driver.until_asked(release)
    bench.world.code_host.attach_by_hand(number, "SHA256SUMS", "sha256:" + "0" * 64)
    for person in ("bob", "carol"):
        await driver.vote(question["id"], person)
    status = await driver.until_ended(release)
    assert "the bot replaces nothing in a published release" in status["error"]["next"].lower()
    assert bench.world.code_host.count("upload_asset") == 0
    await driver.releases.skip(release, "attach_files", "bob", "they are there")

    assert (await driver.until_ended(release))["state"] == "done"
    assert len(bench.world.code_host.hosted[number].assets) == 1


async def test_an_immutable_release_is_announced_without_its_files(
    bench: Bench, driver: Driver
) -> None:
    """What is left out is said, and nothing is tried."""
    bench.world.publish_by_hand(immutable=True)
    status = await completed(driver)

    assert (status["state"], bench.effects()["github", "upload_asset"]) == ("done", 0)
    [left] = [entry for entry in status["left_out"] if "v1.2.0" in entry["target"]]
    assert left["why"].startswith("GitHub keeps it immutable since it was published, without")


async def test_a_branch_that_goes_on_changes_nothing(bench: Bench, driver: Driver) -> None:
    """What is public already takes nothing that is new."""
    bench.world.publish_by_hand()
    release = await driver.adopt()
    question = await driver.until_asked(release)
    bench.world.push("feat: later")
    await driver.releases.look_at_branches()
    status = await driver.releases.status(release)

    assert (open_questions(status)[0]["id"], status["moved"]) == (question["id"], None)


@pytest.mark.parametrize("stage", STAGES)
def test_it_goes_on_from_wherever_it_was_interrupted(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """After a stage's work, the engine dies before it could write that down."""
    bench.world.publish_by_hand()
    interruption = Interruption(monkeypatch, "perform", stage, "after")
    release = asyncio.run(interruption.reached(bench, Driver.adopt))
    status = asyncio.run(bench.resumed(release))

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == COMPLETED


@pytest.mark.parametrize(("role", "method"), [("code_host", "upload_asset"), ("pypi", "upload")])
async def test_a_lost_answer_repeats_nothing(
    bench: Bench, driver: Driver, role: str, method: str
) -> None:
    """The bot looks, and finds what it had done."""
    bench.world.publish_by_hand()
    getattr(bench.world, role).fail_next(method, when="after")
    status, waited = await driver.patiently(await driver.adopt())

    assert (status["state"], waited) == ("done", [f"The fake lost the answer to {method}."])
    assert bench.effects() == COMPLETED


def files(status: Json) -> list[Json]:
    """What was built or taken."""
    return [row for row in status["ledger"] if row["stage"] == "build_packages"]
