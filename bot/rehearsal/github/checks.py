"""What CI says about a commit: check runs; this world has no old-style statuses."""

from aiohttp import web

from bot.rehearsal.github import asking, people, problems, repositories

routes = web.RouteTableDef()
APP = 15368  # the number of GitHub Actions at GitHub
_FINISHED = {"success", "failure", "neutral", "cancelled", "skipped", "timed_out"}


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}/check-runs")
async def list_check_runs(request: web.Request) -> web.Response:
    """The check runs of a commit: those that were set, else the repository's usual one."""
    hosted = asking.hosted(request)
    sha = commit_of(hosted, request.match_info["ref"])
    wanted = request.query.get("check_name")
    runs = [
        _check_run(hosted, sha, number, name, state)
        for number, (name, state) in enumerate(_states(hosted, sha), start=1)
        if wanted in {None, name}
    ]
    return web.json_response({"total_count": len(runs), "check_runs": runs})


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}/status")
async def get_combined_status(request: web.Request) -> web.Response:
    """The combined old-style statuses: none, which GitHub calls pending."""
    hosted = asking.hosted(request)
    sha = commit_of(hosted, request.match_info["ref"])
    answer = {
        "state": "pending",
        "statuses": [],
        "sha": sha,
        "total_count": 0,
        "repository": repositories.repository(hosted),
        "commit_url": hosted.api("commits", sha),
        "url": hosted.api("commits", sha, "status"),
    }
    return web.json_response(answer)


def commit_of(hosted: asking.Hosted, ref: str) -> str:
    """The commit of an id, branch or tag, or 404."""
    for name in [ref] if asking.is_full_sha(ref) else [f"refs/heads/{ref}", f"refs/tags/{ref}"]:
        sha = hosted.git.resolve(name)
        if sha:
            return sha
    raise problems.not_found()


def _states(hosted: asking.Hosted, sha: str) -> list[tuple[str, str]]:
    rows = hosted.storage.db.execute(
        "SELECT name, state FROM checks WHERE repository = ? AND sha = ? ORDER BY name",
        (hosted.id, sha),
    ).fetchall()
    usual = hosted.row["default_check"]
    return [(row["name"], row["state"]) for row in rows] or ([(usual, "success")] if usual else [])


def _check_run(
    hosted: asking.Hosted, sha: str, number: int, name: str, state: str
) -> dict[str, object]:
    run = int(sha[:10], 16) * 100 + number
    finished = state in _FINISHED
    url = hosted.api("check-runs", run)
    time = hosted.row["created"]
    return {
        "id": run,
        "node_id": f"CR_{run}",
        "name": name,
        "head_sha": sha,
        "external_id": "",
        "url": url,
        "html_url": hosted.page("runs", run),
        "details_url": hosted.page("runs", run),
        "status": "completed" if finished else "in_progress",
        "conclusion": state if finished else None,
        "started_at": time,
        "completed_at": time if finished else None,
        "output": {
            "title": None,
            "summary": None,
            "text": None,
            "annotations_count": 0,
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": run},
        "app": {
            "id": APP,
            "slug": "github-actions",
            "node_id": f"A_{APP}",
            "name": "GitHub Actions",
            "owner": people.user(hosted.base, "github"),
            "description": "",
            "external_url": hosted.base,
            "html_url": f"{hosted.base}/apps/github-actions",
            "created_at": time,
            "updated_at": time,
            "permissions": {"metadata": "read"},
            "events": [],
        },
        "pull_requests": [],
    }
