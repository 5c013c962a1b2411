"""Workflows: the files that the default branch has in `.github/workflows`."""

import re
import zlib
from dataclasses import dataclass

from aiohttp import web

from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.github import asking, paging, problems

routes = web.RouteTableDef()
FOLDER = ".github/workflows"
_NAME = re.compile(r"""^name:\s*["']?([^"'#\n]+)""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Workflow:
    """A file and the name that it gives itself."""

    path: str
    name: str

    @property
    def id(self) -> int:
        """The number by which the API knows it."""
        return zlib.crc32(self.path.encode())


@routes.get("/repos/{owner}/{name}/actions/workflows")
async def list_workflows(request: web.Request) -> web.Response:
    """All workflows."""
    hosted = asking.hosted(request)
    return paging.page_of(request, [_object(hosted, each) for each in every(hosted)], "workflows")


@routes.get("/repos/{owner}/{name}/actions/workflows/{workflow}")
async def get_workflow(request: web.Request) -> web.Response:
    """One workflow, by its number or the name of its file."""
    hosted = asking.hosted(request)
    return web.json_response(_object(hosted, find(hosted, request.match_info["workflow"])))


def every(hosted: asking.Hosted) -> list[Workflow]:
    """The workflows of the default branch."""
    head = f"refs/heads/{hosted.default_branch}"
    try:
        listed = hosted.git.text("ls-tree", "--name-only", head, f"{FOLDER}/").splitlines()
    except GitFailed:
        return []
    found = []
    for path in listed:
        if path.endswith((".yml", ".yaml")):
            text = hosted.git.run("cat-file", "blob", f"{head}:{path}").decode(errors="replace")
            named = _NAME.search(text)
            found.append(Workflow(path, named[1].strip() if named else path))
    return found


def find(hosted: asking.Hosted, key: str) -> Workflow:
    """The workflow with this number or file name, or 404."""
    for workflow in every(hosted):
        if key in {str(workflow.id), workflow.path.rpartition("/")[2]}:
            return workflow
    raise problems.not_found()


def _object(hosted: asking.Hosted, workflow: Workflow) -> dict[str, object]:
    file = workflow.path.rpartition("/")[2]
    return {
        "id": workflow.id,
        "node_id": f"W_{workflow.id}",
        "name": workflow.name,
        "path": workflow.path,
        "state": "active",
        "created_at": hosted.row["created"],
        "updated_at": hosted.row["created"],
        "url": hosted.api("actions/workflows", workflow.id),
        "html_url": hosted.page("blob", hosted.default_branch, workflow.path),
        "badge_url": hosted.page("workflows", file, "badge.svg"),
    }
