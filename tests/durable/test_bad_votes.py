"""Rows 51 to 54 of the bad inputs: clicks that come too late, from nowhere, or without a right."""

import asyncio
import tomllib
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from bot import errors
from bot.domain.approvals.approval import Answer
from bot.domain.conversation import commands
from tests.durable.driving import Bench, Driver, wants_somebody
from tests.durable.interruptions import before_stage

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["row"] if row["number"] in range(51, 55)]
DAY = 24 * 3600

Row = Mapping[str, str]


def _of(number: int) -> list[Row]:
    return [row for row in ROWS if row["number"] == number]


def _assert_told(error: errors.ReleasebotError, row: Row) -> None:
    assert error.reason == row["code"]
    assert row["sentence"] in error.sentence
    assert row["next"] in error.next_step
    assert "\n" not in error.for_people()


async def _done(driver: Driver, release: str) -> None:
    await driver.approve(release)


async def _rejected(driver: Driver, release: str) -> None:
    await driver.vote((await driver.until_asked(release))["id"], "bob", "reject")


async def _expired(driver: Driver, release: str) -> None:
    await driver.until_asked(release)
    driver.later(DAY)


async def _cancelled(driver: Driver, release: str) -> None:
    await driver.releases.cancel(release, "alice", "not today")


async def _planned_anew(driver: Driver, release: str) -> None:
    base = (await driver.releases.status(release))["notes_digest"]
    await driver.releases.edit_notes(release, "alice", "### Added\n\n- Manners.\n", base)
    await driver.until_status(release, lambda now: len(now["questions"]) > 1)


BEFORE: Mapping[str, Callable[[Driver, str], Awaitable[None]]] = {
    "done": _done,
    "rejected": _rejected,
    "expired": _expired,
    "cancelled": _cancelled,
    "planned anew": _planned_anew,
}


@pytest.mark.parametrize("row", _of(51), ids=lambda row: row["input"])
async def test_a_button_of_the_past_tells_what_became_of_it(driver: Driver, row: Row) -> None:
    """Who decided, and when; the release stays as it is."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await BEFORE[row["input"]](driver, release)
    before = await driver.until_status(release, wants_somebody)
    with pytest.raises(errors.ReleasebotError) as caught:
        await driver.vote(question["id"], "carol")

    _assert_told(caught.value, row)
    assert (await driver.releases.status(release))["questions"] == before["questions"]


@pytest.mark.parametrize("row", [*_of(52), {**_of(52)[0], "input": "\ud800"}], ids=str)
async def test_a_button_from_nowhere_has_no_power(bench: Bench, driver: Driver, row: Row) -> None:
    """Whatever its value is."""
    await driver.until_asked(await driver.start())
    for say in (driver.vote, driver.releases.withdraw):
        with pytest.raises(errors.ReleasebotError) as caught:
            await say(row["input"], "bob")
        _assert_told(caught.value, row)

    assert bench.rows("SELECT * FROM votes") == []


@pytest.mark.parametrize("row", _of(53), ids=lambda row: row["input"])
async def test_of_two_answers_at_once_the_first_counts(
    bench: Bench, driver: Driver, row: Row
) -> None:
    """The other person is told who was first."""
    bench.roles["approver"] = frozenset({"bob", "carol", "dave"})
    first, second = cast("list[Answer]", row["input"].split())
    question = await driver.until_asked(await driver.start())
    await driver.vote(question["id"], "carol")
    _, late = await asyncio.gather(
        driver.vote(question["id"], "bob", first),
        driver.vote(question["id"], "dave", second),
        return_exceptions=True,
    )

    assert isinstance(late, errors.ReleasebotError)
    _assert_told(late, row)


async def test_a_voter_who_lost_the_role_is_asked_no_more(bench: Bench, driver: Driver) -> None:
    """The vote is void, and so is another one; those who are left are asked."""
    question = await driver.until_asked(await driver.start())
    await driver.vote(question["id"], "bob")
    bench.roles["approver"] = frozenset({"alice", "carol"})
    with pytest.raises(errors.ReleasebotError) as caught:
        await driver.vote(question["id"], "bob")

    _assert_told(caught.value, _of(54)[0])
    assert bench.rows("SELECT * FROM votes") == []


async def test_an_approval_of_somebody_who_lost_the_role_starts_nothing(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is public, and people are asked anew."""
    lost = frozenset({"alice", "bob", "dave"})
    before_stage(monkeypatch, "publish_testpypi", lambda: bench.roles.__setitem__("approver", lost))
    status = await driver.released()
    row = _of(54)[1]

    assert (status["error"]["code"], status["error"]["sentence"]) == (row["code"], row["sentence"])
    assert row["next"] in status["error"]["next"]
    assert bench.public() == []
    await driver.releases.retry(status["release"], "alice")
    assert (await driver.until_asked(status["release"]))["awaits"] == ["bob", "dave"]


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("no\ud800t \u202etoday\x00", r"no\ud800t today\x00"),
        ("line\none\r\n\ttwo", "line one two"),
        ("x" * 10_000, "x" * 500 + "…"),
        ("\u200b", ""),
    ],
    ids=["surrogate", "lines", "long", "invisible"],
)
async def test_any_reason_can_be_kept(bench: Bench, driver: Driver, reason: str, kept: str) -> None:
    """As one line without anything invisible; the audit's chain stays whole."""
    question = await driver.until_asked(await driver.start())
    vote = commands.CastVote(
        question=question["id"], person="bob", answer="reject", reason=reason, account=reason
    )
    await driver.releases.vote(vote)

    assert bench.rows("SELECT reason FROM votes") == [(kept,)]
    assert await driver.releases.first_altered_audit_row() is None


def test_every_number_has_a_row() -> None:
    """No line of the threat model's table is forgotten."""
    assert {row["number"] for row in ROWS} == {51, 52, 53, 54}
