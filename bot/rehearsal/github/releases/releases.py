"""Releases: drafts that only a token sees, tags made at publish, one published for each tag."""

import sqlite3
from collections.abc import Sequence

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.github import asking, paging, problems
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.releases import publication, release_object
from bot.rehearsal.github.rules import immutability

routes = web.RouteTableDef()


def find(hosted: asking.Hosted, release: int) -> sqlite3.Row:
    """The release with this number, or 404."""
    row = hosted.storage.db.execute(
        "SELECT * FROM releases WHERE id = ? AND repository = ?", (release, hosted.id)
    ).fetchone()
    if row is None:
        raise problems.not_found()
    assert isinstance(row, sqlite3.Row)  # noqa: S101 - fetchone is untyped
    return row


def find_visible(request: web.Request, hosted: asking.Hosted, release: int) -> sqlite3.Row:
    """The same, but without a token a draft is not there."""
    row = find(hosted, release)
    if row["draft"] and not request[asking.MAY_WRITE]:
        raise problems.not_found()
    return row


@routes.get("/repos/{owner}/{name}/releases")
async def list_releases(request: web.Request) -> web.Response:
    """All releases, newest first; drafts only for a token."""
    hosted = asking.hosted(request)
    rows = hosted.storage.db.execute(
        "SELECT * FROM releases WHERE repository = ? AND (NOT draft OR ?) ORDER BY id DESC",
        (hosted.id, request[asking.MAY_WRITE]),
    ).fetchall()
    skip, size = paging.window(request)
    shown = [release_object.release(hosted, row) for row in rows[skip : skip + size]]
    return paging.page(request, shown, len(rows))


@routes.get("/repos/{owner}/{name}/releases/latest")
async def get_latest_release(request: web.Request) -> web.Response:
    """The release that was made the latest, else what is it by its commit and its version."""
    hosted = asking.hosted(request)
    row = publication.latest(hosted.storage.db, hosted.id)
    if row is None:
        raise problems.not_found()
    return web.json_response(release_object.release(hosted, row))


@routes.get(r"/repos/{owner}/{name}/releases/tags/{tag:.+}")
async def get_release_by_tag(request: web.Request) -> web.Response:
    """The published release of a tag; a draft is never found here."""
    hosted = asking.hosted(request)
    row = hosted.storage.db.execute(
        "SELECT * FROM releases WHERE repository = ? AND tag = ? AND NOT draft",
        (hosted.id, request.match_info["tag"]),
    ).fetchone()
    if row is None:
        raise problems.not_found()
    return web.json_response(release_object.release(hosted, row))


@routes.get(r"/repos/{owner}/{name}/releases/{id:[0-9]+}")
async def get_release(request: web.Request) -> web.Response:
    """A release by its number."""
    hosted = asking.hosted(request)
    row = find_visible(request, hosted, asking.number(request, "id"))
    return web.json_response(release_object.release(hosted, row))


@routes.post("/repos/{owner}/{name}/releases")
async def create_release(request: web.Request) -> web.Response:
    """Make a release; several drafts may share a tag."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    if not asking.optional(content, "tag_name", ""):
        raise problems.invalid("Release", "tag_name", "missing_field")
    wanted = publication.wanted_release(hosted, content, None)
    if not wanted["draft"]:
        publication.ensure_tag(hosted, wanted, None)
        publication.date(hosted, wanted)
    with hosted.storage.transaction() as db:
        row_id = db.execute(
            "INSERT INTO releases (repository, tag, target, title, body, author, draft, prerelease,"
            " created, updated, published) VALUES (:repository, :tag, :target, :title, :body,"
            " :author, :draft, :prerelease, :created, :updated, :published)",
            wanted | {"author": hosted.by},
        ).lastrowid
        kind = "draft" if wanted["draft"] else "release_published"
        journal.record(db, kind, hosted.full_name, wanted["tag"], publication.digest(wanted))
        publication.make_latest(db, hosted.id, row_id, wanted)
    row = find(hosted, row_id or 0)
    _tell(hosted, row, ("created", *([] if row["draft"] else _published(row))))
    return web.json_response(release_object.release(hosted, row), status=201)


@routes.patch(r"/repos/{owner}/{name}/releases/{id:[0-9]+}")
async def update_release(request: web.Request) -> web.Response:
    """Change a release; `draft: false` publishes it and makes its tag where there is none."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    before = find(hosted, asking.number(request, "id"))
    wanted = publication.wanted_release(hosted, content, before)
    if wanted["draft"] and not before["draft"]:
        raise problems.unprocessable("In this world a published release stays published.")
    if immutability.is_frozen(hosted, before["id"]) and wanted["tag"] != before["tag"]:
        raise problems.unprocessable("Cannot change the tag of an immutable release.")
    publication.check_latest(content, wanted)
    if not wanted["draft"]:
        publication.ensure_tag(hosted, wanted, before["id"])
        publication.date(hosted, wanted)
    with hosted.storage.transaction() as db:
        db.execute(
            "UPDATE releases SET tag = :tag, target = :target, title = :title, body = :body,"
            " draft = :draft, prerelease = :prerelease, created = :created,"
            " updated = :updated, published = :published WHERE id = :id",
            {**wanted, "id": before["id"]},
        )
        moved = publication.make_latest(db, hosted.id, before["id"], wanted)
        kind = publication.kind_of_change(before, wanted, moved=moved)
        if kind:
            journal.record(db, kind, hosted.full_name, wanted["tag"], publication.digest(wanted))
    row = find(hosted, before["id"])
    if kind:
        _tell(hosted, row, _published(row) if kind == "release_published" else ("edited",))
    return web.json_response(release_object.release(hosted, row))


@routes.delete(r"/repos/{owner}/{name}/releases/{id:[0-9]+}")
async def delete_release(request: web.Request) -> web.Response:
    """Remove a release and its assets; its tag stays."""
    hosted = asking.hosted(request)
    row = find(hosted, asking.number(request, "id"))
    shown = release_object.release(hosted, row)
    with hosted.storage.transaction() as db:
        db.execute("DELETE FROM releases WHERE id = ?", (row["id"],))
        kind = "draft_deleted" if row["draft"] else "release_deleted"
        journal.record(db, kind, hosted.full_name, row["tag"], "")
    if not row["draft"]:
        outbox.emit(hosted, "release", {"release": shown}, "deleted")
    return web.Response(status=204)


def _published(row: sqlite3.Row) -> tuple[str, str]:
    return "published", "prereleased" if row["prerelease"] else "released"


def _tell(hosted: asking.Hosted, row: sqlite3.Row, actions: Sequence[str]) -> None:
    """Freeze what was published where that is wanted, and tell of it."""
    if "published" in actions:
        immutability.freeze(hosted, row["tag"], row["id"])
    for action in actions:
        changes: dict[str, object] = {"changes": {}} if action == "edited" else {}
        shown = release_object.release(hosted, row)
        outbox.emit(hosted, "release", {"release": shown} | changes, action)
