"""Version places: what is found without configuration in projects of every usual kind."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot import errors
from bot.domain.plans.facts import RepositoryRules
from bot.domain.versions import project_metadata, version_places
from tests.fakes.sample_facts import released

STATIC = '[project]\nname = "my-demo"\nversion = "1.1.0"\n'
DYNAMIC = '[project]\nname = "my-demo"\ndynamic = ["version"]\n'
INIT = '__version__ = "1.1.0"\n'


def found(
    files: Mapping[str, str],
    rules: RepositoryRules | None = None,
    mentions: Mapping[str, tuple[str, ...]] | None = None,
) -> list[str]:
    """The places as "path how line"."""
    metadata = project_metadata.read_metadata(files)
    facts = replace(
        released("v1.1.0"), files=files, rules=rules or RepositoryRules(), mentions=mentions or {}
    )
    places = version_places.version_places(facts, metadata)
    return [f"{place.path} {place.how} {place.line}".strip() for place in places]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"pyproject.toml": STATIC}, ["pyproject.toml pyproject"]),
        (
            {"pyproject.toml": STATIC, "src/my_demo/__init__.py": INIT, "other/__init__.py": INIT},
            ["pyproject.toml pyproject", "src/my_demo/__init__.py attribute"],
        ),
        (
            {"pyproject.toml": STATIC, "my_demo/__init__.py": "__version__ = version('x')\n"},
            ["pyproject.toml pyproject"],
        ),
        (
            {
                "pyproject.toml": DYNAMIC + '[tool.hatch.version]\npath = "lib/about.py"\n',
                "lib/about.py": INIT,
            },
            ["lib/about.py attribute"],
        ),
        ({"pyproject.toml": DYNAMIC + '[tool.hatch.version]\nsource = "vcs"\n'}, []),
        ({"pyproject.toml": DYNAMIC + "[tool.setuptools_scm]\n"}, []),
        (
            {
                "pyproject.toml": DYNAMIC
                + '[tool.setuptools.dynamic]\nversion = { attr = "d.v.NOW" }\n',
                "src/d/v.py": "NOW = '1.1.0'\n",
            },
            ["src/d/v.py attribute NOW"],
        ),
        (
            {
                "pyproject.toml": DYNAMIC
                + '[tool.setuptools.dynamic]\nversion = { file = ["data/V"] }\n',
                "data/V": "1.1.0\n",
            },
            ["data/V plain"],
        ),
        (
            {
                "pyproject.toml": '[build-system]\nbuild-backend = "flit_core.buildapi"\n'
                + DYNAMIC
                + '[tool.flit.module]\nname = "demo"\n',
                "demo.py": INIT,
            },
            ["demo.py attribute"],
        ),
        (
            {"pyproject.toml": '[tool.poetry]\nname = "my-demo"\nversion = "1.1.0"\n'},
            ["pyproject.toml pyproject"],
        ),
        (
            {"setup.cfg": "[metadata]\nname = my-demo\nversion = 1.1.0\n"},
            ["setup.cfg anchored version = {version}"],
        ),
        (
            {
                "setup.cfg": "[metadata]\nname = my-demo\nversion = attr: my_demo.__version__\n",
                "my_demo/__init__.py": INIT,
            },
            ["my_demo/__init__.py attribute"],
        ),
        (
            {"setup.py": 'setup(\n    name="my-demo",\n    version="1.1.0",\n)\n'},
            ['setup.py anchored version="{version}",'],
        ),
        (
            {"pyproject.toml": STATIC, "VERSION": "1.1.0\n"},
            ["pyproject.toml pyproject", "VERSION plain"],
        ),
    ],
)
def test_found_without_configuration(files: Mapping[str, str], expected: list[str]) -> None:
    """Static and dynamic versions of the usual build backends."""
    assert found(files) == expected


def test_a_module_that_says_the_current_version() -> None:
    """Wherever `__version__` is the current version it is ours, but not in tests."""
    files = {"pyproject.toml": STATIC, "odd/place.py": INIT, "tests/odd.py": INIT, "six.py": INIT}
    mentions = {path: (INIT.strip(),) for path in files}
    expected = ["pyproject.toml pyproject", "odd/place.py attribute", "six.py attribute"]
    assert found(files, mentions=mentions) == expected


def test_the_configuration_wins() -> None:
    """Named files replace what would be found; anchored lines and others are added."""
    files = {"pyproject.toml": STATIC, "a.py": INIT, "V": "1", "c.yaml": "v: 1", "d.md": ""}
    rules = RepositoryRules(
        version_files=("a.py", "V"), anchored=(("c.yaml", "v: {version}"),), everywhere=("d.md",)
    )
    expected = ["a.py attribute", "V plain", "c.yaml anchored v: {version}", "d.md everywhere"]
    assert found(files, rules) == expected
    with pytest.raises(errors.BadConfiguration, match=r"names gone\.txt"):
        found(files, RepositoryRules(version_files=("gone.txt",)))


def test_candidates_are_few_and_named() -> None:
    """Of a whole tree, only what can matter is read; named files come first."""
    tree = [f"src/p{number}/__init__.py" for number in range(1000)]
    tree += ["pyproject.toml", "docs/deep/er/__init__.py", "CHANGELOG.md", "logo.png", "x/y.toml"]
    read = version_places.first_candidates(tree, RepositoryRules(everywhere=("x/y.toml",)))
    assert set(read[:2]) == {"pyproject.toml", "x/y.toml"}
    assert "CHANGELOG.md" in read
    assert not {"logo.png", "docs/deep/er/__init__.py"} & set(read)
    assert len(read) <= 400


def test_the_metadata_names_more_candidates() -> None:
    """A file that only the build backend's table names is read as well."""
    files = {"pyproject.toml": DYNAMIC + '[tool.hatch.version]\npath = "odd/place.py"\n'}
    assert version_places.named_candidates(files) == ("odd/place.py",)


@pytest.mark.parametrize(
    ("files", "package", "pythons"),
    [
        ({"pyproject.toml": STATIC + 'requires-python = ">=3.12,<3.14"\n'}, "my-demo", "3.12 3.13"),
        (
            {"setup.py": 'setup(name="x", classifiers=["Programming Language :: Python :: 3.9"])'},
            "x",
            "3.9",
        ),
        ({"setup.cfg": "[metadata]\nname=x\n[options]\npython_requires = ==3.11.*\n"}, "x", "3.11"),
        ({"pyproject.toml": STATIC + 'requires-python = "rubbish"\n'}, "my-demo", ""),
        ({}, "", ""),
    ],
)
def test_metadata(files: Mapping[str, str], package: str, pythons: str) -> None:
    """Name and interpreters, wherever they are said."""
    metadata = project_metadata.read_metadata(files)
    assert (metadata.package, " ".join(metadata.pythons)) == (package, pythons)


@pytest.mark.parametrize(
    "files", [{"pyproject.toml": "[project"}, {"setup.cfg": "no section = 1\n"}]
)
def test_files_that_cannot_be_read(files: Mapping[str, str]) -> None:
    """Broken metadata is said in one sentence that names the file."""
    with pytest.raises(errors.BadRepository, match=next(iter(files))):
        project_metadata.read_metadata(files)
