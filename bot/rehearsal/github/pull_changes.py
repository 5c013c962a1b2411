"""Pull requests made, changed, closed and merged: git makes the merge, and says what conflicts."""

import sqlite3
from typing import Any

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.github import asking, problems, pulls
from bot.rehearsal.github.git import commit_object, refs
from bot.rehearsal.github.git.commit_object import Signature
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.issues import subjects
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.github.rules import branch_rules
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
_INSERT = (
    "INSERT INTO pulls (repository, number, title, body, author, labels, base, head, base_sha,"
    " head_sha, created) VALUES (?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, ?)"
)


@routes.post("/repos/{owner}/{name}/pulls")
async def create_pull(request: web.Request) -> web.Response:
    """Ask for a merge of one branch into another, once at a time."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    title, base = asking.field(content, "title", str), asking.field(content, "base", str)
    owner = hosted.full_name.partition("/")[0]
    head = asking.field(content, "head", str).removeprefix(f"{owner}:")
    body = asking.optional(content, "body", "")
    base_sha, head_sha = _branch(hosted, base, "base"), _branch(hosted, head, "head")
    _check_new(hosted, base, head)
    if hosted.git.is_ancestor(head_sha, base_sha):
        raise _custom(f"No commits between {base} and {head}")
    number = subjects.next_number(hosted)
    values = (hosted.id, number, title, body, hosted.by, base, head, base_sha, head_sha, now())
    with hosted.storage.transaction() as db:
        db.execute(_INSERT, values)
        key, digest = f"{head} into {base}", journal.text_digest(title, body)
        journal.record(db, "pull_request", hosted.full_name, key, digest)
    shown = pulls.whole(hosted, pulls.find(hosted, number))
    _tell(hosted, number, "opened")
    return web.json_response(shown, status=201)


@routes.patch("/repos/{owner}/{name}/pulls/{number}")
async def update_pull(request: web.Request) -> web.Response:
    """Change a pull request's title and text, or close it without a merge."""
    hosted = asking.hosted(request)
    row = pulls.find(hosted, asking.number(request, "number"))
    content = await asking.body(request)
    state = asking.optional(content, "state", "closed" if row["closed"] else "open")
    if state not in {"open", "closed"} or (row["closed"] and state == "open"):
        raise problems.invalid("PullRequest", "state")
    _edit(hosted, row, content)
    if state == "closed" and not row["closed"]:
        _close(hosted, row, pulls.head_of(hosted, row))
    return web.json_response(pulls.whole(hosted, pulls.find(hosted, row["number"])))


@routes.put("/repos/{owner}/{name}/pulls/{number}/merge")
async def merge_pull(request: web.Request) -> web.Response:
    """Merge, or squash; what was merged by hand meanwhile only becomes known as merged."""
    hosted = asking.hosted(request)
    row = pulls.find(hosted, asking.number(request, "number"))
    content = await asking.body(request)
    head, base = pulls.head_of(hosted, row), _branch(hosted, row["base"], "base")
    _check_mergeable(hosted, row)
    if asking.optional(content, "sha", head) != head:
        raise Problem(409, "Head branch was modified. Review and try the merge again.")
    merged = base
    if not hosted.git.is_ancestor(head, base):
        merged = _merge(hosted, row, content, (base, head))
        refs.move(hosted, f"refs/heads/{row['base']}", merged, base)
    _close(hosted, row, head, merged)
    answer = {"sha": merged, "merged": True, "message": "Pull Request successfully merged"}
    return web.json_response(answer)


def _branch(hosted: asking.Hosted, branch: str, field: str) -> str:
    ref = hosted.git.ref(f"refs/heads/{branch}")
    if ref is None:
        raise problems.invalid("PullRequest", field)
    return ref.sha


def _check_new(hosted: asking.Hosted, base: str, head: str) -> None:
    there = hosted.storage.db.execute(
        "SELECT 1 FROM pulls WHERE repository = ? AND base = ? AND head = ? AND closed = ''",
        (hosted.id, base, head),
    ).fetchone()
    if there:
        owner = hosted.full_name.partition("/")[0]
        raise _custom(f"A pull request already exists for {owner}:{head}.")


def _custom(message: str) -> Problem:
    wrong = {"resource": "PullRequest", "code": "custom", "message": message}
    return Problem(422, "Validation Failed", wrong)


