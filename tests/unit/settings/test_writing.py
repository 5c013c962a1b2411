"""Writing: whatever was found, both files can be read, with and without their comments."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.detection.checks import FoundCheck
from bot.domain.detection.findings import Findings
from bot.domain.detection.hosted import Hosted
from bot.domain.versions.suggestions import Statement
from bot.settings import Settings, parse_repository_rules, reading, schema, writing
from bot.settings.repository import RepositoryFile

NOTHING = Findings(
    name="project",
    hosted=Hosted(""),
    package="",
    display_name="",
    docs_url="",
    feedback_url="",
    security_contact="",
    checks=(),
    pythons=(),
    version="",
    version_files=(),
    statements=(),
    tag="",
    changelog="",
    dockerfiles=(),
)
MUCH = Findings(
    name="sample.package",
    hosted=Hosted("Owner/Sample", "https://github.example.org/api/v3"),
    package="sample-package",
    display_name="Sample Package",
    docs_url="https://docs.example.org/",
    feedback_url="https://example.org/issues",
    security_contact="security@example.org",
    checks=(
        FoundCheck(name="test", run="make test", extras=("dev",), source="the Makefile"),
        FoundCheck(name="lint", run="ruff check .", source="ruff", why_not="nothing has ruff"),
    ),
    pythons=("3.12", "3.13"),
    version="1.1.0",
    version_files=("pyproject.toml",),
    statements=(
        Statement("docs/conf.py", 'release = "{version}"'),
        Statement("docs/it's.md", ""),
    ),
    tag="v{version}",
    changelog="CHANGELOG.md",
    dockerfiles=("Dockerfile", "gpu/Dockerfile"),
)


def uncommented(text: str) -> str:
    """The text with every example in it used."""
    return re.sub(r"(?m)^#(?=\S)", "", text)


def read_operator(text: str) -> Settings:
    """The operator's file as read."""
    return reading.read(text, "releasebot.toml", Settings)


@pytest.mark.parametrize("found", [NOTHING, MUCH], ids=["nothing", "much"])
def test_both_files_load_with_and_without_their_comments(found: Findings) -> None:
    """A person may take away any sign; editors accept the files as well."""
    operator, repository = writing.operator_file(found, "alice"), writing.repository_file(found)

    read_operator(operator)
    parse_repository_rules(repository, ".releasebot.toml")
    assert read_operator(uncommented(operator)).roles.approver == ("alice", "bob")
    assert parse_repository_rules(uncommented(repository), ".releasebot.toml").display_name
    for name, text in (("operator", operator), ("repository", repository)):
        jsonschema.validate(tomllib.loads(uncommented(text)), schema.json_schema(name))


def test_what_was_found_is_set() -> None:
    """A found value is no comment; a check that cannot run, and a guess, is one."""
    read = reading.read(writing.repository_file(MUCH), "x", RepositoryFile)
    settings = read_operator(writing.operator_file(MUCH, "root"))

    assert read.project.display_name == "Sample Package"
    assert read.checks.test
    assert (read.checks.test.run, read.checks.test.extras) == ("make test", ("dev",))
    assert read.checks.lint is None
    assert (read.version.files, read.version.anchored) == (("pyproject.toml",), ())
    assert read.version.tag == "v{version}"
    assert settings.github.api_url == "https://github.example.org/api/v3"
    assert settings.projects["sample.package"].package == "sample-package"
    assert settings.projects["sample.package"].enabled is False


def test_guesses_and_reasons_stand_in_comments() -> None:
    """What is not set says what it would be, and why it is not."""
    text = writing.repository_file(MUCH)

    assert '#lint = { run = "ruff check ." }  # nothing has ruff' in text
    assert """#anchored = [{ path = "docs/conf.py", line = 'release = "{version}"' }]""" in text
    assert '#everywhere = ["docs/it\'s.md"]  # the same version stands there' in text
    assert text.count("#[[images]]") == 2


def test_no_secret_and_no_role_is_given() -> None:
    """People, roles and targets are left to people: nobody can release with it as it stands."""
    settings = read_operator(writing.operator_file(MUCH, "root"))

    assert (dict(settings.people), settings.roles.releaser, settings.roles.approver) == ({}, (), ())
    assert settings.projects["sample.package"].targets.pypi is None
    assert settings.github.token
    assert settings.github.token.file == Path(".releasebot/secrets/github")


TEXTS = st.text(max_size=30)


@given(st.lists(TEXTS, min_size=7, max_size=7), st.lists(TEXTS, max_size=3).map(tuple))
def test_odd_findings_are_never_set(texts: list[str], lists: tuple[str, ...]) -> None:
    """What a repository says is foreign text; what the reader would refuse stays a comment."""
    checks = tuple(FoundCheck(name="test", run=text, source="", why_not=text) for text in lists)
    found = replace(
        NOTHING,
        display_name=texts[0],
        docs_url=texts[1],
        feedback_url=texts[2],
        security_contact=texts[3],
        tag=texts[4],
        changelog=texts[5],
        checks=checks[:1],
        pythons=lists,
        version_files=lists,
        statements=tuple(Statement(text, text) for text in lists),
        dockerfiles=lists,
    )
    login = texts[6]

    parse_repository_rules(writing.repository_file(found), ".releasebot.toml")
    read_operator(writing.operator_file(found, login))
