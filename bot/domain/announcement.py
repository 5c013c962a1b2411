"""Announcement: what people are told when the release is installable, by the guide's template.

The repository may bring its own Jinja2 template. It is foreign code, so it may only place and
shape the values it is given: no loops, calls, attributes or arithmetic, and few filters.
"""

from functools import cache
from importlib import resources
from urllib.parse import quote

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot import errors
from bot.domain import channels
from bot.domain.notes import note_sections, notes
from bot.domain.plans.plan import Plan

LONGEST_TEMPLATE = 20_000  # characters
LONGEST = notes.LIMIT

_FILTERS = ("default", "lower", "title", "trim", "upper")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Filter,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_LABELS = {
    "Breaking changes": "Breaking",
    "Added": "New Feature",
    "Changed": "Improvement",
    "Deprecated": "Deprecation",
    "Removed": "Removal",
    "Fixed": "Bug Fix",
    "Security": "Security",
    "Documentation": "Documentation",
}


def render_announcement(plan: Plan, template: str = "") -> str:
    """The announcement as Markdown; `template` "" takes ours. Raises `BadConfiguration`."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True)
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.globals = {}
    try:
        parsed = environment.parse(_checked(template or _our_template()))
        _refuse_programs(parsed)
        text = environment.from_string(parsed).render(_values(plan))
    except (TemplateError, TypeError, ValueError, RecursionError) as error:
        raise errors.BadConfiguration(
            f"The announcement template cannot be rendered: {error}.",
            "Correct the file that [templates] announcement names in .releasebot.toml.",
            reason="bad_template",
        ) from error
    return notes.fit(text.strip(), LONGEST, more(plan))


def for_channel(plan: Plan, channel: str) -> str:
    """The plan's announcement as a channel gets it: where too long, cut with a link to the rest."""
    return notes.fit(plan.announcement, channels.read(channel).room, more(plan))


def with_notes(text: str, before: str, after: str) -> str:
    """A rendered announcement with other notes in place of those that it holds."""
    for shaped in (_whats_new, str):
        if (held := shaped(before)) and held in text:
            return text.replace(held, shaped(after))
    return text


def more(plan: Plan) -> str:
    """Where the rest is told, for a text that was cut."""
    host = next((target.url for target in plan.targets if target.kind == "code_host"), "")
    page = f"{host.rstrip('/')}/releases/tag/{quote(plan.tag)}"  # an "@" in it is dead in a chat
    where = page if host else plan.changelog or plan.tag
    return f"… the rest is told here: {where}"


@cache
def _our_template() -> str:
    return resources.files("bot.templates").joinpath("announcement.md.j2").read_text("utf-8")


def _checked(template: str) -> str:
    if len(template) > LONGEST_TEMPLATE:
        raise TemplateError(f"it is longer than {LONGEST_TEMPLATE} characters")
    return template


def _refuse_programs(parsed: nodes.Template) -> None:
    for node in parsed.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise TemplateError(f"it uses {type(node).__name__}, but may only place values")


def _values(plan: Plan) -> dict[str, str]:
    """What a template may use: everything is text, and no foreign text of it is live."""
    return {
        "title": plan.title,
        "package": plan.package,
        "version": plan.version,
        "semver": plan.semver,
        "tag": plan.tag,
        "previous": plan.previous or "",
        "date": plan.date,
        "notes": plan.notes,
        "whats_new": _whats_new(plan.notes),
        "docs_url": plan.docs_url,
        "feedback_url": plan.feedback_url,
    }


def _whats_new(text: str) -> str:
    """The notes as one list whose lines say their kind, as the guide has it."""
    pieces = []
    for heading, body in note_sections.split(text):
        label = _LABELS.get(note_sections.title(heading))
        if label is None:
            pieces.append(f"{heading}\n\n{body}".strip())
        else:
            pieces.append("\n".join(_labelled(line, label) for line in body.split("\n")))
    return "\n\n".join(piece for piece in pieces if piece)


def _labelled(line: str, label: str) -> str:
    return f"- **{label}**: {line[2:].lstrip()}" if line.startswith(("- ", "* ")) else line
