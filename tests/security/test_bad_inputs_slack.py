"""Rows 1 to 14, 16, 42, 55, 56, 58 and 71 of the bad inputs, at the door of Slack."""

import hashlib
import hmac
import tomllib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.adapters.chat.slack.announcements import Announcements
from bot.adapters.chat.slack.signed_requests import SignedRequests
from bot.domain import foreign_text
from bot.rehearsal.slack.desk import BOT_USER
from bot.rehearsal.slack.people.person import Person
from bot.rehearsal.slack.workspace import FOREIGN_TEAM
from handlers.desk import Desk
from handlers.herald import conversation
from handlers.reception import Receptionist
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES
from tests.fakes.fake_releases import FakeReleases
from tests.fakes.slack_office import CHANNEL, NEWS, Json, Office, eventually, open_office, read

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = DATA["slack"]
SAID = [row for row in ROWS if "door" in row]
SIGNED = [row for row in ROWS if row["number"] in (42, 71)]
NOTES = [row for row in DATA["row"] if row["number"] in (55, 56, 58)]
SECRET = "no secret of anybody"  # noqa: S105  # of nobody
NOW = 1_760_000_000

Row = Mapping[str, Any]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The workspace, with dave, who has no role, and eve, who is of another workspace."""
    async with open_office(tmp_path) as opened:
        opened.people["dave"] = opened.slack.person("dave", channels=[CHANNEL])
        yield opened


def make_desk(*statuses: Json) -> tuple[Desk, FakeReleases]:
    """Releases that stand as they are told, and the desk where people ask for more."""
    releases = FakeReleases(*statuses, projects=("greeter", "other"))
    return Desk(releases=releases, roles=lambda: ROLES), releases


async def say(office: Office, row: Row) -> tuple[Person, str]:
    """Say it as the row says; who said it, and the channel where it was said."""
    person = office.people.get(row.get("person", "alice"))
    if person is None:
        person = office.slack.person("eve", team=FOREIGN_TEAM, channels=[CHANNEL])
    typed = row["input"] * row.get("times", 1)
    if row["door"] in ("command", "direct message", "foreign channel"):
        places = {"command": CHANNEL, "direct message": "@app", "foreign channel": NEWS}
        await person.types(f"/release {typed}", places[row["door"]])
        return person, places[row["door"]]
    thread = {}
    if row["door"] == "thread":
        await person.says("Shall we?", CHANNEL)
        thread["thread_ts"] = person.sees(CHANNEL)[-1]["ts"]
        assert (await person.types("/release", CHANNEL, **thread)).problem == "not_in_threads"
    await person.mentions(typed, CHANNEL, **thread)
    return person, CHANNEL


@pytest.mark.parametrize(
    "row",
    [row for row in SAID if row["code"]],
    ids=lambda row: f"{row['number']}-{row['door'].replace(' ', '-')}",
)
async def test_it_is_refused_to_its_person_alone(office: Office, row: Row) -> None:
    """One sentence, the next step, the code; nothing was done, and nobody else sees it."""
    desk, releases = make_desk(*([sample.asked()] if "running" in row else []))
    async with office.staffed(Receptionist(desk)):
        person, place = await say(office, row)
        (answer,) = [read(each) for each in await eventually(lambda: person.sees_alone(place))]
    sentence, step, code = answer.split("\n")

    assert sentence.startswith(":red_circle: ")
    assert row["sentence"] in sentence
    assert step.startswith(row["next"])
    assert code == f"reason: {row['code']}"
    assert len(answer) < 700
    assert releases.asked == []
    assert [m for m in office.messages(NEWS) if m["user"] == BOT_USER] == []


async def test_a_command_alone_asks_what_is_meant(office: Office) -> None:
    """Row 1: at Slack the dialog that starts a release is the usage; nothing is started."""
    desk, releases = make_desk()
    async with office.staffed(Receptionist(desk)):
        await office.people["alice"].types("/release", CHANNEL)
        shown = await eventually(office.people["alice"].sees_dialog)

    assert shown["submit"]["text"]
    assert releases.asked == []


@pytest.mark.parametrize("row", [row for row in SAID if not row["code"]], ids=str)
async def test_an_edited_message_says_nothing(office: Office, row: Row) -> None:
    """Row 7: whoever read it before would not know; a new one is heard."""
    desk, releases = make_desk()
    alice = office.people["alice"]
    async with office.staffed(Receptionist(desk)):
        await alice.mentions("help", CHANNEL)
        await office.told("alice", "release")
        told = len(alice.sees_alone(CHANNEL))
        heard = office.slack.deliveries[-1].payload
        edited = heard["event"] | {
            "text": f"<@{BOT_USER}> {row['input']}",
            "edited": {"user": alice.id, "ts": heard["event"]["ts"]},
        }
        done = await office.slack.courier.send_event(
            {**heard, "event": edited, "event_id": "Ev0EDITED"}
        )
        await alice.mentions("whoami", CHANNEL)
        await eventually(lambda: len(alice.sees_alone(CHANNEL)) > told)

    assert done.acknowledged
    assert len(alice.sees_alone(CHANNEL)) == told + 1
    assert releases.asked == []


@pytest.mark.parametrize("row", NOTES, ids=lambda row: str(row["number"]))
async def test_notes_are_text_wherever_slack_shows_them(office: Office, row: Row) -> None:
    """On the card, in the preview, in the dialog and in the announcement, all within bounds."""
    notes = foreign_text.neutralise(row["input"] * row.get("times", 1))
    status = sample.asked(notes=notes, announcement=f"# Greeter is out\n\n{notes[:9_000]}")
    desk, _ = make_desk(status)
    bob, alice = office.people["bob"], office.people["alice"]
    platform = office.platform()
    async with platform.connected(Receptionist(desk), office.memory):
        await office.slack.connected()
        await platform.surface.show(await conversation(sample.RELEASE, desk))
        card = await office.card("Notes")
        await bob.clicks("Preview…", card)
        preview = await eventually(bob.sees_dialog)
        await alice.clicks("Edit notes…", card)
        await eventually(lambda: alice.sees_dialog() or alice.sees_alone(CHANNEL))
        await platform.chat.post(office.channel(NEWS), "key", status["announcement"])
    (post,) = office.messages(NEWS)

    assert isinstance(platform.chat, Announcements)
    for shown in (card, preview, post):
        assert _plain(row["shown"]) in read(shown)
        assert "broadcast" not in str(shown["blocks"])
        assert "usergroup" not in str(shown["blocks"])
        assert len(str(shown["blocks"])) < 120_000
    refused = [read(each) for each in alice.sees_alone(CHANNEL)]
    assert all(f"releasebot notes {sample.RELEASE} --edit <" in each for each in refused)


def _plain(shown: str) -> str:
    """The beginning of what the table shows; in blocks of text no sign needs another's help."""
    first = shown.split("\n", maxsplit=1)[0].removeprefix("- ")
    return first.replace("&lt;", "<").replace("\u200b", "")[:40]


@pytest.mark.parametrize("row", SIGNED, ids=lambda row: str(row["number"]))
async def test_what_slack_did_not_sign_now_is_refused(row: Row) -> None:
    """In one sentence; a clock that is wrong is named, and only to who knows the secret."""
    moment = str(NOW - row.get("ahead", 0))
    content = f"v0:{moment}:".encode()
    ours = "v0=" + hmac.new(SECRET.encode(), content, hashlib.sha256).hexdigest()
    answers = []
    for signature in (row.get("input", ours), "v0=" + "0" * 64):
        headers = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature}
        request = make_mocked_request("POST", "/slack/events", headers=headers)
        answers.append(await SignedRequests(lambda: SECRET, now=lambda: NOW).receive(request, b""))
    said, stranger = (str(answer.text) for answer in answers)

    assert [answer.status for answer in answers] == [401, 401]
    assert said.startswith(row["sentence"])
    assert said.endswith(row.get("next", row["sentence"]))
    assert "clock" not in stranger


NUMBERS = {row["number"] for row in (*SAID, *SIGNED, *NOTES)}
