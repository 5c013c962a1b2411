"""Labels: of a repository, and on an issue or pull request."""

from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, paging, problems, pulls
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.github.issues import subjects

routes = web.RouteTableDef()
_ON = r"/repos/{owner}/{name}/issues/{number:[0-9]+}/labels"


@routes.get("/repos/{owner}/{name}/labels")
async def list_labels(request: web.Request) -> web.Response:
    """All labels of the repository."""
    hosted = asking.hosted(request)
    return paging.page_of(request, [subjects.label(hosted, name) for name in _known(hosted)])


@routes.post("/repos/{owner}/{name}/labels")
async def create_label(request: web.Request) -> web.Response:
    """Describe a label."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    name = asking.field(content, "name", str)
    if name.lower() in {known.lower() for known in _known(hosted)}:
        raise problems.invalid("Label", "name", "already_exists")
    color = asking.optional(content, "color", "ededed")
    description = asking.optional(content, "description", "")
    hosted.storage.db.execute(
        "INSERT INTO labels VALUES (?, ?, ?, ?)", (hosted.id, name, color, description)
    )
    return web.json_response(subjects.label(hosted, name), status=201)


@routes.get("/repos/{owner}/{name}/labels/{label}")
async def get_label(request: web.Request) -> web.Response:
    """One label."""
    hosted = asking.hosted(request)
    wanted = request.match_info["label"].lower()
    for name in _known(hosted):
        if name.lower() == wanted:
            return web.json_response(subjects.label(hosted, name))
    raise problems.not_found()


@routes.get(_ON)
async def list_labels_on(request: web.Request) -> web.Response:
    """The labels of an issue or pull request."""
    hosted = asking.hosted(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    return paging.page_of(request, [subjects.label(hosted, name) for name in subject.labels])


@routes.post(_ON)
async def add_labels(request: web.Request) -> web.Response:
    """Add labels; GitHub takes an object and a bare list."""
    hosted = asking.hosted(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    names = await _names(request)
    return _answer(hosted, replace(hosted, subject, [*subject.labels, *names]))


@routes.put(_ON)
async def set_labels(request: web.Request) -> web.Response:
    """Replace all labels."""
    hosted = asking.hosted(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    return _answer(hosted, replace(hosted, subject, await _names(request)))


@routes.delete(_ON + "/{label}")
async def remove_label(request: web.Request) -> web.Response:
    """Take one label away."""
    hosted = asking.hosted(request)
    subject = subjects.find(hosted, asking.number(request, "number"))
    unwanted = request.match_info["label"].lower()
    kept = [name for name in subject.labels if name.lower() != unwanted]
    if len(kept) == len(subject.labels):
        raise problems.Problem(404, "Label does not exist")
    return _answer(hosted, replace(hosted, subject, kept))


def replace(hosted: asking.Hosted, subject: subjects.Subject, names: list[str]) -> subjects.Subject:
    """Give a subject these labels, and tell of each that came or went."""
    before = subject.labels
    changed = subjects.set_labels(hosted, subject, names)
    for action, ones, others in (
        ("labeled", changed.labels, before),
        ("unlabeled", before, changed.labels),
    ):
        for name in ones:
            if name not in others:
                _tell(hosted, changed, name, action)
    return changed


def name_of(value: object) -> str:
    """A label's name, however it was sent."""
    name = value.get("name") if isinstance(value, dict) else value
    if not isinstance(name, str) or not name:
        raise problems.invalid("Label", "name")
    return name


def _tell(hosted: asking.Hosted, subject: subjects.Subject, name: str, action: str) -> None:
    label = subjects.label(hosted, name)
    if subject.is_pull:
        shown = pulls.whole(hosted, subject.row)
        parts = {"number": subject.number, "pull_request": shown, "label": label}
        outbox.emit(hosted, "pull_request", parts, action)
    else:
        parts = {"issue": subjects.issue(hosted, subject), "label": label}
        outbox.emit(hosted, "issues", parts, action)


async def _names(request: web.Request) -> list[str]:
    content: Any = await asking.json_of(request)
    listed = content.get("labels") if isinstance(content, dict) else content
    if not isinstance(listed, list):
        raise problems.unprocessable("Invalid request.\n\nFor 'anyOf/1', an array is needed.")
    return [name_of(each) for each in listed]


def _answer(hosted: asking.Hosted, subject: subjects.Subject) -> web.Response:
    return web.json_response([subjects.label(hosted, name) for name in subject.labels])


def _known(hosted: asking.Hosted) -> list[str]:
    """The labels that are described or in use."""
    rows = hosted.storage.db.execute(
        "SELECT name FROM labels WHERE repository = ? ORDER BY name", (hosted.id,)
    )
    used = [name for subject in subjects.every(hosted) for name in subject.labels]
    return list(dict.fromkeys([*(row["name"] for row in rows), *sorted(used)]))
