"""Issues: listed with pull requests, as at GitHub, made and changed."""

import json
import sqlite3
from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, paging, problems
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.issues import labels, subjects
from bot.rehearsal.storage import now

routes = web.RouteTableDef()


@routes.get("/repos/{owner}/{name}/issues")
async def list_issues(request: web.Request) -> web.Response:
    """Issues and pull requests by state, labels, milestone and creator."""
    hosted = asking.hosted(request)
    query = request.query
    state = query.get("state", "open")
    wanted = {each.strip().lower() for each in query.get("labels", "").split(",") if each.strip()}
    found = [
        subject
        for subject in subjects.every(hosted)
        if (state == "all" or bool(subject.row["closed"]) == (state == "closed"))
        and wanted <= {name.lower() for name in subject.labels}
        and query.get("creator", subject.row["author"]) == subject.row["author"]
        and _fits(query.get("milestone", ""), subjects.milestone_of(hosted, subject))
    ]
    if query.get("direction") == "asc":
        found.reverse()
    return paging.page_of(request, [subjects.issue(hosted, each) for each in found])


@routes.get(r"/repos/{owner}/{name}/issues/{number:[0-9]+}")
async def get_issue(request: web.Request) -> web.Response:
    """One issue, or a pull request seen as one."""
    hosted = asking.hosted(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    return web.json_response(subjects.issue(hosted, subject))


@routes.post("/repos/{owner}/{name}/issues")
async def create_issue(request: web.Request) -> web.Response:
    """Open an issue."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    title = str(asking.field(content, "title", object))
    no_labels: list[str] = []
    names = [labels.name_of(each) for each in asking.optional(content, "labels", no_labels)]
    number, time = subjects.next_number(hosted), now()
    hosted.storage.db.execute(
        "INSERT INTO issues (repository, number, title, body, author, labels, created, updated)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(hosted.id, number, title, asking.optional(content, "body", ""), hosted.by),
            *(json.dumps(names), time, time),
        ),
    )
    subject = subjects.find(hosted, number)
    subjects.set_milestone(hosted, subject, _milestone(content))
    shown = subjects.issue(hosted, subject)
    outbox.emit(hosted, "issues", {"issue": shown}, "opened")
    return web.json_response(shown, status=201)


@routes.patch(r"/repos/{owner}/{name}/issues/{number:[0-9]+}")
async def update_issue(request: web.Request) -> web.Response:
    """Change title, text, state, labels or milestone; a pull request is closed as one."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    if "milestone" in content:
        subjects.set_milestone(hosted, subject, _milestone(content))
    if isinstance(content.get("labels"), list):
        names = [labels.name_of(each) for each in content["labels"]]
        labels.replace(hosted, subject, names)
    if not subject.is_pull:
        _change(hosted, subject.row, content)
    elif {"title", "body", "state"} & set(content):
        raise problems.unprocessable("In this world a pull request is changed as one.")
    changed = subjects.find(hosted, subject.number)
    return web.json_response(subjects.issue(hosted, changed))


def _change(hosted: asking.Hosted, row: sqlite3.Row, content: dict[str, Any]) -> None:
    state = asking.optional(content, "state", "closed" if row["closed"] else "open")
    if state not in {"open", "closed"}:
        raise problems.invalid("Issue", "state")
    closed = (row["closed"] or now()) if state == "closed" else ""
    title = asking.optional(content, "title", row["title"])
    body = asking.optional(content, "body", row["body"])
    hosted.storage.db.execute(
        "UPDATE issues SET title = ?, body = ?, closed = ?, updated = ?"
        " WHERE repository = ? AND number = ?",
        (title, body, closed, now(), hosted.id, row["number"]),
    )
    if bool(closed) != bool(row["closed"]):
        shown = subjects.issue(hosted, subjects.find(hosted, row["number"]))
        outbox.emit(hosted, "issues", {"issue": shown}, "closed" if closed else "reopened")


def _milestone(content: dict[str, Any]) -> int | None:
    number = content.get("milestone")
    if number is not None and not isinstance(number, int):
        raise problems.invalid("Issue", "milestone")
    return number


def _fits(wanted: str, milestone: int | None) -> bool:
    if wanted in {"", "*", "none"}:
        return wanted == "" or (milestone is None) == (wanted == "none")
    return str(milestone) == wanted
