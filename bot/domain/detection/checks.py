"""Checks: which commands a project tests and checks itself with, fit for a sandbox.

There, only wheels of the project's own extras and groups are installed, and there is no network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.detection import make_targets, tools
from bot.domain.detection.make_targets import MakeTarget
from bot.domain.detection.survey import ASIDE, Survey
from bot.domain.detection.tools import Tool, Toolbox

TOOLS: dict[str, tuple[Tool, ...]] = {
    "test": (
        Tool(
            package="pytest",
            run="python -m pytest",
            table="pytest",
            sections=("tool:pytest",),
            files=("pytest.ini", "conftest.py", "tests/conftest.py"),
        ),
    ),
    "lint": (
        Tool(package="ruff", run="ruff check .", table="ruff", files=("ruff.toml", ".ruff.toml")),
        Tool(package="flake8", run="flake8", sections=("flake8",), files=(".flake8",)),
        Tool(
            package="mypy",
            run="mypy {code}",
            configured="mypy",
            keys=("files", "packages", "modules"),
            table="mypy",
            files=("mypy.ini", ".mypy.ini"),
        ),
    ),
    "security": (
        Tool(
            package="bandit",
            run="bandit -q -r {code}",
            configured="bandit -q -r {code} -c pyproject.toml",
            table="bandit",
            files=(".bandit",),
        ),
        Tool(package="pip-audit", run="pip-audit", network=True),
        Tool(package="safety", run="safety check", network=True),
    ),
    "docs": (
        Tool(package="mkdocs", run="mkdocs build --strict", files=("mkdocs.yml",), output="site"),
        Tool(
            package="sphinx",
            command="sphinx-build",
            run="sphinx-build -b html docs docs/_build/html",
            files=("docs/conf.py",),
            output="docs/_build/html",
        ),
    ),
}
MAKE_NAMES = {
    "test": ("test-all", "test", "tests", "check"),
    "lint": ("lint", "style", "check-lint"),
    "security": ("security-scan", "security", "audit"),
    "docs": ("docs-build", "docs", "html"),
}
INIT = "__init__.py"
_SETS_UP = re.compile(
    r"\bpip3? install|\bpip3? sync|\bvenv\b|\bvirtualenv\b|\btox\b|\bnox\b|\buv (?:run|sync|pip)|"
    r"\b(?:poetry|pdm|hatch|pipenv|conda|docker|npm|npx|yarn|curl|wget)\b|\$\("
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCheck:
    """A command for one of the checks; one with `why_not` cannot run as things are."""

    name: str
    run: str
    extras: tuple[str, ...] = ()
    output: str = ""
    source: str  # where it was found
    why_not: str = ""


def find_checks(seen: Survey) -> tuple[FoundCheck, ...]:
    """At most one command for each check: the Makefile's if it can run, else that of its tools."""
    box = tools.open_toolbox(seen)
    targets = make_targets.read_targets(seen.files.get("Makefile", ""))
    found = []
    for name in TOOLS:
        possible = [*_by_make(name, targets, box), *_by_tools(name, box)]
        if name == "test" and not possible:
            possible = [*_by_unittest(seen)]
        possible.sort(key=lambda check: bool(check.why_not))
        found += possible[:1]
    return tuple(found)


def _by_make(name: str, targets: dict[str, MakeTarget], box: Toolbox) -> Iterator[FoundCheck]:
    known = [target for target in MAKE_NAMES[name] if target in targets]
    if not known:
        return
    run = make_targets.everything_run(targets, known[0])
    used = [tool for kind in TOOLS.values() for tool in kind if tools.is_named(tool.word, run)]
    outputs = [tool.output for tool in used if tool.output and tool in TOOLS[name]]
    why_not = _why_not(used, box)
    if _SETS_UP.search(run):
        why_not = "it makes an environment of its own, and the sandbox has no network"
    yield FoundCheck(
        name=name,
        run=f"make {known[0]}",
        extras=box.extras_for(box.named_in(run)),
        output=outputs[0] if outputs else "",
        source=f"the target {known[0]} of the Makefile",
        why_not=why_not,
    )


def _by_tools(name: str, box: Toolbox) -> Iterator[FoundCheck]:
    used = [tool for tool in TOOLS[name] if box.uses(tool)]
    fit = [tool for tool in used if box.has(tool) and not tool.network]
    if name != "lint":
        fit, used = fit[:1], used[:1]  # linters go together, one of the others is enough
    chosen = fit or used
    if chosen:
        yield FoundCheck(
            name=name,
            run=" && ".join(box.command(tool).format(code=_code(box)) for tool in chosen),
            extras=box.extras_for({tool.package for tool in chosen}),
            output=chosen[0].output,
            source="what it says about " + " and ".join(tool.package for tool in chosen),
            why_not="" if fit else _why_not(chosen, box),
        )


def _by_unittest(seen: Survey) -> Iterator[FoundCheck]:
    """Tests that name no runner are those of the standard library."""
    if any(re.fullmatch(r"tests/(?:.*/)?test_[^/]*\.py", path) for path in seen.paths):
        yield FoundCheck(
            name="test", run="python -m unittest discover -s tests", source="the files in tests/"
        )


def _why_not(used: list[Tool], box: Toolbox) -> str:
    for tool in used:
        if tool.network:
            return f"{tool.package} asks the network, which the sandbox has none of"
        if not box.has(tool):
            return f"no extra and no dependency group of pyproject.toml has {tool.package}"
    return ""


def _code(box: Toolbox) -> str:
    """The folders of the code itself, as arguments."""
    folders = [top for top, _, rest in (p.partition("/") for p in box.seen.paths) if rest == INIT]
    packages = [name for name in folders if name.isidentifier() and name not in ASIDE]
    has_src = any(path.startswith("src/") for path in box.seen.paths)
    return "src" if has_src else " ".join(sorted(packages)) or "."
