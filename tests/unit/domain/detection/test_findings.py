"""Findings: what a survey says, and which gaps it has."""

from dataclasses import replace

import pytest

from bot.domain.detection import findings, gaps
from bot.domain.detection.hosted import Hosted
from bot.domain.detection.survey import Survey
from bot.domain.versions.suggestions import Statement
from tests.fakes.sample_survey import PYPROJECT, make_survey

WHOLE = replace(
    make_survey(
        "deployment/Dockerfile",
        "Dockerfile.gpu",
        "docs/dockerfiles.md",
        tags=("v1.0.0", "v1.1.0"),
        pyproject_dot_toml=PYPROJECT,
        sample_package__version_dot_py='__version__ = "1.1.0"\n',
        README_dot_md="![badge](x)\n\n# Sample Package #\n\ntext\n",
        SECURITY_dot_md="Write to <security@example.org>.\n",
        CHANGELOG_dot_md="# Changelog\n",
        tests__test_it_dot_py="",
    ),
    mentions={
        "docs/conf.py": ('release = "1.1.0"',),
        "docs/use.md": ("use 1.1.0", "or 1.1.0"),
        "pyproject.toml": ('version = "1.1.0"',),
    },
)


def test_a_whole_project() -> None:
    """Everything that it says is found."""
    found = findings.find(WHOLE, None)

    assert found == replace(
        found,
        name="sample-package",
        hosted=Hosted("owner/sample"),
        package="sample-package",
        display_name="Sample Package",
        docs_url="https://docs.example.org/",
        feedback_url="https://example.org/issues",
        security_contact="security@example.org",
        version="1.1.0",
        version_files=("pyproject.toml", "sample_package/version.py"),
        statements=(
            Statement("docs/conf.py", 'release = "{version}"'),
            Statement("docs/use.md", ""),
        ),
        tag="v{version}",
        changelog="CHANGELOG.md",
        dockerfiles=("deployment/Dockerfile", "Dockerfile.gpu"),
    )
    assert found.pythons[0] == "3.12"
    assert gaps.find_gaps(WHOLE, found) == ()


def test_what_was_said_replaces_the_remote() -> None:
    """A clone of a fork belongs to somebody else."""
    assert findings.find(WHOLE, Hosted("acme/sample")).hosted.name == "acme/sample"


def test_a_title_in_restructured_text() -> None:
    """It is underlined there; a title that is not the name is no name."""
    underlined = make_survey(
        pyproject_dot_toml=PYPROJECT, README_dot_rst="Sample Package\n==============\n"
    )
    other = make_survey(pyproject_dot_toml=PYPROJECT, README_dot_md="# Welcome\n")

    assert findings.find(underlined, None).display_name == "Sample Package"
    assert findings.find(other, None).display_name == ""


def test_a_version_that_detection_reads_better_is_not_named() -> None:
    """An attribute of another name is known to the backend's settings only."""
    seen = make_survey(
        pyproject_dot_toml='[project]\nname = "sample"\ndynamic = ["version"]\n'
        '[tool.setuptools.dynamic]\nversion = { attr = "sample.about.release" }\n',
        sample__about_dot_py='release = "1.0"\n',
    )

    found = findings.find(seen, None)

    assert (found.version, found.version_files) == ("1.0", ())


EMPTY = Survey(folder="Empty Folder", kind="folder", files={}, mentions={})


@pytest.mark.parametrize(
    ("pyproject", "told"),
    [
        ('[project]\nname = "s"\n', 1),
        ('[project]\nname = "s"\nreadme = "README.md"\n', 0),
        ('[project]\nname = "s"\ndynamic = ["readme"]\n', 0),
        ('[project]\nname = "s"\n[tool.poetry]\nreadme = "README.md"\n', 0),
        ("[build-system]\n", 0),
    ],
)
def test_a_package_without_a_readme_is_told(pyproject: str, told: int) -> None:
    """It would fail after everything is built; one may be named elsewhere, too."""
    seen = make_survey(pyproject_dot_toml=pyproject)
    found = gaps.find_gaps(seen, findings.find(seen, None))

    assert len([gap for gap in found if "names no README" in gap.what]) == told


@pytest.mark.parametrize(
    ("seen", "sentences"),
    [
        (EMPTY, ("not the top folder of a git", "No remote", "No name of a Python package")),
        (replace(EMPTY, kind="clone"), ("no commit yet", "No remote", "No name of a Python pack")),
        (
            make_survey(pyproject_dot_toml="[project"),
            ("pyproject.toml is not valid TOML: ",),
        ),
        (
            make_survey(a__pyproject_dot_toml='[project]\nname = "a"\n'),
            ("No name of a Python package", "Packages lie deeper in it: a."),
        ),
        (
            make_survey(pyproject_dot_toml='[project]\nname = "s"\n', tags=("v1.0", "1.0", "v2")),
            (
                "Tags of versions are named in several ways: {version}, v{version}.",
                "There is no Markdown changelog.",
                "pyproject.toml names no README",
                "No tests, linters or documentation",
            ),
        ),
        (
            replace(WHOLE, files={**WHOLE.files, "Makefile": "audit:\n\tpip-audit\n"}),
            ("The check security (`make audit`) cannot run in the sandbox: pip-audit asks",),
        ),
        (
            make_survey(
                pyproject_dot_toml='[project]\nname = "s"\n', CHANGELOG_dot_md="", Makefile=""
            ),
            ("No file states the version, and no tag", "names no README", "No tests, linters"),
        ),
    ],
)
def test_gaps_are_told_with_a_remedy(seen: Survey, sentences: tuple[str, ...]) -> None:
    """Each in a sentence, the largest first."""
    found = gaps.find_gaps(seen, findings.find(seen, None))

    assert len(found) == len(sentences)
    for gap, sentence in zip(found, sentences, strict=True):
        assert sentence in gap.what
        assert gap.remedy.endswith((".", "OWNER/NAME."))


def test_a_name_for_whatever_there_is() -> None:
    """The operator's file needs one in any case."""
    assert findings.find(EMPTY, None).name == "empty-folder"
    assert findings.find(replace(EMPTY, folder="…"), None).name == "project"
