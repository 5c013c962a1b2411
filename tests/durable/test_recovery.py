"""Recovery: whatever stops in the middle goes on, and nothing happens twice."""

import asyncio
import inspect

import pytest

from bot import errors, ports
from bot.domain.card import make_card
from bot.domain.conversation import commands
from bot.releases.running import conclusion
from bot.stages import PIPELINE, hosted_release
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver
from tests.durable.interruptions import Interruption
from tests.fakes import shown_card
from tests.fakes.effect_log import Moment
from tests.fakes.fake_world import FakeWorld

PLANNED = PIPELINE[:-1]  # no development version is wanted here
STAGES = ["plan", *(stage.name for segment in PLANNED for stage in segment.stages)]
PORTS = {
    "code_host": ports.CodeHost,
    "testpypi": ports.PackageIndex,
    "pypi": ports.PackageIndex,
    "chat": ports.Chat,
}
OF_EVENTS = {ports.Comments, ports.Deliveries}  # no stage has them; see test_inbox.py
MILESTONE = ports.HostedMilestone(number=1, title="v1.2.0", is_open=True, open_issues=0, url="u")
RELEASE = commands.release_id("greeter", "1")
ELSEWHERE = {  # effects that a plain release has not, with the test where their answer is lost
    "replace_branch": "test_revisions.py",
    "delete_branch": "test_revisions.py",
    "create_pull_request": "test_landing.py",
    "merge_pull_request": "test_landing.py",
}
EFFECTS = [
    (role, name)
    for role, port in PORTS.items()
    for name in ports.effects_of(port)
    if name not in ELSEWHERE
]
PLACES = [
    *(("perform", stage, "after") for stage in STAGES),
    ("perform", "publish_pypi", "before"),
    ("begin", "publish", "after"),
    ("record", "build_packages", "after"),
    ("conclude", "plan", "after"),
    ("conclude", "prepare", "after"),
    ("conclude", "publish", "after"),
    ("conclude", "announce", "after"),
    ("conclude", "announce", "before"),
]


@pytest.mark.parametrize(("step", "named", "when"), PLACES)
def test_a_release_goes_on_from_wherever_it_was_interrupted(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, step: str, named: str, when: Moment
) -> None:
    """After a step's work, the engine dies before it could write that down."""
    interruption = Interruption(monkeypatch, step, named, when)
    release = asyncio.run(interruption.reached(bench))
    status = asyncio.run(bench.resumed(release))

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == WHOLE_RELEASE
    attempts = bench.rows("SELECT name, attempt, state FROM segments ORDER BY rowid")
    assert attempts == [(name, 1, "done") for name in ("plan", "prepare", "publish", "announce")]


def test_every_port_with_effects_is_here() -> None:
    """A new port must join the tests below."""
    classes = [member for _, member in inspect.getmembers(ports, inspect.isclass)]

    with_effects = {port for port in classes if ports.effects_of(port)}
    assert with_effects == {*PORTS.values(), *OF_EVENTS}


@pytest.mark.parametrize(("role", "method"), EFFECTS)
async def test_an_effect_whose_answer_was_lost_is_not_repeated(
    bench: Bench, driver: Driver, role: str, method: str
) -> None:
    """The bot waits, looks, and finds what it had done."""
    expected = dict(WHOLE_RELEASE)
    if method == "delete_draft":
        await _draft_twice(bench.world)
        expected |= {("github", "create_draft"): 2, ("github", "delete_draft"): 1}
    if method == "close_milestone":
        bench.world.code_host.milestones.append(MILESTONE)
        expected |= {("github", "close_milestone"): 1}
    if method == "edit":
        await bench.world.chat.post("releases", f"{RELEASE}:announcement", "An older text.")
        expected |= {("chat", "edit"): 1}
    getattr(bench.world, role).fail_next(method, when="after")
    status, waited = await driver.patiently(await driver.start())

    assert (status["state"], status["error"]) == ("done", None)
    assert waited == [f"The fake lost the answer to {method}."]
    assert bench.effects() == expected


async def _draft_twice(world: FakeWorld) -> None:
    plan = world.plan(RELEASE)
    body, title = hosted_release.body(plan), hosted_release.title(plan)
    for _ in range(2):
        await world.code_host.create_draft("v1.2.0", "", title, body, prerelease=False)


async def test_a_silent_destination_is_waited_for_by_name(bench: Bench, driver: Driver) -> None:
    """People see for what the release waits, and it goes on when the destination is back."""
    for _ in range(2):
        bench.world.pypi.fail_next(
            "files", error=errors.Unknown("PyPI does not answer.", "Try it again later.")
        )
    release = await driver.start()
    status = await driver.until_status(release, lambda status: bool(status["waits_for"]))

    assert (status["state"], status["waits_for"]) == ("waiting", "PyPI does not answer.")
    assert status["error"]["exit_code"] == 5
    status, waited = await driver.patiently(release)
    assert (status["state"], status["error"], len(waited)) == ("done", None, 2)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_write_of_unknown_outcome_stands_on_the_card(
    bench: Bench, driver: Driver, when: Moment
) -> None:
    """In the words of whoever was asked, until it is known; and it is written once."""
    lost = errors.Unknown("GitHub did not answer (ReadTimeout).", "It will be tried again later.")
    bench.world.code_host.fail_next("create_tag", when=when, error=lost)
    release = await driver.start()
    await driver.approve(release)
    status = await driver.until_status(release, lambda status: bool(status["waits_for"]))

    card = make_card(status)
    assert lost.sentence in " ".join([card.summary, *shown_card.lines(card)])
    status, _ = await driver.patiently(release)
    card = make_card(status)
    assert status["state"] == "done"
    assert lost.sentence not in " ".join([card.summary, *shown_card.lines(card)])
    assert bench.effects() == WHOLE_RELEASE


async def test_the_bot_gives_up_in_the_end_and_a_retry_has_its_patience_again(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 5: nobody knows. A retry waits as often as the first attempt did."""
    monkeypatch.setattr(conclusion, "MOST_WAITS", 3)
    for _ in range(5):
        bench.world.pypi.fail_next("files")
    release = await driver.start()
    status, waited = await driver.patiently(release)

    assert (status["state"], status["error"]["exit_code"]) == ("failed", 5)
    assert len(waited) == 2
    await driver.releases.retry(release, "alice")
    status, waited = await driver.patiently(release)
    assert (status["state"], len(waited)) == ("done", 2)


async def test_checks_that_never_end_are_given_up_too(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting without an error ends as the same unknown."""
    monkeypatch.setattr(conclusion, "MOST_WAITS", 2)
    bench.world.code_host.checks[bench.world.history.branches["main"]] = "pending"
    status, waited = await driver.patiently(await driver.start())

    assert status["error"]["sentence"] == "Waited long enough for the commit's checks."
    assert (status["state"], status["error"]["exit_code"]) == ("failed", 5)
    assert waited == ["the commit's checks"]
