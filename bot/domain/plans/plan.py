"""The plan of a release: frozen data; what, where, in which stages, and who must approve."""

from dataclasses import dataclass, field
from typing import Literal

from bot.domain.approvals.policy import Terms
from bot.domain.notes.changes import Change

Land = Literal["fast-forward", "pull-request"]  # how the branch gets the release commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A destination of the release."""

    name: str  # "pypi", "testpypi", "github"
    kind: Literal["package_index", "code_host"]
    url: str  # what people see
    upload: str = ""  # where files are sent, "" where nothing is uploaded by address


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFile:
    """A file that states the version, and how the statement is found in it.

    `how`: "pyproject" ([project] or [tool.poetry] version), "attribute" (`__version__ = "…"`),
    "anchored" (`line` holds `{version}` and must match exactly once), "plain" (the whole file is
    the version), "everywhere" (every whole-word occurrence), "uv_lock" (the project's own entry).
    """

    path: str
    how: Literal["pyproject", "attribute", "anchored", "plain", "everywhere", "uv_lock"]
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A command of the repository (`test`, `lint`, …) that must succeed in the sandbox."""

    name: str
    run: str
    extras: tuple[str, ...] = ()
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredCheck:
    """A check at the code host that must be green, made by exactly this App."""

    check: str
    app: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStage:
    """A stage by name, and the stages of the same segment that it waits for."""

    name: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Stages that run without asking anybody, then the question that ends them, if any."""

    name: str
    stages: tuple[PlannedStage, ...]
    question: str | None = None  # kind of question, e.g. "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What somebody published or tagged by hand at the code host, and a release of ours completes.

    Where there is only the tag, all of it is empty, and the release at the code host is ours.
    """

    number: int = 0  # of the release there
    url: str = ""
    by: str = ""  # login of whoever published it, "" for a deleted account

    @property
    def is_published(self) -> bool:
        """Whether it has a public release already, which is none of ours."""
        return self.number != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A release before it happens. Times are RFC 3339 in UTC and frozen here."""

    schema: int = 1
    release: str  # id; "" in a preview
    project: str  # name in the operator's file
    title: str  # for people: "StateSet Agents"
    repository: str  # "owner/name"
    package: str  # distribution name on the index
    bump: str  # what was asked: "minor", "rc", "1.2.3"
    version: str  # PEP 440 canonical
    semver: str  # the same in semver spelling, for people
    level: str = ""  # "major", "minor" or "patch": what it raises since the last final version
    tag: str
    previous: str | None
    previous_tag: str | None
    branch: str
    commit: str  # the commit that the plan was made from
    requester: str
    created: str
    date: str  # YYYY-MM-DD of the changelog section
    version_files: tuple[VersionFile, ...]
    changelog: str | None  # path of the changelog, None if the repository has none
    notes: str  # Markdown body of the changelog section and of the release
    hosted_notes: str = ""  # Markdown that follows the notes at the code host alone
    notes_source: Literal["changelog", "commits", "edited", "release"]
    changes: tuple[Change, ...]
    contributors: tuple[str, ...]
    checks: tuple[Check, ...]
    required: tuple[RequiredCheck, ...] = ()  # of the code host, green on `commit`
    unconfigured_checks: tuple[str, ...]  # shown as "not configured", never as green
    pythons: tuple[str, ...]  # supported interpreters, "3.11" …
    targets: tuple[Target, ...]
    segments: tuple[Segment, ...]
    terms: dict[str, Terms] = field(default_factory=dict)  # by kind of question
    land: Land = "fast-forward"
    land_demanded: bool = False  # by the branch's rules, whatever is configured
    adopted: Adopted | None = None  # None: the whole release is ours
    announce: tuple[str, ...] = ()  # channels
    announcement: str = ""  # Markdown, as every channel will get it
    prerelease: bool = False
    latest: bool = True  # whether the release becomes the code host's latest
    development: str = ""  # the version that the branch states afterwards, "" for none
    docs_url: str = ""
    feedback_url: str = ""
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()  # configuration lines that would cover more files
