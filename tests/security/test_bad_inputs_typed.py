"""Rows 1 to 10, 55, 56 and 58 of the bad inputs: what is typed and what a changelog says."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.domain.card import texts
from bot.domain.conversation.messages import Prose
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_releases import FakeReleases

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["row"] if row["number"] <= 10]
NOTES = [row for row in DATA["row"] if row["number"] in (55, 56, 58)]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['number']}-{row['code']}" for row in ROWS])
async def test_it_is_refused_in_two_sentences(row: Mapping[str, Any]) -> None:
    """Code, sentence and next step are those of the table, and nothing was done."""
    releases = FakeReleases(
        *([sample.asked()] if "running" in row else []), projects=("greeter", "other")
    )
    desk = Desk(releases=releases, roles=lambda: ROLES)
    who = caller(
        row.get("person", "alice"),
        project=row.get("project", "greeter"),
        is_direct=row.get("direct", False),
    )
    reply = await Receptionist(desk).say(row["input"] * row.get("times", 1), who)

    assert reply.error is not None
    assert reply.error["code"] == row["code"]
    assert reply.error["sentence"].startswith(row["sentence"])
    assert reply.error["next"].startswith(row["next"])
    assert releases.asked == []


@pytest.mark.parametrize("row", NOTES, ids=lambda row: str(row["number"]))
async def test_notes_are_text_and_nothing_else(row: Mapping[str, Any]) -> None:
    """On the card and in the answer to `notes`, nothing of them is alive, and none is endless."""
    releases = FakeReleases(sample.asked(notes=row["input"] * row.get("times", 1)))
    reception = Receptionist(Desk(releases=releases, roles=lambda: ROLES))
    (conversation,) = await reception.conversations("greeter", 1)
    reply = await reception.say("notes", caller(""))
    on_card = next(block for block in conversation.card.blocks if isinstance(block, Prose))

    assert on_card.markdown.startswith(row["shown"])
    assert on_card.markdown.endswith(row.get("ends", ""))
    assert len(on_card.markdown) <= texts.LONGEST
    assert isinstance(reply.blocks[0], Prose)
    assert reply.blocks[0].markdown.startswith(row["shown"])


async def test_a_command_that_a_phone_dressed_up_is_understood() -> None:
    """Row 9, as far as nothing has to be guessed."""
    releases = FakeReleases(sample.asked())
    desk = Desk(releases=releases, roles=lambda: ROLES)
    typed = "\uff0frelease\u00a0\uff28OLD “docs are late”"
    reply = await Receptionist(desk).say(typed, caller("alice"))

    assert reply.error is None
    assert releases.asked == [("hold", sample.RELEASE, "alice", "docs are late")]


async def test_a_quoted_command_counts_as_the_senders() -> None:
    """Row 8: whose words they were makes no difference to who may."""
    releases = FakeReleases(sample.asked())
    desk = Desk(releases=releases, roles=lambda: ROLES)
    reply = await Receptionist(desk).say("hold as alice said", caller("dave"))

    assert reply.error is not None
    assert reply.error["code"] == "not_allowed"
