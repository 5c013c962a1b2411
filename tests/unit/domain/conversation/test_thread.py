"""The thread: one line for each thing that happened, and only who has to do something is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import foreign_text
from bot.domain.conversation import thread
from tests.fakes import sample_status as sample

QUESTION = {"question": sample.QUESTION}
UNTIL = QUESTION | {"expires": "2026-03-04T14:02:00.000Z"}
WAITS = "Approved: this ships as soon as somebody resumes it (bob holds it)."
SHIPS = "Approved: shipping."
FAILED = {"segment": "publish", "error": {"sentence": "PyPI is down.", "next": "Retry later."}}


@pytest.mark.parametrize(
    ("action", "actor", "data", "text"),
    [
        ("requested", "alice", {"bump": "minor"}, "alice asked for a minor release of greeter."),
        (
            "requested",
            "alice",
            {"bump": "1.1.1", "branch": "1.1"},
            "alice asked for a 1.1.1 release of greeter from 1.1.",
        ),
        ("planned", "alice", {"version": "1.2.0"}, "Planned as 1.2.0."),
        (
            "asked",
            "releasebot",
            UNTIL,
            "Everything is built and checked. It needs 2 approvals until 4 March, 14:02 UTC.",
        ),
        ("approve", "bob", QUESTION | {"reason": ""}, "bob approves."),
        (
            "approve",
            "alice",
            QUESTION | {"solo": True},
            "alice approves, alone, by typing the version.",
        ),
        (
            "reject",
            "bob",
            QUESTION | {"reason": "the notes lie"},
            "bob rejects this release: the notes lie.",
        ),
        ("withdrew", "bob", QUESTION, "bob takes the vote back."),
        (
            "reminded",
            "releasebot",
            UNTIL,
            "Still waits for bob and carol; the question ends at 4 March, 14:02 UTC.",
        ),
        ("approved", "releasebot", QUESTION, "Approved: shipping."),
        ("rejected", "releasebot", QUESTION, "The release ends here."),
        ("expired", "releasebot", QUESTION, "Nobody decided in time: the question has expired."),
        ("held", "bob", {"reason": "docs"}, "bob holds the release: docs."),
        ("resumed", "bob", {"held_by": "bob"}, "bob lets it go on."),
        (
            "revised",
            "releasebot",
            {"why": "main moved."},
            "main moved.",
        ),
        (
            "vote_void",
            "releasebot",
            QUESTION | {"person": "bob"},
            "bob lost the role, so the vote of bob does not count any more.",
        ),
        (
            "ended",
            "releasebot",
            {"how": "removed", "version": "1.2.0", "public": []},
            "Ended. Nothing of it was public: its branch is removed, 1.2.0 is free again.",
        ),
        (
            "ended",
            "releasebot",
            {"how": "public", "version": "1.2.0", "public": ["the tag v1.2.0"]},
            "Ended. Public already: the tag v1.2.0. Nothing is removed, and 1.2.0 stays taken.",
        ),
        (
            "ended",
            "releasebot",
            {"how": "left", "version": "1.2.0", "public": []},
            "Ended without its clean-up: what it made is still there, 1.2.0 stays taken.",
        ),
        (
            "ended",
            "releasebot",
            {"how": "unplanned", "version": None, "public": []},
            "Ended before it was planned.",
        ),
        (
            "notes_edited",
            "alice",
            {"before": "a", "after": "b"},
            "alice edited the notes; everything is prepared again.",
        ),
        (
            "moved",
            "releasebot",
            {"why": "main moved from a to b."},
            "main moved from a to b. Somebody has to say what becomes of this release.",
        ),
        (
            "branch_decided",
            "alice",
            {"choice": "without"},
            "alice releases without what is new on the branch.",
        ),
        (
            "branch_decided",
            "alice",
            {"choice": "with"},
            "alice plans again with the branch as it is now.",
        ),
        ("failed", "releasebot", FAILED, "Failed: PyPI is down. Retry later."),
        ("retried", "alice", {"segment": "publish"}, "alice tries again."),
        (
            "skipped",
            "bob",
            {"stage": "announce", "reason": "later"},
            "bob skips “Announce Greeter v1.2.0 in releases”: later.",
        ),
        (
            "overridden",
            "bob",
            {"gate": "test", "reason": "flaky"},
            "bob overrides the gate “test”: flaky.",
        ),
        (
            "ticked",
            "alice",
            {"line": "blog", "evidence": "https://example.org"},
            "alice ticked “blog” on the checklist: https://example.org",
        ),
        ("cancelled", "alice", {"reason": "wrong"}, "alice cancels the release: wrong."),
        ("cancelled", "releasebot", {"public": []}, "Cancelled. Nothing of it was public."),
        ("cancelled", "releasebot", {"public": ["x"]}, "Cancelled. What is public stays."),
        ("done", "releasebot", {"version": "1.2.0"}, "Greeter 1.2.0 is released."),
        ("something_new", "releasebot", {}, "releasebot: something new."),
    ],
)
def test_each_row_is_a_line(action: str, actor: str, data: dict[str, object], text: str) -> None:
    """A whole sentence, as it is said aloud."""
    (event,) = thread.make_thread([sample.audit_row(7, action, actor, **data)], sample.asked())

    assert (event.number, event.time, event.text) == (7, "2026-03-04T12:07:00.000Z", text)


@pytest.mark.parametrize(
    ("action", "data", "pings"),
    [
        ("asked", QUESTION, ("carol",)),
        ("reminded", QUESTION, ("carol",)),
        ("asked", {"question": "an earlier one"}, ()),
        ("failed", FAILED, ()),
        ("moved", {}, ()),
        ("approve", QUESTION, ()),
    ],
)
def test_only_who_is_needed_is_called(
    action: str, data: dict[str, object], pings: tuple[str, ...]
) -> None:
    """Those whose yes is missing now, and the requester where something went wrong."""
    rows = [sample.audit_row(1, action, "releasebot", **data)]

    assert thread.make_thread(rows, sample.asked("bob"))[0].pings == pings


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("failed", sample.failed("publish_pypi")),
        ("moved", sample.asked(moved=sample.MOVED)),
    ],
)
def test_the_requester_is_called_while_something_is_wrong(
    action: str, status: dict[str, object]
) -> None:
    """And not about what was mended since."""
    (event,) = thread.make_thread([sample.audit_row(1, action)], status)

    assert event.pings == ("alice",)


def test_nobody_is_called_about_what_is_over() -> None:
    """A thread that is shown again, after a restart, disturbs nobody."""
    rows = [sample.audit_row(1, "failed"), sample.audit_row(2, "asked", "x", **QUESTION)]

    assert [event.pings for event in thread.make_thread(rows, sample.done())] == [(), ()]


@pytest.mark.parametrize("action", ["done", "ended"])
def test_who_asked_is_told_the_result(action: str) -> None:
    """By the last line, and by it alone."""
    rows = [sample.audit_row(1, "requested", "alice"), sample.audit_row(2, action, how="removed")]

    assert [event.pings for event in thread.make_thread(rows, sample.done())] == [(), ("alice",)]


@given(st.sampled_from(["reject", "held", "failed", "skipped", "x"]), st.text(), st.text())
def test_every_row_is_a_line_of_plain_text(action: str, actor: str, reason: str) -> None:
    """Whatever stands in it, also before there is a plan."""
    row = sample.audit_row(1, action, actor, reason=reason, error={"sentence": reason})
    (event,) = thread.make_thread([row], sample.unplanned())

    assert event.text == foreign_text.printable(event.text, len(event.text))


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (
            "asked",
            (
                "Everything is published. To be announced it needs 2 approvals until 4 March, "
                "14:02 UTC."
            ),
        ),
        ("approved", "Approved: announcing."),
        ("reject", "releasebot rejects the announcement."),
        ("rejected", "It is not announced; what is published stays."),
    ],
)
def test_the_question_before_the_announcement_has_its_own_words(action: str, text: str) -> None:
    """Nothing ships any more."""
    status = sample.asked(questions=[sample.question(kind="announce")])
    (event,) = thread.make_thread([sample.audit_row(1, action, **UNTIL)], status)

    assert event.text == text


def test_votes_that_were_lost_are_told() -> None:
    """Only where there were any."""
    row = sample.audit_row(1, "revised", why="alice edited the notes.")
    (event,) = thread.make_thread([row], sample.asked(questions=[sample.VOID, sample.AGAIN]))

    assert event.text == ("alice edited the notes. The approvals so far do not count any more.")


def test_one_who_is_enough_is_not_asked_for_with_the_others() -> None:
    """Whoever reads it knows whether the other one has to do anything."""
    one = sample.asked(questions=[sample.question(needed=1)])
    (event,) = thread.make_thread([sample.audit_row(1, "reminded", **UNTIL)], one)

    assert event.text.startswith("Still waits for bob or carol; ")


@pytest.mark.parametrize(("then", "text"), [(("held",), WAITS), (("held", "resumed"), SHIPS)])
def test_what_is_approved_while_it_is_held_does_not_ship_yet(
    then: tuple[str, ...], text: str
) -> None:
    """As it was at that time, whatever came after it."""
    actions = (*then, "approved", "resumed")
    rows = [sample.audit_row(n, action, "bob", **QUESTION) for n, action in enumerate(actions, 1)]
    found = thread.make_thread(rows, sample.asked("bob", "carol"))

    assert found[len(then)].text == text


def test_a_failure_keeps_the_end_of_its_log() -> None:
    """Below its line, as text; it stays when the release is planned again."""
    log = "FAILED test_a\n\u202e1 failed"
    rows = [
        sample.audit_row(1, "failed", segment="prepare", error={"sentence": "Red.", "log": log}),
        sample.audit_row(2, "failed", segment="publish", error=FAILED["error"]),
        sample.audit_row(3, "retried", "alice"),
    ]

    assert [event.log for event in thread.make_thread(rows, sample.planned())] == [
        "FAILED test_a\n1 failed",
        "",
        "",
    ]
