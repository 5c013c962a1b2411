"""What a source tree says about itself, read as text."""

from pathlib import Path

import pytest

from bot import errors
from bot.adapters.builder.build_requirements import LEGACY, read_source


def test_a_whole_statement(tmp_path: Path) -> None:
    """Requirements to build, to run, and for extras and groups."""
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\n'
        '[project]\nname = "a"\nrequires-python = ">=3.9"\ndependencies = ["rich"]\n'
        '[project.optional-dependencies]\ntest = ["pytest"]\n'
        '[dependency-groups]\nlint = ["ruff", {include-group = "more"}]\n'
    )
    facts = read_source(tmp_path)
    assert facts.build_requires == ("hatchling",)
    assert facts.requires_python == ">=3.9"
    assert facts.dependencies == ("rich",)
    assert facts.extras == {"test": ("pytest",), "lint": ("ruff",)}


@pytest.mark.parametrize("text", ["", '[tool.poetry]\nname = "a"\n'])
def test_without_a_project_table_only_the_backend_knows(tmp_path: Path, text: str) -> None:
    """Dependencies are then asked of the backend."""
    (tmp_path / "pyproject.toml").write_text(text)
    facts = read_source(tmp_path)
    assert facts.dependencies is None
    assert facts.build_requires == LEGACY


def test_setup_py_alone_needs_setuptools(tmp_path: Path) -> None:
    """As PEP 518 says; the file is not read."""
    (tmp_path / "setup.py").write_text("raise SystemExit")
    assert read_source(tmp_path).build_requires == LEGACY


def test_a_tree_without_a_package_is_refused(tmp_path: Path) -> None:
    """The sentence says what is missing."""
    with pytest.raises(errors.BadRepository, match=r"no pyproject\.toml and no setup\.py"):
        read_source(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"[project",
        b"\xff",
        b'[project]\nname = "a"\ndependencies = 3\n',
        b'[build-system]\nrequires = "hatchling"\n',
        b'[project]\nrequires-python = "three"\n',
        b"project = 3\n",
        b"[" * 100_000,
        b"x = 1\n" * 300_000,
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    """One sentence, no traceback."""
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(errors.BadRepository, match="cannot be read"):
        read_source(tmp_path)


def test_a_symlink_is_not_followed(tmp_path: Path) -> None:
    """It could lead to any file of this machine."""
    (tmp_path / "pyproject.toml").symlink_to("/etc/passwd")
    with pytest.raises(errors.BadRepository, match="symlink"):
        read_source(tmp_path)
