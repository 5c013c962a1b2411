"""The files of a release."""

import re
import sqlite3

from aiohttp import web

from bot.rehearsal import journal, received
from bot.rehearsal.github import asking, paging, problems
from bot.rehearsal.github.releases import release_object, releases
from bot.rehearsal.github.rules import immutability
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
_SPECIAL = re.compile(r"[^A-Za-z0-9._+~-]+")


@routes.get(r"/repos/{owner}/{name}/releases/{id:[0-9]+}/assets")
async def list_assets(request: web.Request) -> web.Response:
    """All files of a release."""
    hosted = asking.hosted(request)
    release = releases.find_visible(request, hosted, asking.number(request, "id"))
    rows = hosted.storage.db.execute(
        "SELECT * FROM assets WHERE release = ? ORDER BY id", (release["id"],)
    )
    return paging.page_of(request, [release_object.asset(hosted, release, row) for row in rows])


@routes.post(r"/repos/{owner}/{name}/releases/{id:[0-9]+}/assets")
async def upload_asset(request: web.Request) -> web.Response:
    """Attach a file; one that is cut off stays behind as `starter`, as it does at GitHub."""
    hosted = asking.hosted(request)
    release = releases.find(hosted, asking.number(request, "id"))
    immutability.check_assets(hosted, release["id"])
    name = _SPECIAL.sub(".", request.query.get("name", "")).strip(".")
    if not name:
        raise problems.invalid("ReleaseAsset", "name", "missing_field")
    asset = _begin(hosted, release, name, request)
    file = await _receive(request, hosted)
    if file.size == 0:
        file.discard()
        _remove(hosted, asset)
        raise problems.invalid("ReleaseAsset", "size")
    hosted.storage.keep_file(file.path, file.sha256)
    with hosted.storage.transaction() as db:
        db.execute(
            "UPDATE assets SET sha256 = ?, size = ?, updated = ? WHERE id = ?",
            (file.sha256, file.size, now(), asset),
        )
        key = f"{release['tag']}/{name}"
        journal.record(db, "asset", hosted.full_name, key, f"sha256:{file.sha256}")
    row = _find(hosted, asset)
    return web.json_response(release_object.asset(hosted, release, row), status=201)


@routes.get(r"/repos/{owner}/{name}/releases/assets/{asset:[0-9]+}")
async def get_asset(request: web.Request) -> web.StreamResponse:
    """A file's description, or its bytes for `Accept: application/octet-stream`."""
    hosted = asking.hosted(request)
    row = _find(hosted, asking.number(request, "asset"))
    release = releases.find_visible(request, hosted, row["release"])
    if "application/octet-stream" in request.headers.get("Accept", "") and row["sha256"]:
        return web.FileResponse(hosted.storage.file(row["sha256"]))
    return web.json_response(release_object.asset(hosted, release, row))


@routes.delete(r"/repos/{owner}/{name}/releases/assets/{asset:[0-9]+}")
async def delete_asset(request: web.Request) -> web.Response:
    """Remove a file."""
    hosted = asking.hosted(request)
    row = _find(hosted, asking.number(request, "asset"))
    release = releases.find(hosted, row["release"])
    immutability.check_assets(hosted, release["id"])
    _remove(hosted, row["id"])
    if row["sha256"]:
        key = f"{release['tag']}/{row['name']}"
        journal.record(hosted.storage.db, "asset_deleted", hosted.full_name, key, "")
    return web.Response(status=204)


@routes.get(r"/{owner}/{name}/releases/download/{tag:.+}/{file}")
async def download(request: web.Request) -> web.StreamResponse:
    """A file of a published release, as a browser gets it."""
    hosted = asking.hosted(request)
    row = hosted.storage.db.execute(
        "SELECT assets.sha256 FROM assets JOIN releases ON releases.id = assets.release"
        " WHERE repository = ? AND tag = ? AND name = ? AND NOT draft AND sha256 != ''",
        (hosted.id, request.match_info["tag"], request.match_info["file"]),
    ).fetchone()
    if row is None:
        raise problems.not_found()
    return web.FileResponse(hosted.storage.file(row["sha256"]))


async def _receive(request: web.Request, hosted: asking.Hosted) -> received.ReceivedFile:
    chunks = request.content.iter_chunked(received.CHUNK)
    try:
        return await received.receive(chunks, hosted.storage.folder / "incoming")
    except received.TooLarge:
        raise problems.Problem(413, "The asset is larger than this world takes.") from None


def _begin(hosted: asking.Hosted, release: sqlite3.Row, name: str, request: web.Request) -> int:
    time = now()
    values = (release["id"], name, request.query.get("label", ""), request.content_type, time, time)
    try:
        cursor = hosted.storage.db.execute(
            "INSERT INTO assets (release, name, label, content_type, created, updated)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            values,
        )
    except sqlite3.IntegrityError:
        raise problems.invalid("ReleaseAsset", "name", "already_exists") from None
    return cursor.lastrowid or 0


def _find(hosted: asking.Hosted, asset: int) -> sqlite3.Row:
    rows = hosted.storage.db.execute(
        "SELECT assets.* FROM assets JOIN releases ON releases.id = assets.release"
        " WHERE assets.id = ? AND repository = ?",
        (asset, hosted.id),
    ).fetchall()
    if not rows:
        raise problems.not_found()
    row: sqlite3.Row = rows[0]
    return row


def _remove(hosted: asking.Hosted, asset: int) -> None:
    hosted.storage.db.execute("DELETE FROM assets WHERE id = ?", (asset,))
