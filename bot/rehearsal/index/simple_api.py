"""The reading side of an index: PEP 503 pages, PEP 691 JSON with PEP 700's fields, the files."""

import sqlite3
from html import escape

from aiohttp import web
from packaging import utils, version

from bot.rehearsal.index.uploads import NAME, STORAGE

routes = web.RouteTableDef()
JSON = "application/vnd.pypi.simple.v1+json"
HTML = "application/vnd.pypi.simple.v1+html"
META = '<meta name="pypi:repository-version" content="1.1">'


@routes.get("/simple/")
async def list_projects(request: web.Request) -> web.Response:
    """The names of all projects."""
    rows = request.app[STORAGE].db.execute(
        "SELECT DISTINCT package FROM index_files WHERE package_index = ? ORDER BY package",
        (request.app[NAME],),
    )
    names = [row["package"] for row in rows]
    links = [f'<a href="{name}/">{name}</a>' for name in names]
    return _answer(request, {"projects": [{"name": name} for name in names]}, "Simple index", links)


@routes.get("/simple/{package}")
async def add_slash(request: web.Request) -> web.Response:
    """The page's address ends in a slash."""
    raise web.HTTPMovedPermanently(f"/simple/{request.match_info['package']}/")


@routes.get("/simple/{package}/")
async def show_project(request: web.Request) -> web.Response:
    """The files of a project, by its normalised name."""
    asked = request.match_info["package"]
    package = utils.canonicalize_name(asked)
    if package != asked:
        raise web.HTTPMovedPermanently(f"/simple/{package}/")
    rows = (
        request.app[STORAGE]
        .db.execute(
            "SELECT * FROM index_files WHERE package_index = ? AND package = ? ORDER BY name",
            (request.app[NAME], package),
        )
        .fetchall()
    )
    if not rows:
        raise web.HTTPNotFound
    base = f"{request.scheme}://{request.host}/files"
    versions = sorted({row["version"] for row in rows}, key=version.Version)
    content: dict[str, object] = {
        "name": package,
        "versions": versions,
        "files": [_file(base, row) for row in rows],
    }
    return _answer(request, content, f"Links for {package}", [_link(base, row) for row in rows])


@routes.get("/files/{sha256}/{file}")
async def download(request: web.Request) -> web.StreamResponse:
    """A file's bytes."""
    sha256 = request.match_info["sha256"]
    known = (
        request.app[STORAGE]
        .db.execute(
            "SELECT 1 FROM index_files WHERE package_index = ? AND sha256 = ? AND name = ?",
            (request.app[NAME], sha256, request.match_info["file"]),
        )
        .fetchone()
    )
    if not known:
        raise web.HTTPNotFound
    headers = {"Content-Type": "application/octet-stream"}
    return web.FileResponse(request.app[STORAGE].file(sha256), headers=headers)


def _answer(
    request: web.Request, content: dict[str, object], title: str, links: list[str]
) -> web.Response:
    media_type = preferred(request.headers.get("Accept", "*/*"))
    if media_type == JSON:
        body = {"meta": {"api-version": "1.1"}, **content}
        return web.json_response(body, content_type=JSON)
    lines = "\n".join(f"{link}<br>" for link in links)
    page = f"<!DOCTYPE html>\n<html><head>{META}<title>{title}</title></head>"
    page += f"<body><h1>{title}</h1>\n{lines}\n</body></html>\n"
    return web.Response(text=page, content_type=media_type)


def preferred(accept: str) -> str:
    """The media type that a client likes best of those that we have; HTML if it does not mind."""
    ours = {JSON: JSON, HTML: HTML, "text/html": "text/html", "*/*": "text/html"}
    ours[JSON.replace("v1", "latest")] = JSON
    best, quality = "", 0.0
    for part in accept.split(","):
        media_type, *parameters = (piece.strip() for piece in part.split(";"))
        weight = _quality(parameters)
        if media_type in ours and weight > quality:
            best, quality = ours[media_type], weight
    if not best:
        raise web.HTTPNotAcceptable
    return best


def _quality(parameters: list[str]) -> float:
    given = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 0.0


def _file(base: str, row: sqlite3.Row) -> dict[str, object]:
    return {
        "filename": row["name"],
        "url": f"{base}/{row['sha256']}/{row['name']}",
        "hashes": {"sha256": row["sha256"]},
        "requires-python": row["requires_python"] or None,
        "size": row["size"],
        "upload-time": row["uploaded"],
        "yanked": row["yanked"] or True if row["yanked"] is not None else False,
        "core-metadata": False,
    }


def _link(base: str, row: sqlite3.Row) -> str:
    url = f"{base}/{row['sha256']}/{row['name']}#sha256={row['sha256']}"
    extra = ""
    if row["requires_python"]:
        extra += f' data-requires-python="{escape(row["requires_python"])}"'
    if row["yanked"] is not None:
        extra += f' data-yanked="{escape(row["yanked"])}"'
    return f'<a href="{url}"{extra}>{row["name"]}</a>'
