"""The repository's file, `.releasebot.toml`: how to build, check and describe a project."""

from typing import Annotated, Literal

from pydantic import Field

from bot.domain.plans import facts, plan
from bot.settings import reading, values

Word = Annotated[str, values.matching(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", "word")]
Python = Annotated[str, values.matching(r"3\.[0-9]{1,2}", "3.12")]
TagPattern = Annotated[
    str, values.matching(r"([A-Za-z0-9][A-Za-z0-9._/-]{0,60})?\{version\}", "v{version}")
]
AnchoredText = Annotated[
    str, values.matching(r"[^{}\n]{0,250}\{version\}[^{}\n]{0,250}", 'appVersion: "{version}"')
]


class Description(reading.Table):
    """`[project]`: what posts and notes say about the project."""

    display_name: values.Text = ""
    """What people call the project; the name of its package if not said."""
    docs_url: values.Address = ""
    """Where the documentation is, for the announcement."""
    feedback_url: values.Address = ""
    """Where users answer to a release."""
    security_contact: values.Text = ""
    """Whom to tell about a weakness."""


class CheckCommand(reading.Table):
    """A command of `[checks]`, run in the sandbox."""

    run: values.Text
    """The command, as one types it at the top of the repository."""
    extras: tuple[Word, ...] = ()
    """Extras and dependency groups that it needs; nothing else is installed."""
    report: values.Text = ""
    """The form of its report, where an exit code alone is no evidence."""
    output: values.RepositoryPath = ""
    """The folder that it makes."""


class CoverageReport(reading.Table):
    """Where a check leaves its coverage report."""

    report: values.RepositoryPath
    """The report that the tests leave behind."""


class Checks(reading.Table):
    """`[checks]`: the commands that must succeed, and the interpreters that are supported."""

    test: CheckCommand | None = None
    """Runs every test."""
    lint: CheckCommand | None = None
    """Checks style and types."""
    security: CheckCommand | None = None
    """Looks for known weaknesses."""
    docs: CheckCommand | None = None
    """Builds the documentation."""
    coverage: CoverageReport | None = None
    """How much of the code the tests reach."""
    python: tuple[Python, ...] = ()
    """The interpreters that the project supports; each tries the wheel."""


class Anchor(reading.Table):
    """A line that states the version in a file that is not Python's."""

    path: values.RepositoryPath
    """The file."""
    line: AnchoredText
    """The line, which must be there exactly once."""


class VersionRules(reading.Table):
    """`[version]`: where the version stands, how the tag is named, which file is the changelog."""

    files: tuple[values.RepositoryPath, ...] = ()
    """Files that state the version in the usual ways."""
    anchored: tuple[Anchor, ...] = ()
    """Single lines that state it in other files."""
    everywhere: tuple[values.RepositoryPath, ...] = ()
    """Files in which every whole word that is the version is one."""
    tag: TagPattern = ""
    """How the tag of a version is named."""
    changelog: values.RepositoryPath = ""
    """The changelog, in Markdown."""
    development: bool = False
    """Whether the branch states the next development version after a release, as `1.2.1.dev0`."""


class Variant(reading.Table):
    """Another build of the same image file."""

    args: values.Frozen[Word, values.Text] = Field(default_factory=dict)
    """Build arguments."""


class Image(reading.Table):
    """`[[images]]`: a container image that the repository can build."""

    image: values.ImageName
    """Its name without a tag; the version is the tag."""
    file: values.RepositoryPath = "Dockerfile"
    """What it is built from."""
    variants: values.Frozen[Word, Variant] = Field(default_factory=dict)
    """Further builds of the same file; the name is added to the tag."""
    smoke: tuple[values.Text, ...] = ()
    """A command that must succeed inside the image."""


class Templates(reading.Table):
    """`[templates]`: texts that replace ours."""

    announcement: values.RepositoryPath = ""
    """A Jinja2 template of the announcement."""


class RepositoryFile(reading.Table):
    """The whole file; every key may be left out."""

    config_version: Literal[1] = 1
    """The version of this file's form."""
    project: Description = Description()
    """What posts and notes say about the project."""
    checks: Checks = Checks()
    """Commands that must succeed; they run in the sandbox, without a network."""
    version: VersionRules = VersionRules()
    """Where the version stands; what is not said is detected."""
    images: tuple[Image, ...] = ()
    """Container images that the repository can build."""
    templates: Templates = Templates()
    """Texts that replace ours."""


def parse_repository_rules(text: str, path: str) -> facts.RepositoryRules:
    """The rules in the text; `path` is for error messages. Raises `BadConfiguration`.

    `announcement_template` of the result is still the template's path: whoever has the commit
    reads the text there and replaces it.
    """
    file = reading.read(text, path, RepositoryFile)
    return facts.RepositoryRules(
        display_name=file.project.display_name,
        docs_url=file.project.docs_url,
        feedback_url=file.project.feedback_url,
        security_contact=file.project.security_contact,
        version_files=file.version.files,
        anchored=tuple((anchor.path, anchor.line) for anchor in file.version.anchored),
        everywhere=file.version.everywhere,
        tag=file.version.tag,
        changelog=file.version.changelog,
        development=file.version.development,
        checks=_commands(file.checks),
        pythons=file.checks.python,
        announcement_template=file.templates.announcement,
    )


def _commands(checks: Checks) -> tuple[plan.Check, ...]:
    named = {
        "test": checks.test,
        "lint": checks.lint,
        "security": checks.security,
        "docs": checks.docs,
    }
    return tuple(
        plan.Check(name=name, run=command.run, extras=command.extras, report=command.report)
        for name, command in named.items()
        if command
    )
