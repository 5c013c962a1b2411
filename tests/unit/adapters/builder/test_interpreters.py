"""Finding interpreters: real programs only, in a fixed order."""

import sys
from pathlib import Path

import pytest

from bot import errors
from bot.adapters.builder.interpreters import (
    find_interpreters,
    interpreter_for,
    own_interpreter,
)

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"


def program(path: Path, content: bytes = b"\x7fELF...") -> Path:
    """A file that looks like an interpreter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_shims_and_oddly_named_files_are_passed_over(tmp_path: Path) -> None:
    """The shims of pyenv are scripts; 3.98t and the config scripts are something else."""
    program(tmp_path / "shims/python3.98", b"#!/bin/sh\n")
    program(tmp_path / "bin/python3.98t")
    program(tmp_path / "bin/python3.98-config")
    real = program(tmp_path / "bin/python3.97")
    found = find_interpreters(f"{tmp_path}/shims:{tmp_path}/bin:{tmp_path}/missing")
    assert found == {OWN: own_interpreter(), "3.97": real.resolve()}


def test_the_search_path_comes_before_folders_and_new_before_old(tmp_path: Path) -> None:
    """Of several patch releases in a pyenv folder the newest is taken."""
    for release in ("3.97.9", "3.97.10", "3.98.1"):
        program(tmp_path / "versions" / release / f"bin/python{release[:4]}")
    first = program(tmp_path / "bin/python3.98")
    found = find_interpreters(f"{tmp_path}/bin", [tmp_path / "versions"])
    assert found["3.98"] == first.resolve()
    assert found["3.97"] == (tmp_path / "versions/3.97.10/bin/python3.97").resolve()
    assert list(found) == [OWN, "3.97", "3.98"]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("", OWN), (">=3.8", OWN), (">=3.97,<3.98", "3.97"), (">=3.97", "3.98"), ("==3.97.7", "3.97")],
)
def test_the_builder_is_our_own_interpreter_if_the_project_takes_it(
    wanted: str, chosen: str
) -> None:
    """Else the newest that it takes."""
    known = {OWN: own_interpreter(), "3.97": Path("/python3.97"), "3.98": Path("/python3.98")}
    assert interpreter_for(wanted, known) == known[chosen]


def test_a_python_that_is_not_here_is_named() -> None:
    """The sentence says which Python is missing."""
    with pytest.raises(errors.BuildFailed, match=r"needs Python <3\.5") as caught:
        interpreter_for("<3.5", {OWN: own_interpreter()})
    assert caught.value.reason == "no_interpreter"
