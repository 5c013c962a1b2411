"""Milestones: listed, made, renamed and closed."""

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.github import asking, paging, problems
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.issues import subjects
from bot.rehearsal.storage import now

routes = web.RouteTableDef()


@routes.get("/repos/{owner}/{name}/milestones")
async def list_milestones(request: web.Request) -> web.Response:
    """Milestones by state."""
    hosted = asking.hosted(request)
    state = request.query.get("state", "open")
    rows = hosted.storage.db.execute(
        "SELECT * FROM milestones WHERE repository = ?"
        " AND (? = 'all' OR (closed != '') = (? = 'closed')) ORDER BY number",
        (hosted.id, state, state),
    ).fetchall()
    return paging.page_of(request, [subjects.milestone(hosted, row) for row in rows])


@routes.post("/repos/{owner}/{name}/milestones")
async def create_milestone(request: web.Request) -> web.Response:
    """Open a milestone."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    title = asking.field(content, "title", str)
    _must_be_free(hosted, title, 0)
    closed = now() if content.get("state") == "closed" else ""
    row = hosted.storage.db.execute(
        "INSERT INTO milestones SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?"
        " FROM milestones WHERE repository = ? RETURNING *",
        (
            *(hosted.id, title, content.get("description"), content.get("due_on"), hosted.by),
            *(now(), now(), closed, hosted.id),
        ),
    ).fetchone()
    shown = subjects.milestone(hosted, row)
    outbox.emit(hosted, "milestone", {"milestone": shown}, "created")
    return web.json_response(shown, status=201)


@routes.get(r"/repos/{owner}/{name}/milestones/{number:[0-9]+}")
async def get_milestone(request: web.Request) -> web.Response:
    """One milestone."""
    hosted = asking.hosted(request)
    row = subjects.milestone_row(hosted, asking.number(request, "number"))
    return web.json_response(subjects.milestone(hosted, row))


@routes.patch(r"/repos/{owner}/{name}/milestones/{number:[0-9]+}")
async def update_milestone(request: web.Request) -> web.Response:
    """Close, reopen or describe a milestone."""
    hosted = asking.hosted(request)
    before = subjects.milestone_row(hosted, asking.number(request, "number"))
    content = await asking.body(request)
    state = asking.optional(content, "state", "closed" if before["closed"] else "open")
    if state not in {"open", "closed"}:
        raise problems.invalid("Milestone", "state")
    closed = (before["closed"] or now()) if state == "closed" else ""
    title = asking.optional(content, "title", before["title"])
    _must_be_free(hosted, title, before["number"])
    has_turned = bool(closed) != bool(before["closed"])
    with hosted.storage.transaction() as db:
        row = db.execute(
            "UPDATE milestones SET title = ?, description = ?, due_on = ?, closed = ?, updated = ?"
            " WHERE repository = ? AND number = ? RETURNING *",
            (
                *(title, content.get("description", before["description"])),
                *(content.get("due_on", before["due_on"]), closed, now()),
                *(hosted.id, before["number"]),
            ),
        ).fetchone()
        if has_turned:
            kind = "milestone_closed" if closed else "milestone_opened"
            journal.record(db, kind, hosted.full_name, title, "")
    shown = subjects.milestone(hosted, row)
    if has_turned:
        outbox.emit(hosted, "milestone", {"milestone": shown}, "closed" if closed else "opened")
    return web.json_response(shown)


def _must_be_free(hosted: asking.Hosted, title: str, own: int) -> None:
    taken = hosted.storage.db.execute(
        "SELECT 1 FROM milestones WHERE repository = ? AND title = ? AND number != ?",
        (hosted.id, title, own),
    ).fetchone()
    if taken:
        raise problems.invalid("Milestone", "title", "already_exists")
