"""The repository's file: what it says reaches the rules, and what is wrong is said plainly."""

import re

import pytest

from bot import errors
from bot.domain.plans import facts, plan
from bot.settings import parse_repository_rules

WHOLE = """
config_version = 1
[project]
display_name = "StateSet Agents"
docs_url = "https://docs.example.org"
feedback_url = "https://chat.example.org/feedback"
security_contact = "security@example.org"

[checks]
test = { run = "make test-all", extras = ["dev", "api"] }
security = { run = "pip-audit -f json", report = "json" }
docs = { run = "make docs-build", output = "docs/_build/html" }
coverage = { report = "coverage.xml" }
python = ["3.10", "3.13"]

[version]
files = ["pyproject.toml", "stateset_agents/__init__.py"]
anchored = [{ path = "deployment/helm/Chart.yaml", line = 'appVersion: "{version}"' }]
everywhere = ["docs/ARCHITECTURE.md"]
tag = "release-{version}"
changelog = "CHANGELOG.md"

[[images]]
image = "stateset/agents"
file = "deployment/docker/Dockerfile"
variants = { gpu = { args = { BASE = "cuda" } } }
smoke = ["python", "-c", "import stateset_agents"]

[templates]
announcement = "docs/templates/announcement.md.j2"
"""


def test_every_documented_key_is_read() -> None:
    """The file of the documentation becomes the rules that it describes."""
    expected = facts.RepositoryRules(
        display_name="StateSet Agents",
        docs_url="https://docs.example.org",
        feedback_url="https://chat.example.org/feedback",
        security_contact="security@example.org",
        version_files=("pyproject.toml", "stateset_agents/__init__.py"),
        anchored=(("deployment/helm/Chart.yaml", 'appVersion: "{version}"'),),
        everywhere=("docs/ARCHITECTURE.md",),
        tag="release-{version}",
        changelog="CHANGELOG.md",
        checks=(
            plan.Check(name="test", run="make test-all", extras=("dev", "api")),
            plan.Check(name="security", run="pip-audit -f json", report="json"),
            plan.Check(name="docs", run="make docs-build"),
        ),
        pythons=("3.10", "3.13"),
        announcement_template="docs/templates/announcement.md.j2",
    )

    assert expected == parse_repository_rules(WHOLE, ".releasebot.toml")


def test_an_empty_file_says_nothing() -> None:
    """Every key may be left out."""
    assert facts.RepositoryRules() == parse_repository_rules("", ".releasebot.toml")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("[project]\ndisplayname = 'x'", 2, "project.displayname is not a known key"),
        ("[policy]\nvotes = 0", 1, "policy is not a known key"),
        ("[targets]", 1, "targets is not a known key"),
        ("[checks]\n\ntest = { run = 1 }", 3, "checks.test.run is wrong"),
        ("[checks]\npython = ['2.7']", 2, "checks.python.0 does not have the expected form"),
        ("[version]\ntag = 'v1'", 2, "version.tag does not have"),
        ("[version]\ntag = '--x{version}'", 2, "version.tag does not have"),
        ("[version]\nfiles = ['../x']", 2, "version.files.0 is no path inside"),
        ("[version]\nfiles = ['/etc/passwd']", 2, "version.files.0 is no path inside"),
        ("[version]\nfiles = ['-x']", 2, "version.files.0 is no path inside"),
        ("[version]\nanchored = [{path='a', line='x'}]", 2, "version.anchored.0.line does not"),
        ("[project]\ndocs_url = 'javascript:alert(1)'", 2, "project.docs_url is no address"),
        ("[[images]]\nimage='a'\n[[images]]\nfile='x'", 3, "images.1.image is missing"),
        ("config_version = 2", 1, "config_version = 2 was written for a newer"),
        ("config_version = 0", 1, "config_version = 0 is no version that ever was"),
        ("config_version = '1'", 1, "config_version is no whole number"),
        ("a = 1\na = 2", 2, "a is there a second time"),
        ("{\n}", 1, "This looks like JSON"),
        ("checks = 1", 1, "checks is wrong"),
        ('"a\\u001b[31m" = 1', None, "a\\x1b[31m is not a known key"),
        ("x = [", 1, "This is not TOML"),
        ("\ufeffconfig_version = 1", 1, "byte order mark"),
        ("x = " + "[" * 100_000, None, "nested too deeply"),
        ("#" * 300_000, None, "too large"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int | None, sentence: str) -> None:
    """One sentence names file, line and key; another says what to write."""
    with pytest.raises(errors.BadConfiguration) as caught:
        parse_repository_rules(text, ".releasebot.toml")

    sentence_place = re.sub(r", column \d+", "", caught.value.sentence.partition(": ")[0])
    assert sentence_place == (f".releasebot.toml line {line}" if line else ".releasebot.toml")
    assert sentence in caught.value.sentence
    assert caught.value.next_step


def test_the_nearest_key_is_offered() -> None:
    """A typing error is answered with what was probably meant."""
    with pytest.raises(errors.BadConfiguration) as caught:
        parse_repository_rules("[version]\nchangelg = 'x'", ".releasebot.toml")

    assert "Write changelog if you meant that." in caught.value.next_step
