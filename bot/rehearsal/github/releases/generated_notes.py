"""GitHub's own release notes: the merged pull requests between two tags, one line each."""

import sqlite3

from aiohttp import web

from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.github import asking, problems

routes = web.RouteTableDef()


@routes.post("/repos/{owner}/{name}/releases/generate-notes")
async def generate_notes(request: web.Request) -> web.Response:
    """A title and a text; nothing is stored."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    tag = asking.field(content, "tag_name", str)
    target = asking.optional(content, "target_commitish", hosted.default_branch)
    end = hosted.git.resolve(f"refs/tags/{tag}") or asking.commit_of(hosted, target)
    previous = asking.optional(content, "previous_tag_name", "") or _tag_before(hosted, end, tag)
    start = hosted.git.resolve(f"refs/tags/{previous}") if previous else None
    if previous and start is None:
        raise problems.invalid("Release", "previous_tag_name")
    span = f"{start}..{end}" if start else end
    pulls = _pulls(hosted, hosted.git.text("rev-list", span).splitlines())
    return web.json_response({"name": tag, "body": _text(hosted, pulls, previous, tag)})


def _tag_before(hosted: asking.Hosted, end: str, tag: str) -> str:
    """The newest other tag in the history of the commit."""
    try:
        return hosted.git.text("describe", "--tags", "--abbrev=0", f"--exclude={tag}", end)
    except GitFailed:
        return ""


def _pulls(hosted: asking.Hosted, commits: list[str]) -> list[sqlite3.Row]:
    rows = hosted.storage.db.execute(
        "SELECT DISTINCT pulls.*, pull_commits.sha FROM pulls"
        " JOIN pull_commits USING (repository, number) WHERE repository = ? ORDER BY number",
        (hosted.id,),
    )
    among = set(commits)
    return list({row["number"]: row for row in rows if row["sha"] in among}.values())


def _text(hosted: asking.Hosted, pulls: list[sqlite3.Row], previous: str, tag: str) -> str:
    lines = [
        f"* {row['title']} by @{row['author']} in {hosted.page('pull', row['number'])}"
        for row in pulls
    ]
    whole = hosted.page("compare", f"{previous}...{tag}") if previous else ""
    whole = whole or hosted.page("commits", tag)
    changed = ["## What's Changed", *lines, "", ""] if lines else []
    return "\n".join([*changed, f"**Full Changelog**: {whole}"])
