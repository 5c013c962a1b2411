"""Pull requests as GitHub shows them: those merged before this world began, and those made here."""

import json
import sqlite3

from aiohttp import web

from bot.rehearsal.github import asking, paging, people, problems, repositories
from bot.rehearsal.github.git import rest_commit
from bot.rehearsal.github.issues import subjects

routes = web.RouteTableDef()
_PAGES = ("diff", "patch")
_LINKS = ("commits", "review_comments", "comments", "statuses")


@routes.get("/repos/{owner}/{name}/pulls")
async def list_pulls(request: web.Request) -> web.Response:
    """Pull requests by state, base and head, which GitHub wants as `owner:branch`."""
    hosted = asking.hosted(request)
    state = request.query.get("state", "open")
    base, head = request.query.get("base"), request.query.get("head")
    owner = hosted.full_name.partition("/")[0]
    branch = head.removeprefix(f"{owner}:") if head else head
    rows = hosted.storage.db.execute(
        "SELECT * FROM pulls WHERE repository = ? AND (? IS NULL OR base = ?)"
        " AND (? IS NULL OR head = ?) AND (? = 'all' OR (closed != '') = (? = 'closed'))"
        " ORDER BY number DESC",
        (hosted.id, base, base, branch, branch, state, state),
    ).fetchall()
    if request.query.get("direction") == "asc":
        rows.reverse()
    return paging.page_of(request, [pull(hosted, row) for row in rows])


@routes.get("/repos/{owner}/{name}/pulls/{number}")
async def get_pull(request: web.Request) -> web.Response:
    """One pull request."""
    hosted = asking.hosted(request)
    return web.json_response(whole(hosted, find(hosted, asking.number(request, "number"))))


@routes.get("/repos/{owner}/{name}/pulls/{number}/commits")
async def list_commits(request: web.Request) -> web.Response:
    """The commits that a pull request brings."""
    hosted = asking.hosted(request)
    row = find(hosted, asking.number(request, "number"))
    span = f"{row['base_sha']}..{head_of(hosted, row)}"
    listed = hosted.git.text("rev-list", "--reverse", span).splitlines()
    return paging.page_of(request, rest_commit.commits(hosted, listed))


@routes.get("/repos/{owner}/{name}/pulls/{number}/files")
async def list_files(request: web.Request) -> web.Response:
    """The files that it changes."""
    hosted = asking.hosted(request)
    row = find(hosted, asking.number(request, "number"))
    head = head_of(hosted, row)
    start = hosted.git.text("merge-base", row["base_sha"], head)
    return paging.page_of(request, rest_commit.changed_files(hosted, start, head))


def find(hosted: asking.Hosted, number: int) -> sqlite3.Row:
    """The row of a pull request, or 404."""
    rows = hosted.storage.db.execute(
        "SELECT * FROM pulls WHERE repository = ? AND number = ?", (hosted.id, number)
    ).fetchall()
    if not rows:
        raise problems.not_found()
    row: sqlite3.Row = rows[0]
    return row


def head_of(hosted: asking.Hosted, row: sqlite3.Row) -> str:
    """The commit that would be merged; an open pull request follows its branch."""
    ref = None if row["closed"] else hosted.git.ref(f"refs/heads/{row['head']}")
    return ref.sha if ref else str(row["head_sha"])


def _merger(hosted: asking.Hosted, row: sqlite3.Row) -> str:
    """Who merged it; of those that were merged before this world began, their authors."""
    found = hosted.storage.db.execute(
        "SELECT login FROM mergers WHERE repository = ? AND number = ?", (hosted.id, row["number"])
    ).fetchone()
    return str(found["login"] if found else row["author"])


def whole(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    """GitHub's pull request object, as it is shown alone."""
    details = {
        "merged": bool(row["merged"]),
        "mergeable": None,
        "mergeable_state": "unknown",
        "rebaseable": None,
        "merged_by": people.user(hosted.base, _merger(hosted, row)) if row["merged"] else None,
        **dict.fromkeys(("comments", "review_comments", "additions", "deletions"), 0),
        **dict.fromkeys(("commits", "changed_files"), 1),
        "maintainer_can_modify": False,
    }
    return pull(hosted, row) | details


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}/pulls")
async def list_pulls_of_commit(request: web.Request) -> web.Response:
    """The merged pull requests that brought a commit."""
    hosted = asking.hosted(request)
    sha = asking.commit_of(hosted, request.match_info["ref"])
    rows = hosted.storage.db.execute(
        "SELECT pulls.* FROM pulls JOIN pull_commits USING (repository, number)"
        " WHERE repository = ? AND sha = ? ORDER BY number",
        (hosted.id, sha),
    )
    return paging.page_of(request, [pull(hosted, row) for row in rows])


def pull(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    """GitHub's pull request object, as lists show it."""
    number = row["number"]
    url, page = hosted.api("pulls", number), hosted.page("pull", number)
    return {
        "url": url,
        "id": hosted.id * 100_000 + number,
        "node_id": f"PR_{hosted.id}_{number}",
        "html_url": page,
        **{f"{kind}_url": f"{page}.{kind}" for kind in _PAGES},
        **{f"{link}_url": f"{url}/{link}" for link in _LINKS},
        "review_comment_url": f"{url}/comments{{/number}}",
        "issue_url": hosted.api("issues", number),
        "number": number,
        "state": "closed" if row["closed"] else "open",
        "locked": False,
        "draft": False,
        "title": row["title"],
        "body": row["body"],
        "user": people.user(hosted.base, row["author"]),
        "labels": [subjects.label(hosted, name) for name in json.loads(row["labels"])],
        "milestone": subjects.shown_milestone(hosted, subjects.Subject(row, is_pull=True)),
        "active_lock_reason": None,
        "created_at": row["created"],
        "updated_at": row["closed"] or row["created"],
        "closed_at": row["closed"] or None,
        "merged_at": row["merged"] or None,
        "merge_commit_sha": row["merge_commit"] or None,
        "assignee": None,
        **{name: [] for name in ("assignees", "requested_reviewers", "requested_teams")},
        "head": _side(hosted, row["head"], head_of(hosted, row)),
        "base": _side(hosted, row["base"], row["base_sha"]),
        "_links": _own_links(hosted, number),
        "author_association": "CONTRIBUTOR",
        "auto_merge": None,
    }


def _own_links(hosted: asking.Hosted, number: int) -> dict[str, object]:
    url, issue = hosted.api("pulls", number), hosted.api("issues", number)
    links = {
        "self": url,
        "html": hosted.page("pull", number),
        "issue": issue,
        "comments": f"{issue}/comments",
        "review_comments": f"{url}/comments",
        "review_comment": f"{url}/comments{{/number}}",
        "commits": f"{url}/commits",
        "statuses": f"{url}/statuses",
    }
    return {name: {"href": link} for name, link in links.items()}


def _side(hosted: asking.Hosted, branch: str, sha: str) -> dict[str, object]:
    owner = hosted.full_name.split("/")[0]
    return {
        "label": f"{owner}:{branch}",
        "ref": branch,
        "sha": sha,
        "user": people.user(hosted.base, owner),
        "repo": repositories.repository(hosted),
    }
