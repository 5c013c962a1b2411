"""Branch protection, classic and by rulesets: shown to those who ask, and enforced."""

import json
import sqlite3

from aiohttp import web

from bot.rehearsal.github import asking, paging, problems, roles
from bot.rehearsal.github.ci import check_suites

routes = web.RouteTableDef()
_SWITCHES = (
    "required_linear_history", "allow_force_pushes", "allow_deletions", "block_creations",
    "required_conversation_resolution", "lock_branch", "allow_fork_syncing",
)  # fmt: skip
_PASSED = ("success", "neutral", "skipped")
BY_PULL = "Changes must be made through a pull request."


@routes.get(r"/repos/{owner}/{name}/branches/{branch:.+}/protection")
async def get_protection(request: web.Request) -> web.Response:
    """The classic protection of a branch, which only its administrators are shown."""
    hosted, branch = asking.hosted(request), request.match_info["branch"]
    roles.must_administer(request, hosted)
    if hosted.git.ref(f"refs/heads/{branch}") is None:
        raise problems.Problem(404, "Branch not found")
    rows = [row for row in of_branch(hosted, branch) if row["kind"] == "classic"]
    if not rows:
        raise problems.Problem(404, "Branch not protected")
    return web.json_response(_protection(hosted, branch, rows[0]))


@routes.get(r"/repos/{owner}/{name}/rules/branches/{branch:.+}")
async def list_rules(request: web.Request) -> web.Response:
    """The rules that rulesets hold a branch to; everybody is shown them."""
    hosted, branch = asking.hosted(request), request.match_info["branch"]
    found: list[dict[str, object]] = []
    for row in of_branch(hosted, branch):
        if row["kind"] == "ruleset":
            found += _rules(hosted, row)
    return paging.page_of(request, found)


@routes.get("/repos/{owner}/{name}/rulesets")
async def list_rulesets(request: web.Request) -> web.Response:
    """The rulesets by themselves: this world has one for each branch, and none for tags."""
    hosted = asking.hosted(request)
    rows = hosted.storage.db.execute(
        "SELECT branch FROM branch_rules WHERE repository = ? AND kind = 'ruleset' ORDER BY branch",
        (hosted.id,),
    ).fetchall()
    found = [
        {
            "id": number,
            "name": row["branch"],
            "target": "branch",
            "source_type": "Repository",
            "source": hosted.full_name,
            "enforcement": "active",
        }
        for number, row in enumerate(rows, start=1)
    ]
    return paging.page_of(request, found)


def of_branch(hosted: asking.Hosted, branch: str) -> list[sqlite3.Row]:
    """What is set for this branch."""
    return hosted.storage.db.execute(
        "SELECT * FROM branch_rules WHERE repository = ? AND branch = ?", (hosted.id, branch)
    ).fetchall()


def is_protected(hosted: asking.Hosted, branch: str) -> bool:
    """Whether there is any rule."""
    return bool(of_branch(hosted, branch))


def check_push(hosted: asking.Hosted, name: str, sha: str) -> None:
    """Refuse to move a branch whose changes must come by a pull request, or that needs checks."""
    branch = name.removeprefix("refs/heads/")
    if any(row["reviews"] >= 0 for row in of_branch(hosted, branch)):
        raise problems.unprocessable(BY_PULL)
    missing = _missing_checks(hosted, branch, sha)
    if missing:
        raise problems.unprocessable(missing)


def check_merge(hosted: asking.Hosted, branch: str, sha: str) -> None:
    """Refuse to merge what lacks a review or a check; nobody reviews in this world."""
    needed = max((row["reviews"] for row in of_branch(hosted, branch)), default=0)
    missing = _missing_checks(hosted, branch, sha)
    if needed > 0:
        missing = f"At least {needed} approving review is required by reviewers with write access."
    if missing:
        raise problems.Problem(405, missing)


def _missing_checks(hosted: asking.Hosted, branch: str, sha: str) -> str:
    """What GitHub says of the checks that have not passed on this commit, "" where all have."""
    for row in of_branch(hosted, branch):
        for check in json.loads(row["checks"]):
            if not _has_passed(hosted, sha, check["context"], check.get("app_id")):
                return f'Required status check "{check["context"]}" is expected.'
    return ""


def _has_passed(hosted: asking.Hosted, sha: str, context: str, app: int | None) -> bool:
    """Whether the newest run of that App has; a status only where no App is named."""
    runs = check_suites.runs_of(hosted, sha)
    ends = [
        run["conclusion"] for run in runs if run["name"] == context and app in {None, run["app"]}
    ]
    status = hosted.storage.db.execute(
        "SELECT state FROM statuses WHERE repository = ? AND sha = ? AND context = ?"
        " ORDER BY id DESC LIMIT 1",
        (hosted.id, sha, context),
    ).fetchone()
    is_fine = app is None and status is not None and status["state"] == "success"
    return is_fine or (bool(ends) and ends[-1] in _PASSED)


def _protection(hosted: asking.Hosted, branch: str, row: sqlite3.Row) -> dict[str, object]:
    url = hosted.api("branches", branch, "protection")
    checks = json.loads(row["checks"])
    off: dict[str, object] = {"enabled": False}
    shown: dict[str, object] = {
        "url": url,
        "enforce_admins": {"url": f"{url}/enforce_admins", "enabled": True},
        "required_signatures": {"url": f"{url}/required_signatures", "enabled": False},
        **dict.fromkeys(_SWITCHES, off),
    }
    if checks:
        part = f"{url}/required_status_checks"
        shown["required_status_checks"] = {
            "url": part,
            "strict": False,
            "contexts": [each["context"] for each in checks],
            "contexts_url": f"{part}/contexts",
            "checks": [
                {"context": each["context"], "app_id": each.get("app_id")} for each in checks
            ],
        }
    if row["reviews"] >= 0:
        shown["required_pull_request_reviews"] = {
            "url": f"{url}/required_pull_request_reviews",
            "dismiss_stale_reviews": False,
            "require_code_owner_reviews": False,
            "require_last_push_approval": False,
            "required_approving_review_count": row["reviews"],
        }
    return shown


def _rules(hosted: asking.Hosted, row: sqlite3.Row) -> list[dict[str, object]]:
    origin = {
        "ruleset_source_type": "Repository",
        "ruleset_source": hosted.full_name,
        "ruleset_id": 1,
    }
    found: list[dict[str, object]] = [{"type": "deletion", **origin}]
    checks = json.loads(row["checks"])
    if checks:
        required = [
            {"context": each["context"]}
            | ({"integration_id": each["app_id"]} if each.get("app_id") else {})
            for each in checks
        ]
        parameters: dict[str, object] = {
            "strict_required_status_checks_policy": False,
            "do_not_enforce_on_create": False,
            "required_status_checks": required,
        }
        found.append({"type": "required_status_checks", "parameters": parameters, **origin})
    if row["reviews"] >= 0:
        parameters = {
            "required_approving_review_count": row["reviews"],
            "dismiss_stale_reviews_on_push": False,
            "require_code_owner_review": False,
            "require_last_push_approval": False,
            "required_review_thread_resolution": False,
            "allowed_merge_methods": ["merge", "squash", "rebase"],
        }
        found.append({"type": "pull_request", "parameters": parameters, **origin})
    return found
