"""Reading a request: who asks, about which repository, with which JSON."""

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.github import callers, problems
from bot.rehearsal.storage import Storage

STORAGE = web.AppKey("STORAGE", Storage)
MAY_WRITE = web.RequestKey("MAY_WRITE", bool)
FAULT = web.RequestKey("FAULT", str)  # what was done to the answer on purpose
FULL_SHA = re.compile(r"[0-9a-f]{40}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hosted:
    """The repository that a request is about, and the base of the URLs in its answer."""

    storage: Storage
    row: sqlite3.Row
    git: BareRepository
    base: str
    by: str  # the account in whose name something is done

    @property
    def id(self) -> int:
        """The repository's number."""
        return int(self.row["id"])

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return str(self.row["full_name"])

    @property
    def default_branch(self) -> str:
        """The branch that HEAD names."""
        return str(self.row["default_branch"])

    def api(self, *parts: object) -> str:
        """An address of the API below this repository."""
        return "/".join((self.base, "repos", self.full_name, *map(str, parts)))

    def page(self, *parts: object) -> str:
        """An address that a person would open."""
        return "/".join((self.base, self.full_name, *map(str, parts)))


def base_url(request: web.Request) -> str:
    """The address under which the client reached us; every URL in an answer starts with it."""
    return f"{request.scheme}://{request.host}"


def hosted(request: web.Request) -> Hosted:
    """The repository named by the path, or 404."""
    storage = request.app[STORAGE]
    name = f"{request.match_info['owner']}/{request.match_info['name']}"
    row = storage.db.execute("SELECT * FROM repositories WHERE full_name = ?", (name,)).fetchone()
    caller = request.get(callers.CALLER, callers.NOBODY)
    if row is None:
        _follow(request, storage, name)
    if row is None or (caller.kind == "installation" and row["id"] not in caller.repositories):
        raise problems.not_found()
    return of_row(request, row)


def _follow(request: web.Request, storage: Storage, name: str) -> None:
    """Lead the client to the new name of a repository that was renamed."""
    row = storage.db.execute(
        "SELECT repositories.full_name FROM former_names JOIN repositories ON id = repository"
        " WHERE former_names.full_name = ?",
        (name,),
    ).fetchone()
    if row is not None:
        place = request.rel_url.raw_path.replace(f"/{name}", f"/{row['full_name']}", 1)
        query = f"?{request.query_string}" if request.query_string else ""
        raise problems.Moved(f"{base_url(request)}{place}{query}")


def of_row(request: web.Request, row: sqlite3.Row) -> Hosted:
    """The repository of this row."""
    storage = request.app[STORAGE]
    git = BareRepository(storage.repository_folder(row["full_name"]))
    return Hosted(storage, row, git, base_url(request), callers.login(request))


async def json_of(request: web.Request) -> Any:  # noqa: ANN401  # whatever was sent
    """The request's JSON; nothing is an empty object."""
    try:
        return json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        raise problems.Problem(400, "Problems parsing JSON") from None


async def body(request: web.Request) -> dict[str, Any]:
    """The request's JSON object."""
    content = await json_of(request)
    if not isinstance(content, dict):
        raise problems.Problem(400, "Body should be a JSON object")
    return content


def field(content: dict[str, Any], name: str, kind: type[T]) -> T:
    """A field that must be there and of this type."""
    if name not in content:
        raise problems.unprocessable(f'Invalid request.\n\n"{name}" wasn\'t supplied.')
    value = content[name]
    if not isinstance(value, kind):
        raise problems.unprocessable(
            f"Invalid request.\n\nFor 'properties/{name}', {value!r} is not a {kind.__name__}."
        )
    return value


def optional(content: dict[str, Any], name: str, default: T) -> T:
    """A field that may be left out or null, of the default's type."""
    if content.get(name) is None:
        return default
    return field(content, name, type(default))


def number(request: web.Request, name: str) -> int:
    """A number out of the path, or 404."""
    text = request.match_info[name]
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise problems.not_found()
    return int(text)


def is_full_sha(text: str) -> bool:
    """Whether this is a whole object id."""
    return FULL_SHA.fullmatch(text) is not None


def object_id(request: web.Request) -> str:
    """The whole object id that the path names."""
    sha = request.match_info["sha"]
    if not is_full_sha(sha):
        raise problems.unprocessable("The sha parameter must be exactly 40 characters.")
    return sha


def must_be(hosted: Hosted, kind: str, shas: Iterable[str]) -> None:
    """Refuse ids of which one is no object of that type."""
    for sha in shas:
        if not is_full_sha(sha) or hosted.git.kind(sha) != kind:
            raise problems.unprocessable(f"{sha[:80]} is not the id of a {kind}")


def commit_of(hosted: Hosted, ref: str) -> str:
    """The commit of an id, branch or tag, or 404."""
    for name in [ref] if is_full_sha(ref) else [f"refs/heads/{ref}", f"refs/tags/{ref}"]:
        sha = hosted.git.resolve(name)
        if sha:
            return sha
    raise problems.not_found()


def branch_at(hosted: Hosted, sha: str) -> str:
    """A branch whose head is this commit, "" where there is none."""
    form = "--format=%(refname:lstrip=2)"
    found = hosted.git.text("for-each-ref", form, f"--points-at={sha}", "refs/heads")
    return found.partition("\n")[0]
