"""Comments on issues and pull requests, and the reactions to them."""

import sqlite3

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.github import asking, callers, paging, people, problems
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.issues import subjects
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
LONGEST = 65_536
_ONE = r"/repos/{owner}/{name}/issues/comments/{id:[0-9]+}"


@routes.get(r"/repos/{owner}/{name}/issues/{number:[0-9]+}/comments")
async def list_comments(request: web.Request) -> web.Response:
    """What was said, oldest first; `since` leaves out what has not changed for longer."""
    hosted = asking.hosted(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    rows = hosted.storage.db.execute(
        "SELECT * FROM comments WHERE repository = ? AND number = ? AND updated >= ? ORDER BY id",
        (hosted.id, subject.number, request.query.get("since", "")),
    )
    return paging.page_of(request, [_comment(hosted, row) for row in rows])


@routes.post(r"/repos/{owner}/{name}/issues/{number:[0-9]+}/comments")
async def create_comment(request: web.Request) -> web.Response:
    """Say something."""
    hosted = asking.hosted(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    text = _text(await asking.body(request))
    time = now()
    with hosted.storage.transaction() as db:
        row = db.execute(
            "INSERT INTO comments (repository, number, author, body, created, updated)"
            " VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
            (hosted.id, subject.number, hosted.by, text, time, time),
        ).fetchone()
        key = f"#{subject.number} by {hosted.by}"
        journal.record(db, "comment", hosted.full_name, key, journal.text_digest(text))
    _tell(hosted, row, "created")
    return web.json_response(_comment(hosted, row), status=201)


@routes.get(_ONE)
async def get_comment(request: web.Request) -> web.Response:
    """One comment."""
    hosted = asking.hosted(request)
    return web.json_response(_comment(hosted, _find(request, hosted)))


@routes.patch(_ONE)
async def update_comment(request: web.Request) -> web.Response:
    """Say it differently; an App changes its own only."""
    hosted = asking.hosted(request)
    before, text = _find(request, hosted), _text(await asking.body(request))
    is_foreign = before["author"] != hosted.by
    if is_foreign and request[callers.CALLER].kind == "installation":
        raise problems.Problem(403, "Resource not accessible by integration")
    with hosted.storage.transaction() as db:
        row = db.execute(
            "UPDATE comments SET body = ?, updated = ? WHERE id = ? RETURNING *",
            (text, now(), before["id"]),
        ).fetchone()
        if text != before["body"]:
            key = f"#{before['number']} by {before['author']}"
            digest = journal.text_digest(text)
            journal.record(db, "comment_edited", hosted.full_name, key, digest)
    if text != before["body"]:
        _tell(hosted, row, "edited", {"changes": {"body": {"from": before["body"]}}})
    return web.json_response(_comment(hosted, row))


@routes.delete(_ONE)
async def delete_comment(request: web.Request) -> web.Response:
    """Take it back."""
    hosted = asking.hosted(request)
    row = _find(request, hosted)
    _tell(hosted, row, "deleted")
    hosted.storage.db.execute("DELETE FROM comments WHERE id = ?", (row["id"],))
    return web.Response(status=204)


@routes.get(_ONE + "/reactions")
@routes.get(r"/repos/{owner}/{name}/issues/{number:[0-9]+}/reactions")
async def list_reactions(request: web.Request) -> web.Response:
    """Who reacted how."""
    hosted = asking.hosted(request)
    rows = hosted.storage.db.execute(
        "SELECT * FROM reactions WHERE repository = ? AND subject = ? ORDER BY id",
        (hosted.id, _subject(request, hosted)),
    )
    return paging.page_of(request, [_reaction(hosted, row) for row in rows])


@routes.post(_ONE + "/reactions")
@routes.post(r"/repos/{owner}/{name}/issues/{number:[0-9]+}/reactions")
async def create_reaction(request: web.Request) -> web.Response:
    """React; the same reaction a second time is the first one, with 200 instead of 201."""
    hosted = asking.hosted(request)
    subject = _subject(request, hosted)
    content = asking.field(await asking.body(request), "content", str)
    if content not in subjects.REACTIONS:
        raise problems.invalid("Reaction", "content")
    values = (hosted.id, subject, hosted.by, content)
    is_new = hosted.storage.db.execute(
        "INSERT OR IGNORE INTO reactions (repository, subject, author, content, created)"
        " VALUES (?, ?, ?, ?, ?)",
        (*values, now()),
    ).rowcount
    row = hosted.storage.db.execute(
        "SELECT * FROM reactions WHERE repository = ? AND subject = ? AND author = ?"
        " AND content = ?",
        values,
    ).fetchone()
    return web.json_response(_reaction(hosted, row), status=201 if is_new else 200)


def _subject(request: web.Request, hosted: asking.Hosted) -> str:
    if "number" in request.match_info:
        number = subjects.find(hosted, asking.number(request, "number")).number
        return f"issue {number}"
    return f"comment {_find(request, hosted)['id']}"


def _text(content: dict[str, object]) -> str:
    text = asking.field(content, "body", str)
    if not text.strip():
        raise problems.invalid("IssueComment", "body", "missing_field")
    if len(text) > LONGEST:
        raise problems.unprocessable("Body is too long (maximum is 65536 characters)")
    return text


def _find(request: web.Request, hosted: asking.Hosted) -> sqlite3.Row:
    rows = hosted.storage.db.execute(
        "SELECT * FROM comments WHERE repository = ? AND id = ?",
        (hosted.id, asking.number(request, "id")),
    ).fetchall()
    if not rows:
        raise problems.not_found()
    row: sqlite3.Row = rows[0]
    return row


def _tell(
    hosted: asking.Hosted, row: sqlite3.Row, action: str, more: dict[str, object] | None = None
) -> None:
    subject = subjects.find(hosted, row["number"])
    parts = {"issue": subjects.issue(hosted, subject), "comment": _comment(hosted, row)}
    outbox.emit(hosted, "issue_comment", parts | (more or {}), action)


def _comment(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    url = hosted.api("issues/comments", row["id"])
    issue = hosted.api("issues", row["number"])
    return {
        "id": row["id"],
        "node_id": f"IC_{row['id']}",
        "url": url,
        "html_url": f"{hosted.page('issues', row['number'])}#issuecomment-{row['id']}",
        "issue_url": issue,
        "user": people.user(hosted.base, row["author"]),
        "body": row["body"],
        "created_at": row["created"],
        "updated_at": row["updated"],
        "author_association": "NONE" if row["author"].endswith("[bot]") else "MEMBER",
        "reactions": subjects.reactions(hosted, f"comment {row['id']}", url),
        "performed_via_github_app": None,
    }


def _reaction(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    return {
        "id": row["id"],
        "node_id": f"REA_{row['id']}",
        "user": people.user(hosted.base, row["author"]),
        "content": row["content"],
        "created_at": row["created"],
    }
