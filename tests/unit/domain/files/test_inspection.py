"""What may be published: the decisions on names, members and records."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain.files import inspection
from bot.domain.files.inspection import Contents

NAMES = st.text(min_size=1, max_size=30)


def contents_of(files: dict[str, bytes], record: str) -> Contents:
    """A wheel's contents as the reader gives them."""
    return Contents(
        sha256={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        sizes={name: len(content) for name, content in files.items()},
        texts={"a-1.dist-info/RECORD": record.encode()},
    )


def line(name: str, content: bytes) -> str:
    """A line of RECORD."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


@given(NAMES)
def test_no_unsafe_name_passes(name: str) -> None:
    """Whatever passes can be joined to a folder and stays in it, in one reading."""
    try:
        inspection.check_members("a.whl", [name])
    except errors.BadArtifact:
        return
    assert not name.startswith("/")
    assert ".." not in name.split("/")
    assert "\\" not in name
    assert name.isprintable() or " " in name or not name.isascii()
    assert "\x00" not in name


@pytest.mark.parametrize("name", ["a/b.py", "a-1.dist-info/METADATA", "ünï/cödé.py", "a b.txt"])
def test_ordinary_names_pass(name: str) -> None:
    """Names that real packages have."""
    inspection.check_members("a.whl", [name])


@pytest.mark.parametrize(
    "names",
    [
        ["a.py", "a.py"],
        ["a.py", "./a.py"],
        ["é.py", "e\u0301.py"],  # the same to some file systems
    ],
)
def test_a_name_must_not_come_twice(names: list[str]) -> None:
    """Two readers must not see two different files."""
    with pytest.raises(errors.BadArtifact, match="twice"):
        inspection.check_members("a.whl", names)


@pytest.mark.parametrize(
    ("package", "version"),
    [("tiny-package", "1.0"), ("Tiny.Package", "1.0.0"), ("tiny_package", "v1")],
)
def test_the_plan_may_spell_name_and_version_otherwise(package: str, version: str) -> None:
    """Names and versions are compared as indexes compare them."""
    names = ["tiny_package-1.0.tar.gz", "tiny_package-1.0-py3-none-any.whl"]
    assert list(inspection.kinds_of(names, package, version).values()) == ["sdist", "wheel"]


def test_record_of_a_whole_wheel_passes() -> None:
    """RECORD itself has no hash, other members have theirs."""
    files = {"a.py": b"1\n", "a-1.dist-info/RECORD": b"any"}
    record = line("a.py", b"1\n") + "a-1.dist-info/RECORD,,\n"
    inspection.check_record("a.whl", "a-1.dist-info", contents_of(files, record))


@pytest.mark.parametrize(
    "record",
    ["", "a.py\n", "a.py,sha256=x,2\n", "a.py,,\n", line("a.py", b"1\n") * 2, "\ud800", "b.py,,\n"],
)
def test_any_other_record_is_refused(record: str) -> None:
    """Missing, short, wrong, without hash, doubled, unreadable, of another file."""
    contents = Contents(
        sha256={"a.py": hashlib.sha256(b"1\n").hexdigest()},
        sizes={"a.py": 2},
        texts={"a-1.dist-info/RECORD": record.encode("utf-8", "surrogatepass")},
    )
    with pytest.raises(errors.BadArtifact) as caught:
        inspection.check_record("a.whl", "a-1.dist-info", contents)
    assert caught.value.reason == "record_mismatch"


def test_the_sdist_may_leave_files_out_and_generate_some() -> None:
    """Tests may stay at home; metadata and version files are the backend's own."""
    tree = {"pyproject.toml": "1", "a/__init__.py": "2", "tests/test_a.py": "3", "setup.cfg": "4"}
    members = {
        "pyproject.toml": "1",
        "a/__init__.py": "2",
        "PKG-INFO": "9",
        "setup.cfg": "changed",
        "src/a.egg-info/SOURCES.txt": "9",
        "a/_version.py": "9",
        "a/parser.c": "9",
    }
    assert inspection.check_against_tree("a.tar.gz", members, tree) == ("a/parser.c",)


def test_an_sdist_without_pyproject_is_refused() -> None:
    """Nobody could build it as it was meant."""
    with pytest.raises(errors.BadArtifact, match=r"lacks pyproject\.toml"):
        inspection.check_against_tree("a.tar.gz", {"PKG-INFO": "1"}, {"pyproject.toml": "1"})


@pytest.mark.parametrize(
    ("members", "modules"),
    [
        (["a/__init__.py", "a/b/__init__.py", "a/c.py"], ("a",)),
        (["six.py", "six-1.dist-info/METADATA"], ("six",)),
        (["poetry/core/__init__.py", "poetry/core/x.py"], ("poetry.core",)),
        (["_speedups.cpython-311-x86_64-linux-gnu.so"], ("_speedups",)),
        (["a-1.data/scripts/run", "a.pth", "not-a-module/__init__.py"], ()),
    ],
)
def test_modules_are_those_that_a_user_imports(
    members: list[str], modules: tuple[str, ...]
) -> None:
    """Packages, single modules, extension modules, packages in a namespace; nothing else."""
    assert inspection.modules_of(members) == modules
