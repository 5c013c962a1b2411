"""Runs of workflows: listed, watched, cancelled and run again."""

import sqlite3
import zlib
from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, paging, people, problems, repositories
from bot.rehearsal.github.ci import check_suites, workflows
from bot.rehearsal.github.git import rest_commit
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
_FILTERS = {"branch": "branch", "event": "event", "head_sha": "sha", "actor": "actor"}
_BELOW = ("jobs", "logs", "artifacts", "cancel", "rerun")


@routes.get("/repos/{owner}/{name}/actions/runs")
async def list_runs(request: web.Request) -> web.Response:
    """The runs, newest first."""
    hosted = asking.hosted(request)
    return _page(request, hosted, _rows(hosted))


@routes.get("/repos/{owner}/{name}/actions/workflows/{workflow}/runs")
async def list_runs_of_workflow(request: web.Request) -> web.Response:
    """The runs of one workflow."""
    hosted = asking.hosted(request)
    path = workflows.find(hosted, request.match_info["workflow"]).path
    return _page(request, hosted, [row for row in _rows(hosted) if row["path"] == path])


@routes.get(r"/repos/{owner}/{name}/actions/runs/{id:[0-9]+}")
async def get_run(request: web.Request) -> web.Response:
    """One run."""
    hosted = asking.hosted(request)
    return web.json_response(_object(hosted, _find(request, hosted)))


@routes.post(r"/repos/{owner}/{name}/actions/runs/{id:[0-9]+}/cancel")
async def cancel_run(request: web.Request) -> web.Response:
    """Stop a run that goes on."""
    hosted = asking.hosted(request)
    row = _find(request, hosted)
    if row["conclusion"]:
        raise Problem(409, "Cannot cancel a workflow run that is completed.")
    change(hosted, row, {"conclusion": "cancelled"})
    return web.json_response({}, status=202)


@routes.post(r"/repos/{owner}/{name}/actions/runs/{id:[0-9]+}/rerun")
async def rerun(request: web.Request) -> web.Response:
    """Run it once more."""
    hosted = asking.hosted(request)
    row = _find(request, hosted)
    if not row["conclusion"]:
        raise Problem(403, "This workflow is already running")
    change(hosted, row, {"status": "queued", "attempt": row["attempt"] + 1})
    return web.json_response({}, status=201)


@routes.post("/repos/{owner}/{name}/actions/workflows/{workflow}/dispatches")
async def dispatch(request: web.Request) -> web.Response:
    """Start a workflow by hand."""
    hosted = asking.hosted(request)
    workflow = workflows.find(hosted, request.match_info["workflow"])
    content = await asking.body(request)
    ref = asking.field(content, "ref", str)
    name = ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
    sha = asking.commit_of(hosted, name)
    started = {"path": workflow.path, "branch": name, "event": "workflow_dispatch"}
    add(hosted, sha, started)
    return web.Response(status=204)


def add(hosted: asking.Hosted, sha: str, content: dict[str, Any]) -> sqlite3.Row:
    """A new run, told to the App."""
    path = content.get("path") or f"{workflows.FOLDER}/ci.yml"
    names = {each.path: each.name for each in workflows.every(hosted)}
    conclusion = content.get("conclusion")
    status = "completed" if conclusion else content.get("status") or "queued"
    row: sqlite3.Row = hosted.storage.db.execute(
        "INSERT INTO workflow_runs (repository, path, name, sha, branch, event, status, conclusion,"
        " actor, head_repository, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " RETURNING *",
        (
            *(hosted.id, path, content.get("name") or names.get(path, path), sha),
            content.get("branch") or asking.branch_at(hosted, sha) or hosted.default_branch,
            *(content.get("event") or "push", status, conclusion, hosted.by),
            *(content.get("head_repository") or "", now(), now()),
        ),
    ).fetchone()
    _tell(hosted, row)
    return row


