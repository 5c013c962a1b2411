"""Version files: exactly the version changes, every other byte stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from bot import errors
from bot.domain.plans import planning
from bot.domain.plans.plan import Plan, VersionFile
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.domain.versions import version_files
from tests.fakes.sample_facts import CHANGELOG, PYPROJECT, released

UV_LOCK = """version = 1

[[package]]
name = "other"
version = "1.1.0"
source = { registry = "x" }

[[package]]
name = "demo"
version = "1.1.0"
source = { editable = "." }
dependencies = [
    { name = "other" },
]

[[package]]
name = "zope"
version = "1.1.0"
"""


def make_plan(*files: VersionFile, bump: str = "minor", changelog: str | None = None) -> Plan:
    """A plan from 1.1.0 that edits these files."""
    request = PlanRequest(bump=bump, created="2026-02-03T04:05:06Z")
    made = planning.make_plan(request, released("v1.1.0"), ProjectRules())
    return replace(made, version_files=files, changelog=changelog)


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (
            VersionFile(path="pyproject.toml", how="pyproject"),
            "\ufeff[tool.x]\nversion = '9'\n[project] # x\nname='d'\r\nversion='1.1.0' # now\r\n",
            "\ufeff[tool.x]\nversion = '9'\n[project] # x\nname='d'\r\nversion='1.2.0' # now\r\n",
        ),
        (
            VersionFile(path="pyproject.toml", how="pyproject"),
            '[tool.poetry]\nversion = "1.1.0"\n[tool.poetry.dependencies]\nversion = "1.1.0"',
            '[tool.poetry]\nversion = "1.2.0"\n[tool.poetry.dependencies]\nversion = "1.1.0"',
        ),
        (
            VersionFile(path="a.py", how="attribute"),
            "x = 1\n__version__: str = '1.1.0'  # old\n",
            "x = 1\n__version__: str = '1.2.0'  # old\n",
        ),
        (
            VersionFile(path="a.py", how="attribute", line="RELEASE"),
            '__version__ = "7"\nRELEASE = "1.0"',
            '__version__ = "7"\nRELEASE = "1.2.0"',
        ),
        (VersionFile(path="VERSION", how="plain"), "1.1.0\r\n", "1.2.0\r\n"),
        (VersionFile(path="VERSION", how="plain"), "v1.1.0", "v1.2.0"),
        (
            VersionFile(path="Chart.yaml", how="anchored", line='appVersion: "{version}"'),
            'version: 1.1.0\n  appVersion: "0.9"\n',
            'version: 1.1.0\n  appVersion: "1.2.0"\n',
        ),
        (
            VersionFile(path="README.md", how="everywhere"),
            "demo 1.1.0, v1.1.0, 1.1.0.dev1, 11.1.0, 1.1.0a1, see 1.1.0.",
            "demo 1.2.0, v1.1.0, 1.1.0.dev1, 11.1.0, 1.1.0a1, see 1.2.0.",
        ),
        (
            VersionFile(path="uv.lock", how="uv_lock"),
            UV_LOCK,
            UV_LOCK.replace('"demo"\nversion = "1.1.0"', '"demo"\nversion = "1.2.0"'),
        ),
    ],
)
def test_only_the_version_changes(file: VersionFile, before: str, after: str) -> None:
    """Each way of stating a version, with what could be mistaken for it nearby."""
    rendered = version_files.render_files(make_plan(file), {file.path: before.encode()})
    assert rendered == {file.path: after.encode()}


def test_semver_where_the_line_says_so() -> None:
    """A pre-release in another tool's file can be spelled as that tool wants it."""
    file = VersionFile(path="Chart.yaml", how="anchored", line="version: {semver}")
    rendered = version_files.render_files(
        make_plan(file, bump="1.2.0rc1"), {"Chart.yaml": b"version: 1.1.0\n"}
    )
    assert rendered == {"Chart.yaml": b"version: 1.2.0-rc.1\n"}


@pytest.mark.parametrize(
    ("file", "text", "where"),
    [
        (VersionFile(path="a", how="anchored", line="v={version}"), "v=1\nw\nv=2\n", "lines 1, 3"),
        (VersionFile(path="a", how="anchored", line="v={version}"), "v=\n", "nowhere"),
        (VersionFile(path="a", how="plain"), "1.1.0\n1.2.0\n", "nowhere"),
        (VersionFile(path="a.py", how="attribute"), "__version__ = get()\n", "nowhere"),
    ],
)
def test_it_must_be_stated_exactly_once(file: VersionFile, text: str, where: str) -> None:
    """None or two statements are refused, naming the lines."""
    with pytest.raises(errors.BadRepository) as caught:
        version_files.render_files(make_plan(file), {file.path: text.encode()})
    assert where in caught.value.sentence
    assert caught.value.reason == "version_file"


def test_only_files_that_change_are_rendered() -> None:
    """A file that states the new version already is no part of the release commit."""
    files = [VersionFile(path=name, how="plain") for name in ("new", "old")]
    rendered = version_files.render_files(make_plan(*files), {"new": b"1.2.0", "old": b"1.1.0"})
    assert rendered == {"old": b"1.2.0"}


def test_the_changelog_is_rendered_from_its_bytes() -> None:
    """What people wrote goes into the section as it is, live or not; made notes as planned."""
    plan = make_plan(changelog="CHANGELOG.md")
    text = CHANGELOG.replace("A thing", "A thing of @alice")
    curated = replace(plan, notes_source="changelog", notes="neutral")
    rendered = version_files.render_files(curated, {"CHANGELOG.md": text.encode()})
    assert b"- A thing of @alice\n\n## [1.1.0]" in rendered["CHANGELOG.md"]
    made = replace(plan, notes_source="commits", notes="- made")
    rendered = version_files.render_files(made, {"CHANGELOG.md": CHANGELOG.encode()})
    assert b"## [1.2.0] - 2026-02-03\n\n- made\n\n## [1.1.0]" in rendered["CHANGELOG.md"]


def test_a_file_that_is_gone_is_refused() -> None:
    """A plan whose files are not in the commit is planned again."""
    with pytest.raises(errors.BadRepository, match="not a regular file"):
        version_files.render_files(make_plan(VersionFile(path="VERSION", how="plain")), {})


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_around_the_version_stay(before: bytes, after: bytes) -> None:
    """UTF-8 or not, what stands around an anchored line comes back."""
    file = VersionFile(path="a", how="anchored", line="the version is {version}!")
    text = before + b"\nthe version is 1.1.0!\n" + after
    rendered = version_files.render_files(make_plan(file), {"a": text})
    assert rendered == {"a": before + b"\nthe version is 1.2.0!\n" + after}


def test_what_a_file_states_now() -> None:
    """The stated version is read, whatever it is."""
    file = VersionFile(path="pyproject.toml", how="pyproject")
    assert version_files.stated_version(file, PYPROJECT, "demo") == Version("1.1.0")
