"""The repository's file, `.releasebot.toml`: how to build, check and describe a project."""

from typing import Annotated, Literal

from pydantic import Field

from bot.domain import facts, plan
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
    docs_url: values.Address = ""
    feedback_url: values.Address = ""
    security_contact: values.Text = ""


class CheckCommand(reading.Table):
    """A command of `[checks]`, run in the sandbox."""

    run: values.Text
    extras: tuple[Word, ...] = ()
    report: values.Text = ""
    output: values.RepositoryPath = ""


class CoverageReport(reading.Table):
    """Where a check leaves its coverage report."""

    report: values.RepositoryPath


class Checks(reading.Table):
    """`[checks]`: the commands that must succeed, and the interpreters that are supported."""

    test: CheckCommand | None = None
    lint: CheckCommand | None = None
    security: CheckCommand | None = None
    docs: CheckCommand | None = None
    coverage: CoverageReport | None = None
    python: tuple[Python, ...] = ()


class Anchor(reading.Table):
    """A line that states the version in a file that is not Python's."""

    path: values.RepositoryPath
    line: AnchoredText


class VersionRules(reading.Table):
    """`[version]`: where the version stands, how the tag is named, which file is the changelog."""

    files: tuple[values.RepositoryPath, ...] = ()
    anchored: tuple[Anchor, ...] = ()
    everywhere: tuple[values.RepositoryPath, ...] = ()
    tag: TagPattern = ""
    changelog: values.RepositoryPath = ""


class Variant(reading.Table):
    """Another build of the same image file."""

    args: values.Frozen[Word, values.Text] = Field(default_factory=dict)


class Image(reading.Table):
    """`[[images]]`: a container image that the repository can build."""

    image: values.Text
    file: values.RepositoryPath = "Dockerfile"
    variants: values.Frozen[Word, Variant] = Field(default_factory=dict)
    smoke: tuple[values.Text, ...] = ()


class Templates(reading.Table):
    """`[templates]`: texts that replace ours."""

    announcement: values.RepositoryPath = ""


class RepositoryFile(reading.Table):
    """The whole file; every key may be left out."""

    config_version: Literal[1] = 1
    project: Description = Description()
    checks: Checks = Checks()
    version: VersionRules = VersionRules()
    images: tuple[Image, ...] = ()
    templates: Templates = Templates()


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
