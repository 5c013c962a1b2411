"""Editing the notes: before the approval, for everybody to see, and never over another's text."""

import asyncio

import pytest

from bot import errors
from bot.domain.notes import edited_notes
from tests.durable.driving import REVISED, Bench, Driver, open_questions

TEXT = "### Added\n\n- Greets everybody by name."


async def test_edited_notes_are_what_is_approved_and_published(
    bench: Bench, driver: Driver
) -> None:
    """The votes so far are void, visibly; changelog, release and announcement have the new text."""
    first = await driver.asked()
    await driver.vote(first["questions"][0]["id"], "bob")
    await driver.edit(first, TEXT)
    asked = await driver.asked_anew(first)
    old, new = asked["questions"]
    assert (old["state"], [vote["person"] for vote in old["votes"]]) == ("void", ["bob"])
    assert old["why"] == "alice edited the notes."
    assert (new["votes"], asked["edited_by"], asked["notes"]) == ([], "alice", TEXT)
    assert asked["version"] == first["version"]
    assert asked["digest"] != first["digest"]

    await driver.approve(first["release"])
    status = await driver.until_ended(first["release"])
    world = bench.world
    tagged = world.code_host.tags["v1.2.0"].commit
    [hosted] = world.code_host.hosted.values()
    assert (status["state"], bench.effects()) == ("done", REVISED)
    assert TEXT in world.history.commits[tagged].files["CHANGELOG.md"].decode()
    assert TEXT in hosted.body
    assert "- **New Feature**: Greets everybody by name." in world.chat.posts[0].text
    assert "polite greeting" not in world.chat.posts[0].text


async def test_a_second_editor_is_told_who_was_faster(driver: Driver) -> None:
    """Nothing is lost silently: the text of the second is refused until the first is seen."""
    first = await driver.asked()
    await driver.edit(first, TEXT, person="bob")
    asked = await driver.asked_anew(first)
    with pytest.raises(errors.Refused) as caught:
        await driver.edit(first, "Mine.", "carol")
    told = asked["questions"][0]

    assert caught.value.reason == "notes_changed"
    assert caught.value.sentence.startswith("bob changed the notes at ")
    assert caught.value.sentence.endswith(" UTC.")
    assert told["why"] == "bob edited the notes."
    await driver.edit(asked, "Mine.", "carol")
    assert (await driver.asked_anew(asked))["notes"] == "Mine."


async def test_of_two_editors_at_once_one_is_refused(bench: Bench, driver: Driver) -> None:
    """Both saw the same text: one of them wins, the other one is told."""
    first = await driver.asked()
    answers = await asyncio.gather(
        *(driver.edit(first, f"By {who}.", who) for who in ("bob", "carol")),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, errors.Refused)]
    asked = await driver.asked_anew(first)

    assert [error.reason for error in refused] == ["notes_changed"]
    assert asked["notes"] == f"By {asked['edited_by']}."
    assert bench.rows("SELECT attempt FROM segments WHERE name = 'plan'") == [(1,), (2,)]


async def test_the_same_text_changes_nothing(driver: Driver) -> None:
    """Whoever only looked voids no vote."""
    first = await driver.asked()
    await driver.vote(first["questions"][0]["id"], "bob")
    await driver.edit(first, first["notes"])
    status = await driver.releases.status(first["release"])

    assert [q["state"] for q in status["questions"]] == ["open"]
    assert len(status["questions"][0]["votes"]) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "notes_empty"),
        (" \n\u200b<!-- nothing -->\n", "notes_empty"),
        ("x" * 100_001, "notes_too_long"),
        ("## [1.3.0] - 2027-01-01\n\n- Not yet.", "notes_misplaced"),
        ("```\nno end", "notes_misplaced"),
    ],
)
async def test_what_are_no_notes_is_refused(driver: Driver, text: str, code: str) -> None:
    """The question stays open, with its votes."""
    first = await driver.asked()
    with pytest.raises(errors.BadInput) as caught:
        await driver.edit(first, text)

    assert caught.value.reason == code
    assert open_questions(await driver.releases.status(first["release"]))


async def test_a_text_is_harmless(bench: Bench, driver: Driver) -> None:
    """What somebody typed is foreign text like any other, even if it is no Unicode."""
    first = await driver.asked()
    await driver.edit(first, "Thanks @org/team\x07, fixes #1 \ud800 <b>now</b>")
    await driver.asked_anew(first)
    await driver.approve(first["release"])
    assert (await driver.until_ended(first["release"]))["state"] == "done"
    [hosted] = bench.world.code_host.hosted.values()

    assert hosted.body.startswith(
        "Thanks @\u200borg/team\\x07, f\u200bixes #1 \\ud800 &lt;b>now&lt;/b>"
    )


async def test_who_changed_what_is_audited(bench: Bench, driver: Driver) -> None:
    """With the digests of both texts, not with the texts."""
    first = await driver.asked()
    await driver.edit(first, TEXT)
    [(data,)] = bench.rows("SELECT data FROM audit WHERE action = 'notes_edited'")

    assert first["notes_digest"] in data
    assert edited_notes.digest(TEXT) in data
