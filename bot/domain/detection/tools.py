"""Tools: which checkers a project uses, and under which of its extras each is installed."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from bot.domain.detection.survey import TASK_FILES, Survey, metadata_of
from bot.domain.versions.project_metadata import ProjectMetadata, table

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_USUAL = ("test", "tests", "testing", "lint", "docs", "doc", "dev", "develop", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A checker: its package, what one types, and what tells that a project uses it."""

    package: str
    run: str
    configured: str = ""  # what one types where pyproject.toml configures it
    keys: tuple[str, ...] = ()  # configures it with one of these, if not with anything
    command: str = ""  # what it is called in commands, if not as its package
    table: str = ""  # [tool.NAME] of pyproject.toml
    sections: tuple[str, ...] = ()  # of setup.cfg
    files: tuple[str, ...] = ()
    output: str = ""
    network: bool = False  # whether it asks the network, which a sandbox lacks

    @property
    def word(self) -> str:
        """What it is called in commands."""
        return self.command or self.package


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What a project says about its tools."""

    seen: Survey
    metadata: ProjectMetadata
    extras: Mapping[str, frozenset[str]]  # names of packages; "" holds what is always installed

    def uses(self, tool: Tool) -> bool:
        """Whether anything tells that the project uses the tool."""
        texts = (self.seen.files.get(path, "") for path in TASK_FILES)
        return (
            self.has(tool)
            or bool(tool.table and tool.table in table(self.metadata.pyproject, "tool"))
            or any(section in self.metadata.setup_cfg for section in tool.sections)
            or any(path in self.seen.paths for path in tool.files)
            or any(is_named(tool.word, text) for text in texts)
        )

    def command(self, tool: Tool) -> str:
        """What one types here."""
        found = table(self.metadata.pyproject, "tool", tool.table) if tool.table else {}
        is_configured = any(key in found for key in tool.keys or found)
        return tool.configured if tool.configured and is_configured else tool.run

    def has(self, tool: Tool) -> bool:
        """Whether the project or one of its extras installs the tool."""
        return any(tool.package in packages for packages in self.extras.values())

    def named_in(self, text: str) -> frozenset[str]:
        """The packages of its extras that a text of commands names."""
        known = frozenset[str]().union(*self.extras.values())
        return frozenset(package for package in known if is_named(package, text))

    def extras_for(self, packages: Collection[str]) -> tuple[str, ...]:
        """Few of its extras that install all of these packages together."""
        wanted = set(packages) - self.extras.get("", frozenset())
        chosen: list[str] = []
        while wanted:
            best = max(self.extras, key=lambda name: (len(wanted & self.extras[name]), _rank(name)))
            if not wanted & self.extras[best]:
                break
            chosen.append(best)
            wanted -= self.extras[best]
        return tuple(chosen)


def open_toolbox(seen: Survey) -> Toolbox:
    """The toolbox of what was surveyed."""
    metadata = metadata_of(seen.files)
    project = table(metadata.pyproject, "project")
    named = {"": project.get("dependencies"), **table(metadata.pyproject, "dependency-groups")}
    named |= table(project, "optional-dependencies")
    legacy = metadata.setup_cfg
    named |= {
        name: lines.splitlines() for name, lines in legacy.get("options.extras_require", {}).items()
    }
    if "install_requires" in legacy.get("options", {}):
        named[""] = legacy["options"]["install_requires"].splitlines()
    extras = {
        name: frozenset(_packages(lines))
        for name, lines in named.items()
        if not name or _WORD.fullmatch(name)
    }
    return Toolbox(seen=seen, metadata=metadata, extras=extras)


def is_named(word: str, text: str) -> bool:
    """Whether a text of commands has the word in it."""
    return bool(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text))


def _packages(lines: object) -> Iterable[str]:
    for line in lines if isinstance(lines, list) else ():
        try:
            yield canonicalize_name(Requirement(line).name)
        except (InvalidRequirement, TypeError):
            continue  # a group within a group, or a mistake that its build will name


def _rank(name: str) -> int:
    return -_USUAL.index(name) if name in _USUAL else -len(_USUAL)
