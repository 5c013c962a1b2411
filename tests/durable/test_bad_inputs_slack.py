"""Rows 15, 51 to 54, 57 and 72 of the bad inputs at Slack, with a release that a bot works on."""

import asyncio
import json
import tomllib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.chat.live import surface
from bot.adapters.chat.slack import access
from bot.rehearsal.slack import workspace
from bot.rehearsal.slack.app_manifest import AppManifest
from bot.rehearsal.slack.desk import BOT_USER
from tests.durable.at_slack import approve, at_work
from tests.durable.driving import Bench, Driver, wants_somebody
from tests.durable.test_bad_votes import BEFORE
from tests.durable.test_slack import Announcing
from tests.fakes.fake_world import FakeWorld
from tests.fakes.slack_office import CHANNEL, NEWS, Json, Office, eventually, open_office, read
from tests.security import test_bad_inputs_slack as at_the_door

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["slack"] if "door" not in row]
CHANNELS = [row for row in DATA["row"] if row["number"] == 72]
CHANGELOGS = [row for row in DATA["row"] if row["number"] == 57]
OF_THE_ISSUE = {*range(1, 17), 42, *range(51, 59), 71, 72}

Row = Mapping[str, Any]


def _of(number: int) -> list[Row]:
    return [row for row in ROWS if row["number"] == number]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The workspace."""
    async with open_office(tmp_path / "office") as opened:
        yield opened


async def asked(office: Office, driver: Driver) -> tuple[str, Json]:
    """A release that waits for people, and its card with the buttons of that moment."""
    await office.people["alice"].types("/release minor", CHANNEL)
    card = await office.card("Waits for")
    (row,) = await driver.releases.recent("greeter", 1)
    return row["release"], card


def button(card: Json, action: str) -> str:
    """The id of the button that does this."""
    elements = [e for b in card["blocks"] if b["type"] == "actions" for e in b["elements"]]
    ids = [str(each["action_id"]) for each in elements]
    return next(each for each in ids if each.startswith(action))


async def refused(office: Office, name: str, row: Row) -> None:
    """The person alone is told, in one sentence, with the next step and the code."""
    answer = await office.told(name, f"reason: {row['code']}")
    sentence, step, _ = answer.split("\n")

    assert row["sentence"] in sentence
    assert step.startswith(row["next"])


@pytest.mark.parametrize("row", _of(15), ids=str)
async def test_an_epoch_is_refused_before_anything_starts(
    bench: Bench, office: Office, row: Row
) -> None:
    """Only the project's versions tell that it is a slip; no release is left behind."""
    async with at_work(bench, office) as driver:
        await office.people["alice"].types(f"/release {row['input']}", CHANNEL)
        await refused(office, "alice", row)

        assert await driver.releases.recent("greeter", 1) == ()
    assert office.messages() == []


@pytest.mark.parametrize("row", _of(13), ids=lambda row: row["input"])
async def test_the_spelling_of_semver_is_shown_as_what_is_published(
    bench: Bench, office: Office, row: Row
) -> None:
    """On the card and in the question, before anybody approves; nobody sees another spelling."""
    async with at_work(bench, office) as driver:
        await office.people["alice"].types(f"/release {row['input']}", CHANNEL)
        card = await office.card("Waits for")
        (known,) = await driver.releases.recent("greeter", 1)

    assert row["sentence"] in read(card)
    assert row["input"] not in read(card)
    assert known["version"] == row["sentence"]
    assert bench.public() == []


@pytest.mark.parametrize("row", _of(51), ids=lambda row: row["input"])
async def test_a_button_of_the_past_tells_what_became_of_it(
    bench: Bench, office: Office, row: Row
) -> None:
    """Who decided, and when; no vote is counted."""
    async with at_work(bench, office) as driver:
        release, card = await asked(office, driver)
        await BEFORE[row["input"]](driver, release)
        await driver.until_status(release, wants_somebody)
        before = bench.rows("SELECT person, answer FROM votes")
        clicked = button(card, "releasebot:approve")
        done = await office.people["carol"].clicks(clicked, card, stale=True)
        await refused(office, "carol", row)

        assert done.acknowledged
        assert bench.rows("SELECT person, answer FROM votes") == before


@pytest.mark.parametrize("row", _of(52), ids=lambda row: row["input"] or "empty")
async def test_a_button_that_somebody_made_up_has_no_power(
    bench: Bench, office: Office, row: Row
) -> None:
    """Whatever its value is, and whatever message it claims to stand on."""
    async with at_work(bench, office) as driver:
        release, card = await asked(office, driver)
        made_up = json.loads(json.dumps(card))
        clicked = button(made_up, "releasebot:approve")
        for block in made_up["blocks"]:
            for each in block.get("elements", ()):
                if each.get("action_id") == clicked:
                    each["value"] = row["input"].replace("{release}", release)
        await office.people["bob"].clicks(clicked, made_up, stale=True)
        await refused(office, "bob", row)

    assert bench.rows("SELECT * FROM votes") == []


