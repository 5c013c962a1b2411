"""Old-style statuses of a commit: the newest of each context counts."""

import sqlite3
from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, paging, people, problems, repositories
from bot.rehearsal.github.git import rest_commit
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
STATES = ("error", "failure", "pending", "success")


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}/status")
async def get_combined_status(request: web.Request) -> web.Response:
    """All contexts as one state; none at all is called pending."""
    hosted = asking.hosted(request)
    sha = asking.commit_of(hosted, request.match_info["ref"])
    newest = list({row["context"]: row for row in reversed(_rows(hosted, sha))}.values())
    skip, size = paging.window(request)
    answer = {
        "state": _combined([row["state"] for row in newest]),
        "statuses": [_simple(hosted, row) for row in newest[skip : skip + size]],
        "sha": sha,
        "total_count": len(newest),
        "repository": repositories.repository(hosted),
        "commit_url": hosted.api("commits", sha),
        "url": hosted.api("commits", sha, "status"),
    }
    return web.json_response(answer)


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}/statuses")
async def list_statuses(request: web.Request) -> web.Response:
    """All statuses ever set on a commit, newest first."""
    hosted = asking.hosted(request)
    sha = asking.commit_of(hosted, request.match_info["ref"])
    return paging.page_of(request, [_whole(hosted, row) for row in _rows(hosted, sha)])


@routes.post(r"/repos/{owner}/{name}/statuses/{sha}")
async def create_status(request: web.Request) -> web.Response:
    """Set a status."""
    hosted, sha = asking.hosted(request), asking.object_id(request)
    row = add(hosted, sha, await asking.body(request))
    return web.json_response(_whole(hosted, row), status=201)


def add(hosted: asking.Hosted, sha: str, content: dict[str, Any]) -> sqlite3.Row:
    """A new status, told to the App."""
    if hosted.git.kind(sha) != "commit":
        raise problems.unprocessable(f"No commit found for SHA: {sha}")
    state = asking.field(content, "state", str)
    if state not in STATES:
        raise problems.invalid("Status", "state")
    row: sqlite3.Row = hosted.storage.db.execute(
        "INSERT INTO statuses (repository, sha, context, state, description, target_url, creator,"
        " created) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (
            *(hosted.id, sha, asking.optional(content, "context", "default"), state),
            *(content.get("description"), content.get("target_url"), hosted.by, now()),
        ),
    ).fetchone()
    _tell(hosted, row)
    return row


def _tell(hosted: asking.Hosted, row: sqlite3.Row) -> None:
    (commit,) = rest_commit.commits(hosted, [row["sha"]])
    branch = asking.branch_at(hosted, row["sha"])
    head = {"sha": row["sha"], "url": hosted.api("commits", row["sha"])}
    parts = {name: row[name] for name in ("id", "sha", "state", "description", "target_url")}
    times = {"created_at": row["created"], "updated_at": row["created"]}
    parts |= {
        "avatar_url": None,
        "name": hosted.full_name,
        "context": row["context"],
        "commit": commit,
        "branches": [{"name": branch, "commit": head, "protected": False}] if branch else [],
    }
    outbox.emit(hosted, "status", parts | times)


def _rows(hosted: asking.Hosted, sha: str) -> list[sqlite3.Row]:
    return hosted.storage.db.execute(
        "SELECT * FROM statuses WHERE repository = ? AND sha = ? ORDER BY id DESC",
        (hosted.id, sha),
    ).fetchall()


def _combined(states: list[str]) -> str:
    if {"error", "failure"} & set(states):
        return "failure"
    return "success" if states and set(states) == {"success"} else "pending"


def _simple(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    names = ("id", "state", "description", "context", "target_url")
    return {name: row[name] for name in names} | {
        "url": hosted.api("statuses", row["sha"]),
        "avatar_url": None,
        "node_id": f"SC_{row['id']}",
        "created_at": row["created"],
        "updated_at": row["created"],
    }


def _whole(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    return _simple(hosted, row) | {"creator": people.user(hosted.base, row["creator"])}
