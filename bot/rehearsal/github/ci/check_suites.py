"""Check suites: all runs of one App on one commit; and the objects of runs and suites."""

import zlib
from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, paging, people, problems, repositories
from bot.rehearsal.github.app import registration
from bot.rehearsal.github.git import rest_commit

routes = web.RouteTableDef()
ACTIONS = 15368  # the number of GitHub Actions at GitHub
_BAD = ("failure", "timed_out", "action_required", "cancelled")


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}/check-suites")
async def list_check_suites(request: web.Request) -> web.Response:
    """The suites of a commit."""
    hosted = asking.hosted(request)
    sha = asking.commit_of(hosted, request.match_info["ref"])
    apps = dict.fromkeys(row["app"] for row in runs_of(hosted, sha))
    wanted = request.query.get("app_id")
    found = [suite(hosted, sha, app) for app in apps if wanted in {None, str(app)}]
    return paging.page_of(request, found, "check_suites")


@routes.get(r"/repos/{owner}/{name}/check-suites/{id:[0-9]+}")
async def get_check_suite(request: web.Request) -> web.Response:
    """One suite."""
    hosted = asking.hosted(request)
    return web.json_response(suite(hosted, *find(hosted, asking.number(request, "id"))))


def find(hosted: asking.Hosted, number: int) -> tuple[str, int]:
    """The commit and the App of the suite with this number, or 404."""
    rows = hosted.storage.db.execute(
        "SELECT DISTINCT sha, app FROM check_runs WHERE repository = ?", (hosted.id,)
    )
    for row in rows:
        if _number(hosted, row["sha"], row["app"]) == number:
            return row["sha"], row["app"]
    raise problems.not_found()


def runs_of(hosted: asking.Hosted, sha: str) -> list[dict[str, Any]]:
    """The check runs of a commit, oldest first; without any, the repository's usual success."""
    rows = hosted.storage.db.execute(
        "SELECT * FROM check_runs WHERE repository = ? AND sha = ? ORDER BY id", (hosted.id, sha)
    ).fetchall()
    usual, time = hosted.row["default_check"], hosted.row["created"]
    if rows or not usual:
        return [dict(row) for row in rows]
    texts = {"external_id": "", "details_url": "", "title": None, "summary": None}
    state = {"status": "completed", "conclusion": "success", "started": time, "completed": time}
    number = int(sha[:10], 16) * 100 + 1
    return [{"id": number, "sha": sha, "name": usual, "app": ACTIONS, "branch": ""} | texts | state]


def run(hosted: asking.Hosted, row: Any) -> dict[str, object]:  # noqa: ANN401  # a row or a dict
    """GitHub's check run object."""
    number = row["id"]
    url = hosted.api("check-runs", number)
    page = hosted.page("runs", number)
    return {
        "id": number,
        "node_id": f"CR_{number}",
        "name": row["name"],
        "head_sha": row["sha"],
        "external_id": row["external_id"],
        "url": url,
        "html_url": page,
        "details_url": row["details_url"] or page,
        "status": row["status"],
        "conclusion": row["conclusion"],
        "started_at": row["started"],
        "completed_at": row["completed"],
        "output": {
            "title": row["title"],
            "summary": row["summary"],
            "text": None,
            "annotations_count": 0,
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": _number(hosted, row["sha"], row["app"])},
        "app": app_object(hosted, row["app"]),
        "pull_requests": pulls_at(hosted, row["sha"]),
    }


def suite(hosted: asking.Hosted, sha: str, app: int) -> dict[str, object]:
    """GitHub's check suite object."""
    (commit,) = rest_commit.simple_commits(hosted, [sha])
    rows = _rows(hosted, sha, app)
    extra = {
        "latest_check_runs_count": len(rows),
        "check_runs_url": hosted.api("check-suites", _number(hosted, sha, app), "check-runs"),
        "head_commit": commit,
        "rerequestable": True,
        "runs_rerequestable": True,
    }
    whole = simple_suite(hosted, sha, app) | extra
    return whole | {"repository": repositories.repository(hosted)}


def simple_suite(hosted: asking.Hosted, sha: str, app: int) -> dict[str, object]:
    """The same, as it is shown with a check run."""
    rows = _rows(hosted, sha, app)
    conclusions = [row["conclusion"] for row in rows]
    bad = [word for word in _BAD if word in conclusions]
    number, is_over = _number(hosted, sha, app), all(conclusions)
    conclusion = (bad[0] if bad else "success") if is_over else None
    return {
        "id": number,
        "node_id": f"CS_{number}",
        "head_branch": next((row["branch"] for row in rows if row["branch"]), None),
        "head_sha": sha,
        "status": "completed" if is_over else "in_progress",
        "conclusion": conclusion,
        "url": hosted.api("check-suites", number),
        "before": "0" * 40,
        "after": sha,
        "pull_requests": pulls_at(hosted, sha),
        "app": app_object(hosted, app),
        "created_at": rows[0]["started"] if rows else hosted.row["created"],
        "updated_at": rows[-1]["completed"] or rows[-1]["started"]
        if rows
        else hosted.row["created"],
    }


def app_object(hosted: asking.Hosted, app: int) -> dict[str, object]:
    """GitHub's object of the App that checks."""
    own = registration.registered(hosted.storage)
    if own is not None and own.id == app:
        return registration.integration(hosted.base, own)
    slug = "github-actions" if app == ACTIONS else f"app-{app}"
    time = hosted.row["created"]
    return {
        "id": app,
        "client_id": f"Iv1.{app:016d}",
        "slug": slug,
        "node_id": f"A_{app}",
        "name": "GitHub Actions" if app == ACTIONS else slug,
        "owner": people.user(hosted.base, "github"),
        "description": "",
        "external_url": hosted.base,
        "html_url": f"{hosted.base}/apps/{slug}",
        "created_at": time,
        "updated_at": time,
        "permissions": {"metadata": "read"},
        "events": [],
    }


def pulls_at(hosted: asking.Hosted, sha: str) -> list[dict[str, object]]:
    """The open pull requests whose head is this commit, in the shortest form."""
    rows = hosted.storage.db.execute(
        "SELECT * FROM pulls WHERE repository = ? AND closed = ''", (hosted.id,)
    ).fetchall()
    found = []
    for row in rows:
        head = hosted.git.ref(f"refs/heads/{row['head']}")
        if head is None or head.sha != sha:
            continue
        name = hosted.full_name.partition("/")[2]
        home = {"id": hosted.id, "url": hosted.api(), "name": name}
        found.append(
            {
                "url": hosted.api("pulls", row["number"]),
                "id": hosted.id * 100_000 + row["number"],
                "number": row["number"],
                "head": {"ref": row["head"], "sha": sha, "repo": home},
                "base": {"ref": row["base"], "sha": row["base_sha"], "repo": home},
            }
        )
    return found


def _rows(hosted: asking.Hosted, sha: str, app: int) -> list[dict[str, Any]]:
    newest = {row["name"]: row for row in runs_of(hosted, sha) if row["app"] == app}
    return list(newest.values())


def _number(hosted: asking.Hosted, sha: str, app: int) -> int:
    return zlib.crc32(f"{hosted.id}:{sha}:{app}".encode())
