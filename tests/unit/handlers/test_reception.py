"""The reception: whatever comes in, an answer goes out."""

import logging

import pytest

from bot import errors, ports
from bot.domain.conversation.messages import Facts, Line, Table
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.fakes import sample_status as sample
from tests.fakes.callers import caller
from tests.fakes.fake_releases import FakeReleases


@pytest.fixture
def reception(desk: Desk) -> ports.Reception:
    """At the desk of the other tests."""
    return Receptionist(desk)


async def test_a_line_is_answered(reception: ports.Reception, releases: FakeReleases) -> None:
    """By the command that it is."""
    reply = await reception.say("hold the docs are late", caller("alice"))

    assert reply.error is None
    assert releases.asked == [("hold", sample.RELEASE, "alice", "the docs are late")]


async def test_an_answer_knows_until_when_it_holds(
    reception: ports.Reception, releases: FakeReleases
) -> None:
    """It takes the newest event into account; one about no release holds for ever."""
    rows = (sample.audit_row(7, "asked"), sample.audit_row(9, "reminded"))
    releases.rows[sample.RELEASE] = rows
    pressed = await reception.press("hold", sample.RELEASE, "", "", {}, caller(""))
    status = await reception.say("status", caller("alice"))

    assert pressed.error is not None
    assert (pressed.as_of, status.as_of) == (9, 9)
    assert (await reception.say("help", caller("alice"))).as_of == 0


