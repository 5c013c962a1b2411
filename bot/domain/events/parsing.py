"""Parsing: from a label and a body to an event, or to why there is none.

Only the body is signed. Where it does not fit the label that came with it, nothing happened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import bodies, values
from bot.domain.events.values import Event

Json = dict[str, Any]
NOBODY = "0" * 40  # the commit of a branch that is not there
HEADS, TAGS = "refs/heads/", "refs/tags/"
MOVES = frozenset({"renamed", "transferred", "publicized", "privatized", "archived", "deleted"})
BACK = frozenset({"unarchived"})
EVERYWHERE = frozenset({"repository", "sender", "organization", "installation", "enterprise"})
ACCESS = frozenset({"created", "deleted", "suspend", "unsuspend", "added", "removed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No event, and why; `is_odd` where the body is not what its label says."""

    why: str
    is_odd: bool = False


UNFIT = Nothing(why="the body is not that of its event", is_odd=True)


def parse(label: str, body: Json) -> Event | Nothing:
    """The event that a delivery tells of."""
    make = _PARSERS.get(label)
    if make is None:
        return Nothing(why="this event means nothing for a release")
    return make(body, {"repository": 0, "name": "", "sender": "", **_place(body)})


def _place(body: Json) -> Json:
    """Where it happened and who did it; a deleted user is nobody."""
    return {
        "repository": bodies.number(body, "repository", "id"),
        "name": bodies.text(body, "repository", "full_name"),
        "sender": bodies.text(body, "sender", "login"),
        "is_bot": bodies.text(body, "sender", "type") == "Bot",
    }


def _other_action(body: Json) -> Nothing:
    """An action that is not listened to, or none where there has to be one."""
    if not bodies.text(body, "action"):
        return UNFIT
    return Nothing(why="this action means nothing for a release")


def _ping(body: Json, place: Json) -> Event | Nothing:
    return values.Pinged(**place) if bodies.text(body, "zen") else UNFIT


def _push(body: Json, place: Json) -> Event | Nothing:
    reference, after = bodies.text(body, "ref"), bodies.text(body, "after")
    if not (place["repository"] and after and bodies.text(body, "before")):
        return UNFIT
    commit = "" if after == NOBODY else after
    if reference.startswith(HEADS):
        return values.Pushed(**place, branch=reference.removeprefix(HEADS), commit=commit)
    if reference.startswith(TAGS) and commit:
        pusher = bodies.number(body, "sender", "id")
        return values.TagPushed(**place, tag=reference.removeprefix(TAGS), pusher=pusher)
    return Nothing(why="no branch moved and no tag was made")


def _pull_request(body: Json, place: Json) -> Event | Nothing:
    number = bodies.number(body, "pull_request", "number")
    if not (place["repository"] and number and number == bodies.number(body, "number")):
        return UNFIT
    if bodies.text(body, "action") == "closed":
        merged = bodies.flag(body, "pull_request", "merged")
        return values.PullClosed(**place, number=number, is_merged=merged)
    label = bodies.text(body, "label", "name")
    if bodies.text(body, "action") == "labeled" and label:
        return values.PullLabelled(**place, number=number, label=label)
    return _other_action(body)


def _check_suite(body: Json, place: Json) -> Event | Nothing:
    commit = bodies.text(body, "check_suite", "head_sha")
    is_run = bodies.has(body, "check_run")
    if is_run or not (place["repository"] and commit and bodies.text(body, "action")):
        return UNFIT
    app = bodies.number(body, "check_suite", "app", "id")
    return values.ChecksChanged(**place, commit=commit, app=app, is_foreign=False)


def _check_run(body: Json, place: Json) -> Event | Nothing:
    commit = bodies.text(body, "check_run", "head_sha")
    if not (place["repository"] and commit and bodies.text(body, "action")):
        return UNFIT
    app = bodies.number(body, "check_run", "app", "id")
    return values.ChecksChanged(**place, commit=commit, app=app, is_foreign=False)


def _workflow_run(body: Json, place: Json) -> Event | Nothing:
    commit = bodies.text(body, "workflow_run", "head_sha")
    if not (place["repository"] and commit and bodies.text(body, "action")):
        return UNFIT
    source = bodies.number(body, "workflow_run", "head_repository", "id")
    return values.ChecksChanged(
        **place, commit=commit, app=0, is_foreign=source != place["repository"]
    )


def _status(body: Json, place: Json) -> Event | Nothing:
    commit = bodies.text(body, "sha")
    if not (place["repository"] and commit and bodies.text(body, "state")):
        return UNFIT
    return values.ChecksChanged(**place, commit=commit, app=0, is_foreign=False)


def _release(body: Json, place: Json) -> Event | Nothing:
    tag = bodies.text(body, "release", "tag_name")
    if not (place["repository"] and tag):
        return UNFIT
    if bodies.text(body, "action") == "published":
        publisher = bodies.number(body, "sender", "id")
        return values.ReleasePublished(**place, tag=tag, publisher=publisher)
    return _other_action(body)


def _issue_comment(body: Json, place: Json) -> Event | Nothing:
    comment = bodies.number(body, "comment", "id")
    issue = bodies.number(body, "issue", "number")
    if not (place["repository"] and comment and issue):
        return UNFIT
    if bodies.text(body, "action") != "created":  # what was edited afterwards commands nothing
        return _other_action(body)
    is_bot = place["is_bot"] or bodies.has(body["comment"], "performed_via_github_app")
    return values.CommentWritten(
        **{**place, "is_bot": is_bot},
        comment=comment,
        issue=issue,
        author=bodies.number(body, "comment", "user", "id"),
        text=bodies.text(body, "comment", "body"),
    )


def _milestone(body: Json, place: Json) -> Event | Nothing:
    number = bodies.number(body, "milestone", "number")
    if bodies.has(body, "issue") or not (place["repository"] and number):
        return UNFIT
    if bodies.text(body, "action") == "closed":
        return values.MilestoneClosed(**place, number=number)
    return _other_action(body)


def _repository(body: Json, place: Json) -> Event | Nothing:
    others = ("comment", "issue", "release", "pull_request", "milestone", "check_run")
    if any(bodies.has(body, key) for key in others) or not place["repository"]:
        return UNFIT
    action = bodies.text(body, "action")
    if action in MOVES | BACK:
        return values.RepositoryChanged(**place, action=action)
    return _other_action(body)


def _public(body: Json, place: Json) -> Event | Nothing:
    """The older way to say that a repository was made public; it has no action."""
    if not place["repository"] or not body.keys() <= EVERYWHERE:
        return UNFIT
    return values.RepositoryChanged(**place, action="publicized")


def _installation(body: Json, place: Json) -> Event | Nothing:
    if not bodies.has(body, "installation") or not bodies.number(body, "installation", "id"):
        return UNFIT
    action = bodies.text(body, "action")
    if action in ACCESS and not place["repository"]:
        return values.AccessChanged(**place, action=action)
    return _other_action(body)


_PARSERS: Mapping[str, Callable[[Json, Json], Event | Nothing]] = {
    "ping": _ping,
    "push": _push,
    "pull_request": _pull_request,
    "check_suite": _check_suite,
    "check_run": _check_run,
    "workflow_run": _workflow_run,
    "status": _status,
    "release": _release,
    "issue_comment": _issue_comment,
    "milestone": _milestone,
    "repository": _repository,
    "public": _public,
    "installation": _installation,
    "installation_repositories": _installation,
}
LABELS = frozenset(_PARSERS)
