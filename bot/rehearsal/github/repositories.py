"""The repository itself."""

import zlib

from aiohttp import web

from bot.rehearsal.github import asking, callers, people, problems, roles

routes = web.RouteTableDef()
COUNTS = {"network_count": 0, "subscribers_count": 0}
_OWN_ADDRESSES = ("clone_url", "git_url", "ssh_url", "svn_url", "mirror_url")
_LINKS = (
    "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits",
    "compare", "contents", "contributors", "deployments", "downloads", "events", "forks",
    "git_commits", "git_refs", "git_tags", "hooks", "issue_comment", "issue_events", "issues",
    "keys", "labels", "languages", "merges", "milestones", "notifications", "pulls", "releases",
    "stargazers", "statuses", "subscribers", "subscription", "tags", "teams", "trees",
)  # fmt: skip


def repository(hosted: asking.Hosted) -> dict[str, object]:
    """GitHub's repository object."""
    owner, name = hosted.full_name.split("/")
    created, is_private = hosted.row["created"], roles.is_private(hosted)
    return {
        "id": hosted.id,
        "node_id": f"R_{hosted.id}",
        "name": name,
        "full_name": hosted.full_name,
        "owner": people.user(hosted.base, owner) | {"type": "Organization"},
        "private": is_private,
        "visibility": "private" if is_private else "public",
        "html_url": hosted.page(),
        "url": hosted.api(),
        "clone_url": f"{hosted.page()}.git",
        "git_url": f"{hosted.page()}.git",
        "ssh_url": "",
        "svn_url": hosted.page(),
        "description": None,
        "homepage": None,
        "language": "Python",
        "default_branch": hosted.default_branch,
        **{f"{link}_url": hosted.api(link.replace("_", "/", 1)) for link in _LINKS},
        "created_at": created,
        "updated_at": created,
        "pushed_at": created,
        **dict.fromkeys(("fork", "archived", "disabled", "is_template", "has_pages"), False),
        **dict.fromkeys(("has_issues", "has_projects", "has_wiki", "has_downloads"), True),
        "has_discussions": True,
        **dict.fromkeys(("forks", "forks_count", "open_issues", "open_issues_count"), 0),
        **dict.fromkeys(("size", "stargazers_count", "watchers", "watchers_count"), 0),
        "topics": [],
        "license": None,
        "mirror_url": None,
        "allow_merge_commit": True,
        "allow_squash_merge": True,
        "allow_rebase_merge": True,
        "permissions": {
            "admin": False, "maintain": False, "push": True, "triage": True, "pull": True
        },
    }  # fmt: skip


def minimal(hosted: asking.Hosted, full_name: str = "") -> dict[str, object]:
    """GitHub's shortest form of it, or of a fork with another name."""
    whole = repository(hosted)
    names = ("id", "node_id", "name", "full_name", "owner", "private", "html_url", "description",
             "fork", "url")  # fmt: skip
    urls = [name for name in whole if name.endswith("_url") and name not in _OWN_ADDRESSES]
    found = {name: whole[name] for name in (*names, *urls)}
    if full_name:
        owner, _, name = full_name.partition("/")
        identity = {"id": zlib.crc32(full_name.encode()), "name": name, "full_name": full_name}
        account = people.user(hosted.base, owner)
        found |= identity | {"owner": account, "fork": True, "node_id": f"R_{identity['id']}"}
    return found


def rename(hosted: asking.Hosted, full_name: str) -> None:
    """Move it to another name or owner; the old name leads there from now on."""
    place = hosted.storage.repository_folder(full_name)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    hosted.git.folder.rename(place)
    with hosted.storage.transaction() as db:
        db.execute("UPDATE repositories SET full_name = ? WHERE id = ?", (full_name, hosted.id))
        db.execute(
            "INSERT OR REPLACE INTO former_names VALUES (?, ?)", (hosted.full_name, hosted.id)
        )
        db.execute("DELETE FROM former_names WHERE full_name = ?", (full_name,))


def set_private(hosted: asking.Hosted, *, is_private: bool) -> None:
    """Hide it from, or show it to everybody."""
    hosted.storage.db.execute(
        "INSERT INTO repository_settings (repository, is_private) VALUES (?, ?)"
        " ON CONFLICT (repository) DO UPDATE SET is_private = excluded.is_private",
        (hosted.id, is_private),
    )


@routes.get(r"/repositories/{id:[0-9]+}")
async def get_repository_by_number(request: web.Request) -> web.Response:
    """The same by its number, which outlives its name."""
    row = (
        request.app[asking.STORAGE]
        .db.execute("SELECT * FROM repositories WHERE id = ?", (asking.number(request, "id"),))
        .fetchone()
    )
    caller = request[callers.CALLER]
    if row is None or (caller.kind == "installation" and row["id"] not in caller.repositories):
        raise problems.not_found()
    return web.json_response(repository(asking.of_row(request, row)) | COUNTS)


@routes.get("/repos/{owner}/{name}/collaborators/{login}/permission")
async def get_permission(request: web.Request) -> web.Response:
    """What a person may do; everybody may read what is public."""
    hosted, login = asking.hosted(request), request.match_info["login"]
    role = roles.of_person(hosted, login)
    permission = {"maintain": "write", "triage": "read"}.get(role, role)
    account = people.user(hosted.base, login) | {
        "permissions": roles.allows(role),
        "role_name": role,
    }
    answer = {"permission": permission, "role_name": role, "user": account}
    return web.json_response(answer)


@routes.get("/repos/{owner}/{name}")
async def get_repository(request: web.Request) -> web.Response:
    """The repository; people are told what they may do with it."""
    hosted, caller = asking.hosted(request), request[callers.CALLER]
    told = repository(hosted) | COUNTS
    if caller.kind == "token":
        told["permissions"] = roles.allows(roles.of_person(hosted, caller.login))
    return web.json_response(told)
