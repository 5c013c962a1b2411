"""Check runs: of which App, on which commit, with which end; the newest of a name counts."""

import sqlite3
from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, callers, paging, problems
from bot.rehearsal.github.app import registration
from bot.rehearsal.github.ci import check_suites
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
FINISHED = {"success", "failure", "neutral", "cancelled", "skipped", "timed_out", "action_required"}
_INSERT = (
    "INSERT INTO check_runs (repository, sha, name, app, branch, status, conclusion, external_id,"
    " details_url, title, summary, started, completed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *"
)


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}/check-runs")
async def list_check_runs(request: web.Request) -> web.Response:
    """The check runs of a commit: those that were set, else the repository's usual one."""
    hosted = asking.hosted(request)
    sha = asking.commit_of(hosted, request.match_info["ref"])
    rows = _asked_for(request, check_suites.runs_of(hosted, sha))
    return paging.page_of(request, [check_suites.run(hosted, row) for row in rows], "check_runs")


@routes.get(r"/repos/{owner}/{name}/check-suites/{id:[0-9]+}/check-runs")
async def list_check_runs_of_suite(request: web.Request) -> web.Response:
    """The check runs of a suite."""
    hosted = asking.hosted(request)
    sha, app = check_suites.find(hosted, asking.number(request, "id"))
    rows = [row for row in check_suites.runs_of(hosted, sha) if row["app"] == app]
    shown = [check_suites.run(hosted, row) for row in _asked_for(request, rows)]
    return paging.page_of(request, shown, "check_runs")


@routes.get(r"/repos/{owner}/{name}/check-runs/{id:[0-9]+}")
async def get_check_run(request: web.Request) -> web.Response:
    """One check run."""
    hosted = asking.hosted(request)
    return web.json_response(check_suites.run(hosted, _find(request, hosted)))


@routes.post("/repos/{owner}/{name}/check-runs")
async def create_check_run(request: web.Request) -> web.Response:
    """Report a check; only an App may."""
    hosted, app = asking.hosted(request), _own_app(request)
    content = await asking.body(request)
    name, sha = asking.field(content, "name", str), asking.field(content, "head_sha", str)
    if not asking.is_full_sha(sha) or hosted.git.kind(sha) != "commit":
        raise problems.unprocessable(f"No commit found for SHA: {sha}")
    row = add(hosted, sha, name, app, content)
    return web.json_response(check_suites.run(hosted, row), status=201)


@routes.patch(r"/repos/{owner}/{name}/check-runs/{id:[0-9]+}")
async def update_check_run(request: web.Request) -> web.Response:
    """Report how a check goes on; each App changes its own only."""
    hosted, app = asking.hosted(request), _own_app(request)
    row = _find(request, hosted)
    if row["app"] != app:
        raise Problem(403, f"Invalid app_id `{app}` - check run can only be modified by its own")
    changed = change(hosted, row, await asking.body(request))
    return web.json_response(check_suites.run(hosted, changed))


def add(
    hosted: asking.Hosted, sha: str, name: str, app: int, content: dict[str, Any]
) -> sqlite3.Row:
    """A new check run, told to the App."""
    status, conclusion, completed = _state(content)
    output = content.get("output") or {}
    values = (
        *(hosted.id, sha, name, app, content.get("head_branch") or asking.branch_at(hosted, sha)),
        *(status, conclusion, content.get("external_id", ""), content.get("details_url") or ""),
        *(output.get("title"), output.get("summary")),
        *(content.get("started_at") or now(), completed),
    )
    row: sqlite3.Row = hosted.storage.db.execute(_INSERT, values).fetchone()
    _tell(hosted, row, "completed" if conclusion else "created")
    return row


def change(hosted: asking.Hosted, row: sqlite3.Row, content: dict[str, Any]) -> sqlite3.Row:
    """A check run that goes on or ends, told to the App."""
    kept = {"status": row["status"], "conclusion": row["conclusion"]}
    status, conclusion, completed = _state(kept | content)
    output = content.get("output") or {}
    changed: sqlite3.Row = hosted.storage.db.execute(
        "UPDATE check_runs SET status = ?, conclusion = ?, completed = ?,"
        " title = coalesce(?, title), summary = coalesce(?, summary) WHERE id = ? RETURNING *",
        (status, conclusion, completed, output.get("title"), output.get("summary"), row["id"]),
    ).fetchone()
    if conclusion and not row["conclusion"]:
        _tell(hosted, changed, "completed")
    return changed


def _state(content: dict[str, Any]) -> tuple[str, str | None, str | None]:
    conclusion = content.get("conclusion")
    if conclusion is not None and conclusion not in FINISHED:
        raise problems.invalid("CheckRun", "conclusion")
    status = "completed" if conclusion else content.get("status") or "queued"
    if status not in {"queued", "in_progress", "completed"} or (
        status == "completed" and not conclusion
    ):
        raise problems.invalid("CheckRun", "status")
    return status, conclusion, (content.get("completed_at") or now()) if conclusion else None


def _tell(hosted: asking.Hosted, row: sqlite3.Row, action: str) -> None:
    """Tell of the run and, with the last one of its App on this commit, of the suite."""
    told = check_suites.run(hosted, row)
    told["check_suite"] = check_suites.simple_suite(hosted, row["sha"], row["app"])
    outbox.emit(hosted, "check_run", {"check_run": told}, action)
    suite = check_suites.suite(hosted, row["sha"], row["app"])
    if action == "completed" and suite["status"] == "completed":
        outbox.emit(hosted, "check_suite", {"check_suite": suite}, "completed")


def _asked_for(request: web.Request, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that fit the query; of those with the same name and App only the newest."""
    if request.query.get("filter", "latest") == "latest":
        rows = list({(row["app"], row["name"]): row for row in rows}.values())
    wanted = {
        "name": request.query.get("check_name"),
        "app": request.query.get("app_id"),
        "status": request.query.get("status"),
    }
    return [
        row
        for row in rows
        if all(text is None or str(row[name]) == text for name, text in wanted.items())
    ]


def _find(request: web.Request, hosted: asking.Hosted) -> sqlite3.Row:
    rows = hosted.storage.db.execute(
        "SELECT * FROM check_runs WHERE repository = ? AND id = ?",
        (hosted.id, asking.number(request, "id")),
    ).fetchall()
    if not rows:
        raise problems.not_found()
    row: sqlite3.Row = rows[0]
    return row


def _own_app(request: web.Request) -> int:
    if request[callers.CALLER].kind != "installation":
        raise Problem(403, "You must authenticate via a GitHub App.")
    return registration.ID
