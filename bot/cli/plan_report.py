"""A plan for people: what becomes what, which files change, what would go where, what to check."""

from collections.abc import Iterator

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from bot.domain.plans.plan import Plan

_NAMES = {"pypi": "PyPI", "testpypi": "TestPyPI", "github": "GitHub"}
_HOW = {
    "pyproject": "its version",
    "attribute": "__version__",
    "anchored": "one line",
    "plain": "the whole file",
    "everywhere": "every occurrence",
    "uv_lock": "the project's own entry",
}


def show(console: Console, plan: Plan) -> None:
    """Print the plan; every line is plain text, and none is broken when it is piped on."""
    for label, value in _facts(plan):
        _line(console, label, value)
    _list(console, "Files that change", _files(plan))
    console.print()
    source = "as written in the changelog" if plan.notes_source == "changelog" else "from commits"
    console.print(Text(f"Notes ({source})", style="bold"))
    if console.is_terminal:
        console.print(Padding(Markdown(plan.notes, hyperlinks=False), (0, 2)))
    else:
        console.print(Text(plan.notes), soft_wrap=True)
    _list(console, "Where it would go", _destinations(plan))
    _list(console, "Look at this", [f"Warning: {warning}" for warning in plan.warnings])
    _list(console, "Other files that state the version (.releasebot.toml)", plan.suggestions)
    console.print()
    console.print(Text("Nothing was changed."))


def _facts(plan: Plan) -> Iterator[tuple[str, str]]:
    spelled = "" if plan.semver == plan.version else f" (semver: {plan.semver})"
    yield "Release", f"{plan.title} {plan.previous or 'first release'} → {plan.version}{spelled}"
    yield "Tag", plan.tag
    yield "From", f"{plan.branch} at {plan.commit}"
    yield "Changes", f"{len(plan.changes)} since {plan.previous_tag or 'the beginning'}"
    if plan.development:
        yield "Afterwards", f"{plan.branch} states {plan.development}"
    if plan.pythons:
        yield "Python", ", ".join(plan.pythons)
    yield "Checks", ", ".join(check.name for check in plan.checks) or "none configured"
    if plan.checks and plan.unconfigured_checks:
        yield "Not configured", ", ".join(plan.unconfigured_checks)


def _files(plan: Plan) -> list[str]:
    files = [f"{file.path}: {_HOW[file.how]}" for file in plan.version_files]
    if plan.changelog:
        files.append(f"{plan.changelog}: a section for {plan.version} of {plan.date}")
    return files or ["none"]


def _destinations(plan: Plan) -> list[str]:
    lines = []
    for target in plan.targets:
        what = f"{plan.package} {plan.version}" if target.kind == "package_index" else plan.tag
        where = f" ({target.url})" if target.url else ""
        lines.append(f"{_NAMES.get(target.name, target.name)}: {what}{where}")
    return lines


def _line(console: Console, label: str, value: str) -> None:
    text = Text.assemble((f"{label:<16}", "bold"), value)
    console.print(text, soft_wrap=True)


def _list(console: Console, title: str, lines: Iterator[str] | list[str] | tuple[str, ...]) -> None:
    shown = list(lines)
    if not shown:
        return
    console.print()
    console.print(Text(title, style="bold"))
    for line in shown:
        console.print(Text(f"  {line}"), soft_wrap=True)