def change(hosted: asking.Hosted, row: sqlite3.Row, content: dict[str, Any]) -> sqlite3.Row:
    """A run that goes on or ends, told to the App."""
    conclusion = content.get("conclusion")
    status = "completed" if conclusion else content.get("status") or row["status"]
    changed: sqlite3.Row = hosted.storage.db.execute(
        "UPDATE workflow_runs SET status = ?, conclusion = ?, attempt = ?, updated = ?"
        " WHERE id = ? RETURNING *",
        (status, conclusion, content.get("attempt") or row["attempt"], now(), row["id"]),
    ).fetchone()
    _tell(hosted, changed)
    return changed


def _tell(hosted: asking.Hosted, row: sqlite3.Row) -> None:
    action = {"queued": "requested"}.get(row["status"], row["status"])
    parts = {
        "workflow_run": _object(hosted, row),
        "workflow": {
            "id": zlib.crc32(row["path"].encode()),
            "node_id": f"W_{row['id']}",
            "name": row["name"],
            "path": row["path"],
            "state": "active",
            "created_at": row["created"],
            "updated_at": row["created"],
            "url": hosted.api("actions/workflows", zlib.crc32(row["path"].encode())),
            "html_url": hosted.page("blob", hosted.default_branch, row["path"]),
            "badge_url": hosted.page("workflows", row["name"], "badge.svg"),
        },
    }
    outbox.emit(hosted, "workflow_run", parts, action)


def _rows(hosted: asking.Hosted) -> list[sqlite3.Row]:
    return hosted.storage.db.execute(
        "SELECT * FROM workflow_runs WHERE repository = ? ORDER BY id DESC", (hosted.id,)
    ).fetchall()


def _page(request: web.Request, hosted: asking.Hosted, rows: list[sqlite3.Row]) -> web.Response:
    for name, column in _FILTERS.items():
        if name in request.query:
            rows = [row for row in rows if row[column] == request.query[name]]
    if "status" in request.query:  # GitHub takes both kinds of words here
        wanted = request.query["status"]
        rows = [row for row in rows if wanted in {row["status"], row["conclusion"]}]
    return paging.page_of(request, [_object(hosted, row) for row in rows], "workflow_runs")


def _find(request: web.Request, hosted: asking.Hosted) -> sqlite3.Row:
    number = asking.number(request, "id")
    rows = [row for row in _rows(hosted) if row["id"] == number]
    if not rows:
        raise problems.not_found()
    return rows[0]


def _object(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    url = hosted.api("actions/runs", row["id"])
    (commit,) = rest_commit.simple_commits(hosted, [row["sha"]])
    actor = people.user(hosted.base, row["actor"])
    home = repositories.minimal(hosted)
    head = repositories.minimal(hosted, row["head_repository"]) if row["head_repository"] else home
    workflow = zlib.crc32(row["path"].encode())
    suite = zlib.crc32(f"{hosted.id}:{row['sha']}:{check_suites.ACTIONS}".encode())
    return {
        "id": row["id"],
        "name": row["name"],
        "node_id": f"WFR_{row['id']}",
        "check_suite_id": suite,
        "check_suite_node_id": f"CS_{suite}",
        "head_branch": row["branch"],
        "head_sha": row["sha"],
        "path": row["path"],
        "run_number": row["id"],
        "run_attempt": row["attempt"],
        "event": row["event"],
        "display_title": str(commit["message"]).partition("\n")[0],
        "status": row["status"],
        "conclusion": row["conclusion"],
        "workflow_id": workflow,
        "url": url,
        "html_url": hosted.page("actions/runs", row["id"]),
        "pull_requests": check_suites.pulls_at(hosted, row["sha"]),
        "created_at": row["created"],
        "updated_at": row["updated"],
        "run_started_at": row["created"],
        "actor": actor,
        "triggering_actor": actor,
        **{f"{name}_url": f"{url}/{name}" for name in _BELOW},
        "previous_attempt_url": None,
        "check_suite_url": hosted.api("check-suites", suite),
        "workflow_url": hosted.api("actions/workflows", workflow),
        "referenced_workflows": [],
        "head_commit": commit,
        "repository": home,
        "head_repository": head,
    }