async def test_an_answer_goes_out_without_its_date(
    reception: ports.Reception, releases: FakeReleases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever keeps the audit from being read."""

    async def broken(release: str) -> list[sample.Json]:
        raise RuntimeError(release)

    monkeypatch.setattr(releases, "audit", broken)
    reply = await reception.press("retry", sample.RELEASE, "", "", {}, caller("alice"))

    assert (reply.error, reply.as_of) == (None, 0)


async def test_a_refusal_is_an_answer(reception: ports.Reception) -> None:
    """For people in two sentences, for machines with its code."""
    reply = await reception.say("holt", caller("alice"))

    assert reply.blocks == (
        Line(text="“holt” is not a command.", tone="bad"),
        Line(text="Nothing was done. Did you mean hold?"),
    )
    assert reply.error is not None
    assert reply.error["code"] == "not_understood"
    assert reply.data["error"] == reply.error


async def test_a_bug_is_a_sentence_and_a_line_in_the_log(
    reception: ports.Reception, releases: FakeReleases, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is shown a traceback."""
    releases.refusal = KeyError("secret")
    with caplog.at_level(logging.ERROR):
        reply = await reception.say("retry", caller("alice"))

    assert reply.error is not None
    assert reply.error["code"] == "bug"
    assert "secret" not in str(reply)
    assert "a command could not be answered" in caplog.text


async def test_a_button_is_a_command(reception: ports.Reception, releases: FakeReleases) -> None:
    """With what was typed into its dialog."""
    await reception.press("hold", sample.RELEASE, "", "", {"reason": "docs"}, caller("alice"))

    assert releases.asked == [("hold", sample.RELEASE, "alice", "docs")]


async def test_a_button_that_the_engine_refuses_says_why(
    reception: ports.Reception, releases: FakeReleases
) -> None:
    """A click on an old message hears what became of it."""
    sentence = "This was approved by bob at 12:10 UTC."
    releases.refusal = errors.Refused(sentence, "Look.", reason="question_closed")
    reply = await reception.press("approve", sample.RELEASE, "q", "", {}, caller("bob"))

    assert reply.blocks[0] == Line(text=sentence, tone="bad")


@pytest.mark.parametrize("person", ["", "bob"])
async def test_nobody_fills_in_a_dialog_for_nothing(
    reception: ports.Reception, person: str
) -> None:
    """Who may not do it is told before typing."""
    reply = await reception.open_dialog("hold", sample.RELEASE, "", "", caller(person))

    assert reply.dialog is None
    assert reply.error is not None


async def test_a_dialog_opens_for_who_may(reception: ports.Reception) -> None:
    """With the ids of its button."""
    reply = await reception.open_dialog(
        "reject", sample.RELEASE, sample.QUESTION, "", caller("bob")
    )

    assert reply.dialog is not None
    assert (reply.dialog.action, reply.dialog.question) == ("reject", sample.QUESTION)


@pytest.mark.parametrize("person", ["alice", "bob"])
async def test_notes_are_edited_by_typing_too(reception: ports.Reception, person: str) -> None:
    """By a releaser."""
    reply = await reception.say("notes edit", caller(person))

    assert (reply.dialog is not None) == (person == "alice")


async def test_conversations_come_oldest_first(desk: Desk) -> None:
    """As a channel shows them, with card and thread."""
    releases = FakeReleases(sample.done(release="old"), sample.asked())
    releases.rows["old"] = (sample.audit_row(1, "done"),)
    reception = Receptionist(Desk(releases=releases, roles=desk.roles))
    found = await reception.conversations("greeter", 5)

    assert [each.card.release for each in found] == ["old", sample.RELEASE]
    assert [event.text for event in found[0].thread] == ["Greeter 1.2.0 is released."]


async def test_a_release_that_cannot_be_read_hides_no_other(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so in its place; the log has the rest."""
    broken = {key: sample.done()[key] for key in ("project", "version", "bump", "state")}
    releases = FakeReleases({**broken, "release": "old"}, sample.asked())
    reception = Receptionist(Desk(releases=releases, roles=desk.roles))
    with caplog.at_level(logging.ERROR):
        found = await reception.conversations("greeter", 5)

    assert [each.card.release for each in found] == ["old", sample.RELEASE]
    assert "cannot be read" in found[0].card.summary
    assert "release old cannot be shown" in caplog.text


async def test_other_notes_are_measured_for_the_release_s_channels(
    reception: ports.Reception,
) -> None:
    """While they are written."""
    reply = await reception.preview_notes(sample.RELEASE, "12345")

    assert reply.blocks == (
        Facts(
            title="Room in each channel",
            rows=(
                ("GitHub release", "5 of 125,000 characters"),
                ("releases", "44 of 120,000 characters"),
            ),
        ),
    )


async def test_each_channel_s_post_is_shown_before_it_is_posted(
    reception: ports.Reception,
) -> None:
    """With the notes as they are or as they are typed, the announcements first."""
    as_it_is = await reception.preview_posts(sample.RELEASE)
    typed = await reception.preview_posts(sample.RELEASE, "- <!channel>")
    posts = typed.data["posts"]

    assert [(each["channel"], each["kind"]) for each in posts] == [
        ("releases", "announcement"),
        ("GitHub release", "release notes"),
    ]
    assert as_it_is.data["posts"][0]["text"].startswith("# Greeter 1.2.0 is out")
    assert "<!channel>" not in posts[1]["text"]
    assert typed.error is None


async def test_a_draft_is_kept_for_whoever_may_save_it(
    releases: FakeReleases, reception: ports.Reception
) -> None:
    """Nobody else fills the store; the dialog begins with it until it is dropped."""
    kept = await reception.keep_draft(sample.RELEASE, "Mine.", "sha256:0", caller("alice"))
    foreign = await reception.keep_draft(sample.RELEASE, "Evil.", "sha256:0", caller("dave"))
    opened = await reception.open_dialog("edit_notes", sample.RELEASE, "", "", caller("alice"))
    dropped = await reception.drop_draft(sample.RELEASE, caller("alice"))

    assert kept.error is None
    assert (foreign.error or {})["code"] == "not_allowed"
    assert opened.dialog is not None
    assert (opened.dialog.fields[0].value, opened.dialog.has_draft) == ("Mine.", True)
    assert "your draft of 4 March, 22:41 UTC" in str(opened.dialog.blocks[0])
    assert dropped.dialog is not None
    assert (dropped.dialog.fields[0].value != "Mine.", dropped.dialog.has_draft) == (True, False)
    assert releases.drafts.kept == {}


async def test_notes_of_no_release_have_no_room(reception: ports.Reception) -> None:
    """An answer too."""
    reply = await reception.preview_notes("nobody", "x")

    assert reply.error is not None


async def test_help_has_the_forms_of_its_door(reception: ports.Reception) -> None:
    """Those of a terminal for whoever sits at one, of a chat for everybody else."""
    terminal = await reception.say("help hold", caller("alice", account="local:alice"))
    chat = await reception.say("help hold", caller("alice"))

    tables = [reply.blocks[0] for reply in (terminal, chat)]
    assert [each.rows[0][0] for each in tables if isinstance(each, Table)] == [
        "releasebot hold [RELEASE] REASON",
        "hold [RELEASE] REASON",
    ]
