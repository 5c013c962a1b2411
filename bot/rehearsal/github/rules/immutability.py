"""Immutable releases: once published, neither their files nor their tag ever change."""

from aiohttp import web

from bot.rehearsal.github import asking, problems, roles

routes = web.RouteTableDef()


@routes.get("/repos/{owner}/{name}/immutable-releases")
async def check_immutable_releases(request: web.Request) -> web.Response:
    """Whether releases become immutable here; 404 is GitHub's no."""
    hosted = asking.hosted(request)
    roles.must_administer(request, hosted)
    if not is_on(hosted):
        raise problems.not_found()
    return web.json_response({"enabled": True, "enforced_by_owner": False})


def is_on(hosted: asking.Hosted) -> bool:
    """Whether what is published from now on becomes immutable."""
    row = hosted.storage.db.execute(
        "SELECT makes_immutable FROM repository_settings WHERE repository = ?", (hosted.id,)
    ).fetchone()
    return bool(row and row["makes_immutable"])


def freeze(hosted: asking.Hosted, tag: str, release: int) -> None:
    """Make a release immutable as it is published, if this repository wants that."""
    if is_on(hosted):
        hosted.storage.db.execute(
            "INSERT OR IGNORE INTO immutable_releases VALUES (?, ?, ?)", (hosted.id, tag, release)
        )


def is_frozen(hosted: asking.Hosted, release: int) -> bool:
    """Whether this release is immutable."""
    row = hosted.storage.db.execute(
        "SELECT 1 FROM immutable_releases WHERE repository = ? AND release = ?",
        (hosted.id, release),
    ).fetchone()
    return row is not None


def check_assets(hosted: asking.Hosted, release: int) -> None:
    """Refuse to add, change or remove a file."""
    if is_frozen(hosted, release):
        raise problems.unprocessable("Cannot change the assets of an immutable release.")


def check_tag(hosted: asking.Hosted, ref: str) -> None:
    """Refuse to move or remove the tag of an immutable release, while that release is there."""
    row = hosted.storage.db.execute(
        "SELECT 1 FROM immutable_releases JOIN releases ON releases.id = release"
        " WHERE immutable_releases.repository = ? AND immutable_releases.tag = ?",
        (hosted.id, ref.removeprefix("refs/tags/")),
    ).fetchone()
    if ref.startswith("refs/tags/") and row:
        raise problems.unprocessable("Cannot update this protected ref.")


def check_name(hosted: asking.Hosted, tag: str, release: int | None) -> None:
    """Refuse a tag that an immutable release has used, even one that was deleted since."""
    row = hosted.storage.db.execute(
        "SELECT release FROM immutable_releases WHERE repository = ? AND tag = ?", (hosted.id, tag)
    ).fetchone()
    if row and row["release"] != release:
        wrong = {"resource": "Release", "field": "tag_name", "code": "custom"}
        message = "tag_name was used by an immutable release"
        raise problems.Problem(422, "Validation Failed", wrong | {"message": message})
