"""Which permission an installation needs for which operation."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.rehearsal.github.app import permissions
from bot.rehearsal.github.callers import Caller
from bot.rehearsal.github.problems import Problem

HOME = "/repos/acme/greeter"


def _is_let_in(asked: str, **granted: str) -> bool:
    method, path = asked.split(" ")
    caller = Caller(kind="installation", login="releasebot[bot]", permissions=granted)
    try:
        permissions.check(make_mocked_request(method, HOME + path), caller)
    except Problem as problem:
        return problem.status != 403
    return True


@pytest.mark.parametrize(
    ("asked", "permission", "level"),
    [
        ("GET /git/ref/heads/main", "contents", "read"),
        ("POST /git/refs", "contents", "write"),
        ("POST /releases/generate-notes", "contents", "write"),
        ("PUT /pulls/7/merge", "contents", "write"),
        ("POST /pulls", "pull_requests", "write"),
        ("GET /commits/release/1.2/check-runs", "checks", "read"),
        ("POST /check-runs", "checks", "write"),
        ("GET /commits/main/status", "statuses", "read"),
        ("GET /branches/main/protection", "administration", "read"),
        ("GET /immutable-releases", "administration", "read"),
        ("POST /actions/runs/7/cancel", "actions", "write"),
        ("PATCH /milestones/1", "issues", "write"),
    ],
)
def test_an_operation_needs_its_permission(asked: str, permission: str, level: str) -> None:
    """With it at that level it is let in, with all others or a lower one it is not."""
    names = ("contents", "pull_requests", "checks", "statuses", "administration", "actions")
    others = {name: "write" for name in (*names, "issues") if name != permission}

    assert _is_let_in(asked, **{permission: level})
    assert not _is_let_in(asked, **others)
    assert _is_let_in(asked, **{permission: "read"}) is (level == "read")


@pytest.mark.parametrize("permission", ["issues", "pull_requests"])
def test_a_pull_request_is_an_issue_too(permission: str) -> None:
    """Labels and comments are open to either permission."""
    assert _is_let_in("POST /issues/7/labels", **{permission: "write"})
    assert _is_let_in("PATCH /issues/comments/7", **{permission: "write"})
    assert not _is_let_in("POST /issues/7/comments", **{permission: "read"})


def test_what_everybody_sees_needs_none() -> None:
    """The repository itself, and with the least of permissions the rules of its branches."""
    assert _is_let_in("GET ")
    assert _is_let_in("GET /rules/branches/main", metadata="read")
    assert _is_let_in("GET /rulesets", metadata="read")