def _not_mergeable() -> Problem:
    return Problem(405, "Pull Request is not mergeable")


def _check_mergeable(hosted: asking.Hosted, row: sqlite3.Row) -> None:
    """Refuse what is closed, or what the branch's protection still asks for."""
    if row["closed"]:
        raise _not_mergeable()
    rule = hosted.storage.db.execute(
        "SELECT needs FROM protections WHERE repository = ? AND branch = ? AND needs != ''",
        (hosted.id, row["base"]),
    ).fetchone()
    if rule:
        raise Problem(405, rule["needs"])
    branch_rules.check_merge(hosted, row["base"], pulls.head_of(hosted, row))


def _merge(
    hosted: asking.Hosted, row: sqlite3.Row, content: dict[str, Any], sides: tuple[str, str]
) -> str:
    """Make the commit; dated as its newer side, so that the same merge is the same commit."""
    tree = hosted.git.merged_tree(*sides)
    if tree is None:
        raise _not_mergeable()
    method = asking.optional(content, "merge_method", "merge")
    if method not in {"merge", "squash"}:
        raise Problem(405, f"This world merges and squashes, but cannot {method[:20]}.")
    parents = list(sides if method == "merge" else sides[:1])
    read = [commit_object.parse_commit(*each) for each in hosted.git.read_commits(sides)]
    date = max(commit.committer.to_json()["date"] for commit in read)
    who = Signature(hosted.by, f"{hosted.by}@users.noreply.github.com", date)
    raw = commit_object.write_commit(tree, parents, who, who, _message(hosted, row, content))
    return hosted.git.write("commit", raw)


def _message(hosted: asking.Hosted, row: sqlite3.Row, content: dict[str, Any]) -> str:
    owner = hosted.full_name.partition("/")[0]
    usual = f"Merge pull request #{row['number']} from {owner}/{row['head']}"
    title = asking.optional(content, "commit_title", usual)
    return f"{title}\n\n{asking.optional(content, 'commit_message', row['title'])}\n"


def _close(hosted: asking.Hosted, row: sqlite3.Row, head: str, merged: str = "") -> None:
    """Record the end of a pull request; the commits that it brought lead to it from now on."""
    brought: list[str] = []
    if merged:
        start = row["base_sha"]
        brought = [merged, *hosted.git.text("rev-list", f"{start}..{head}").splitlines()]
    time = now()
    with hosted.storage.transaction() as db:
        db.execute(
            "UPDATE pulls SET closed = ?, merged = ?, merge_commit = ?, head_sha = ?"
            " WHERE repository = ? AND number = ?",
            (time, time if merged else "", merged, head, hosted.id, row["number"]),
        )
        db.executemany(
            "INSERT OR IGNORE INTO pull_commits VALUES (?, ?, ?)",
            [(hosted.id, sha, row["number"]) for sha in brought],
        )
        kind = "pull_request_merged" if merged else "pull_request_closed"
        key = f"{row['head']} into {row['base']}"
        journal.record(db, kind, hosted.full_name, key, head)
        db.execute("INSERT INTO mergers VALUES (?, ?, ?)", (hosted.id, row["number"], hosted.by))
    _tell(hosted, row["number"], "closed")


def _edit(hosted: asking.Hosted, row: sqlite3.Row, content: dict[str, Any]) -> None:
    title = asking.optional(content, "title", row["title"])
    body = asking.optional(content, "body", row["body"])
    if (title, body) == (row["title"], row["body"]):
        return
    with hosted.storage.transaction() as db:
        db.execute(
            "UPDATE pulls SET title = ?, body = ? WHERE repository = ? AND number = ?",
            (title, body, hosted.id, row["number"]),
        )
        key, digest = f"{row['head']} into {row['base']}", journal.text_digest(title, body)
        journal.record(db, "pull_request_edited", hosted.full_name, key, digest)
    changes = {"title": {"from": row["title"]}, "body": {"from": row["body"]}}
    _tell(hosted, row["number"], "edited", {"changes": changes})


def _tell(
    hosted: asking.Hosted, number: int, action: str, more: dict[str, object] | None = None
) -> None:
    shown = pulls.whole(hosted, pulls.find(hosted, number))
    parts: dict[str, object] = {"number": number, "pull_request": shown}
    outbox.emit(hosted, "pull_request", parts | (more or {}), action)
