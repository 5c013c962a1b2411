"""Parsing: a body that fits its label is an event, any other is nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import parsing, values
from bot.domain.events.parsing import Nothing
from tests.fakes import signed_deliveries as signed

Json = dict[str, Any]
SHA = "b" * 40
PLACE: Json = {"repository": 1001, "name": "acme/greeter", "sender": "alice"}
PULL = {"number": 7, "merged": True, "labels": []}
COMMENT = {"id": 9, "body": "/release status", "user": {"id": 501}}
INSTALLATION = {"id": 3}
EXAMPLES: list[tuple[str, Json, values.Event]] = [
    ("ping", {"zen": "Anything added dilutes everything else."}, values.Pinged(**PLACE)),
    (
        "push",
        {"ref": "refs/heads/main", "before": "a", "after": SHA},
        values.Pushed(**PLACE, branch="main", commit=SHA),
    ),
    (
        "push",
        {"ref": "refs/heads/release/v1", "before": "a", "after": "0" * 40},
        values.Pushed(**PLACE, branch="release/v1", commit=""),
    ),
    (
        "push",
        {
            "ref": "refs/tags/v1.2.0",
            "before": "0" * 40,
            "after": SHA,
            "sender": {"login": "alice", "id": 501},
        },
        values.TagPushed(**PLACE, tag="v1.2.0", pusher=501),
    ),
    (
        "pull_request",
        {"action": "closed", "number": 7, "pull_request": PULL},
        values.PullClosed(**PLACE, number=7, is_merged=True),
    ),
    (
        "pull_request",
        {
            "action": "labeled",
            "number": 7,
            "pull_request": PULL,
            "label": {"name": "release:minor"},
        },
        values.PullLabelled(**PLACE, number=7, label="release:minor"),
    ),
    (
        "check_suite",
        {"action": "completed", "check_suite": {"head_sha": SHA, "app": {"id": 15}}},
        values.ChecksChanged(**PLACE, commit=SHA, app=15, is_foreign=False),
    ),
    (
        "check_run",
        {"action": "completed", "check_run": {"head_sha": SHA, "app": {"id": 15}}},
        values.ChecksChanged(**PLACE, commit=SHA, app=15, is_foreign=False),
    ),
    (
        "workflow_run",
        {
            "action": "completed",
            "workflow_run": {"head_sha": SHA, "head_repository": {"id": 1001}},
        },
        values.ChecksChanged(**PLACE, commit=SHA, app=0, is_foreign=False),
    ),
    (
        "workflow_run",
        {"action": "completed", "workflow_run": {"head_sha": SHA, "head_repository": {"id": 5}}},
        values.ChecksChanged(**PLACE, commit=SHA, app=0, is_foreign=True),
    ),
    (
        "status",
        {"sha": SHA, "state": "success"},
        values.ChecksChanged(**PLACE, commit=SHA, app=0, is_foreign=False),
    ),
    (
        "release",
        {"action": "published", "release": {"tag_name": "v1.2.0"}},
        values.ReleasePublished(**PLACE, tag="v1.2.0", publisher=501),
    ),
    (
        "issue_comment",
        {"action": "created", "comment": COMMENT, "issue": {"number": 4}},
        values.CommentWritten(**PLACE, comment=9, issue=4, author=501, text="/release status"),
    ),
    (
        "milestone",
        {"action": "closed", "milestone": {"number": 2}},
        values.MilestoneClosed(**PLACE, number=2),
    ),
    ("repository", {"action": "renamed"}, values.RepositoryChanged(**PLACE, action="renamed")),
    ("public", {}, values.RepositoryChanged(**PLACE, action="publicized")),
]
IDS = [f"{number}-{label}" for number, (label, _, _) in enumerate(EXAMPLES)]


def _body(members: Json) -> Json:
    whole: Json = json.loads(signed.body_of(**members))
    return whole


@pytest.mark.parametrize(("label", "members", "event"), EXAMPLES, ids=IDS)
def test_an_event_is_what_its_body_says(label: str, members: Json, event: values.Event) -> None:
    """Only what a handler needs is taken."""
    assert parsing.parse(label, _body(members)) == event


@pytest.mark.parametrize(("label", "members", "_event"), EXAMPLES, ids=IDS)
def test_t02_a_body_under_another_label_is_nothing(
    label: str, members: Json, _event: values.Event
) -> None:
    """Nobody signs the label; the one exception says the same as its own."""
    found = {other: parsing.parse(other, _body(members)) for other in parsing.LABELS - {label}}
    events = {other for other, each in found.items() if not isinstance(each, Nothing)}

    assert events <= ({"check_run", "check_suite"} if label.startswith("check") else set())


@pytest.mark.parametrize("action", ["deleted", "suspend", "added", "removed"])
def test_access_is_a_matter_of_the_whole_app(action: str) -> None:
    """Which repositories it is about is asked of the code host."""
    body = {"action": action, "installation": INSTALLATION, "sender": None}
    event = parsing.parse("installation", body)

    assert isinstance(event, values.AccessChanged)
    assert (event.repository, event.sender, event.action) == (0, "", action)


@pytest.mark.parametrize(
    ("label", "members"),
    [
        ("star", {"action": "created"}),
        ("issue_comment", {"action": "edited", "comment": COMMENT, "issue": {"number": 4}}),
        ("release", {"action": "edited", "release": {"tag_name": "v1"}}),
        ("pull_request", {"action": "opened", "number": 7, "pull_request": PULL}),
        ("repository", {"action": "edited"}),
        ("push", {"ref": "refs/notes/x", "before": "a", "after": SHA}),
    ],
)
def test_what_is_not_listened_to_is_nothing_odd(label: str, members: Json) -> None:
    """Unknown events and actions, and comments that were edited afterwards."""
    found = parsing.parse(label, _body(members))

    assert isinstance(found, Nothing)
    assert not found.is_odd


@pytest.mark.parametrize("by", ["sender", "app"])
def test_a_comment_of_a_program_is_one(by: str) -> None:
    """Its sender is a bot, or a person's name stands over what an App wrote."""
    members: Json = {"action": "created", "comment": dict(COMMENT), "issue": {"number": 4}}
    if by == "app":
        members["comment"]["performed_via_github_app"] = {"id": 1}
    else:
        members["sender"] = {"login": "other[bot]", "type": "Bot"}
    event = parsing.parse("issue_comment", _body(members))

    assert isinstance(event, values.CommentWritten)
    assert event.is_bot


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.builds(list)
)


@given(st.data())
def test_whatever_is_missing_or_null_an_answer_comes(data: st.DataObject) -> None:
    """Each member of each example is left out or replaced by anything."""
    label, members, _ = data.draw(st.sampled_from(EXAMPLES))
    body = _body(members)
    holder: Any = body
    while True:
        key = data.draw(st.sampled_from(sorted(holder)))
        if isinstance(holder[key], dict) and holder[key] and data.draw(st.booleans()):
            holder = holder[key]
            continue
        holder[key] = data.draw(VALUES)
        break

    assert isinstance(parsing.parse(label, body), values.Event | Nothing)