@pytest.mark.parametrize("row", _of(53), ids=str)
async def test_of_two_answers_at_once_one_counts(bench: Bench, office: Office, row: Row) -> None:
    """The other person is told who was first, and the release does what was decided."""
    async with at_work(bench, office) as driver:
        release, card = await asked(office, driver)
        bench.roles["approver"] = frozenset({"bob", "carol", "dave"})
        question = await driver.until_asked(release)
        await driver.vote(question["id"], "dave")
        card = await office.card("1 of 2")
        bob, carol = office.people["bob"], office.people["carol"]
        await carol.clicks("Reject…", card, stale=True)
        await eventually(carol.sees_dialog)
        carol.fills("reason.0", "the docs are late")
        clicked = button(card, "releasebot:approve")
        await asyncio.gather(bob.clicks(clicked, card, stale=True), carol.submits())
        status = await driver.until_status(
            release, lambda now: now["questions"][0]["state"] != "open"
        )
        decided = status["questions"][0]["state"]
        if decided == "rejected":
            await refused(office, "bob", row)
        else:
            shown = carol.sees_dialog()
            told = shown["errors"]["reason.0"] if shown else ""
            assert told.startswith(f"{row['sentence']}approved by ")
            assert told.endswith(f"[{row['code']}]")

        assert decided in ("approved", "rejected")


@pytest.mark.parametrize("row", _of(54), ids=lambda row: row["input"])
async def test_who_lost_the_role_is_asked_no_more(bench: Bench, office: Office, row: Row) -> None:
    """The vote is void, and so is another click; those who are left are asked."""
    async with at_work(bench, office) as driver:
        _, card = await asked(office, driver)
        await approve(office, "bob")
        await office.card("1 of 2")
        bench.roles["approver"] = frozenset({"alice", "carol"})
        clicked = button(card, "releasebot:approve")
        await office.people["bob"].clicks(clicked, card, stale=True)
        await refused(office, "bob", row)

    assert bench.rows("SELECT * FROM votes") == []


@pytest.mark.parametrize("row", CHANGELOGS, ids=lambda row: row["repository"])
async def test_a_changelog_that_cannot_be_read_is_told_on_the_card(
    bench: Bench, world: FakeWorld, office: Office, row: Row
) -> None:
    """Which lines, and what to do; nothing was built or written."""
    texts = {
        "twice_unreleased": "# Changes\n\n## [Unreleased]\n\n- A.\n\n## [Unreleased]\n\n- B.\n",
        "another_version": "# Changes\n\n## [3.0.0] - 2026-01-01\n\n- Later.\n",
    }
    world.repository.known = replace(
        world.repository.known, files={"CHANGELOG.md": texts[row["repository"]]}
    )
    async with at_work(bench, office):
        await office.people["alice"].types(f"/release {row['input']}", CHANNEL)
        card = await office.card("Failed")

    assert row["sentence"] in read(card)
    assert row["next"] in read(card)
    assert bench.effects() == {}


MISHAPS: Mapping[str, Callable[[Office], None]] = {
    "archived": lambda office: office.slack.archive(NEWS),
    "bot removed": lambda office: office.slack.kick(NEWS),
}


@pytest.mark.parametrize("row", CHANNELS, ids=lambda row: row["input"])
async def test_a_closed_channel_stops_nothing_but_its_post(
    tmp_path: Path, world: FakeWorld, office: Office, row: Row
) -> None:
    """Everything is published; the card says what a person has to do about the announcement."""
    chat, channel = office.platform().chat, office.channel(NEWS)
    bench = Announcing(folder=tmp_path / "data", world=world, chat=chat, channel=channel)
    async with at_work(bench, office) as driver:
        release, _ = await asked(office, driver)
        MISHAPS[row["input"]](office)
        await driver.approve(release)
        status, _ = await driver.patiently(release)
        card = await office.card("Failed")
    states = {each["name"]: each["state"] for each in status["stages"]}

    assert (states["publish_pypi"], states["publish_github_release"]) == ("done", "done")
    assert status["error"]["code"] == row["code"]
    assert row["sentence"] in status["error"]["sentence"]
    assert row["next"] in status["error"]["next"]
    assert row["sentence"] in read(card)
    assert "Skip announce" in str(card["blocks"])


@pytest.mark.parametrize("row", _of(72), ids=lambda row: row["input"])
async def test_a_release_goes_on_without_its_own_channel(
    bench: Bench,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    row: Row,
) -> None:
    """It is published; the log says why the thread is silent, which goes on when it is invited."""
    monkeypatch.setattr(surface, "LATER", 0.05)
    office.slack.desk.app = AppManifest(scopes=access.SCOPES)
    async with at_work(bench, office) as driver:
        release, _ = await asked(office, driver)
        office.slack.kick(CHANNEL)
        await driver.approve(release)
        status = await driver.until_ended(release)
        warned = await eventually(
            lambda: [m for m in caplog.messages if row["sentence"] in m], lambda: caplog.messages
        )
        before = [read(each) for each in office.thread(office.messages()[0])]
        workspace.join(office.slack.desk, office.channel(), BOT_USER)
        card = await office.card("Released")
        await eventually(lambda: any("is released" in read(m) for m in office.thread(card)))

    assert status["state"] == "done"
    assert not any("is released" in each for each in before)
    assert len(warned) == 1
    assert row["next"] in warned[0]


def test_every_number_of_the_list_is_tested_at_slack() -> None:
    """None is forgotten, here or among what is said at the door."""
    here = {row["number"] for row in (*ROWS, *CHANGELOGS, *CHANNELS)}

    assert here | at_the_door.NUMBERS == OF_THE_ISSUE
