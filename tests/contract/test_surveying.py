"""Surveying: real folders are looked at, and nothing of them runs or changes."""

import os
from pathlib import Path

import pytest

from bot import errors
from bot.adapters import surveying
from tests.fakes.real_git import make_released, make_repository


def state(folder: Path) -> dict[Path, bytes]:
    """Every file with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_committed_counts(tmp_path: Path) -> None:
    """Paths, texts, tags and mentions are those of the last commit; nothing is written."""
    git = make_released(tmp_path / "sample")
    git.commit("docs", docs__conf_dot_py='release = "1.1.0"\n', Makefile="test:\n\tpytest\n")
    git.run("remote", "add", "origin", "git@github.com:owner/sample.git")
    (git.folder / "Makefile").write_text("test:\n\tchanged\n")
    (git.folder / "new.py").write_text("")
    before = state(git.folder)

    seen = surveying.look(git.folder)

    assert (seen.kind, seen.commit, seen.hosted) == ("clone", git.head(), "owner/sample")
    assert set(seen.tags) == {"v1.0.0", "v1.1.0"}
    assert "new.py" not in seen.paths
    assert seen.files["Makefile"] == "test:\n\tpytest\n"
    assert seen.mentions["docs/conf.py"] == ('release = "1.1.0"',)
    assert state(git.folder) == before


def test_before_the_first_commit_the_disk_is_read(tmp_path: Path) -> None:
    """Environments, hidden folders and links are left aside."""
    git = make_repository(tmp_path / "sample")
    (git.folder / "pyproject.toml").write_text('[project]\nname = "sample"\n')
    for folder in (".hidden", "env", "node_modules", "src"):
        (git.folder / folder).mkdir()
        (git.folder / folder / "file.py").write_text("")
    (git.folder / "env/pyvenv.cfg").touch()
    (git.folder / "README.md").symlink_to("/etc/passwd")
    os.mkfifo(git.folder / "Makefile")

    seen = surveying.look(git.folder)

    assert (seen.kind, seen.commit, seen.tags) == ("clone", "", ())
    assert seen.paths == ("pyproject.toml", "src/file.py")
    assert dict(seen.files) == {"pyproject.toml": '[project]\nname = "sample"\n'}


def test_folders_that_are_no_clone(tmp_path: Path) -> None:
    """A plain folder, a folder within a clone, and a bare repository."""
    git = make_released(tmp_path / "sample")
    (tmp_path / "empty").mkdir()
    (git.folder / "src/demo").mkdir(parents=True, exist_ok=True)
    git.run("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))

    assert surveying.look(tmp_path / "empty").kind == "folder"
    assert surveying.look(git.folder / "src").kind == "folder"
    assert (seen := surveying.look(tmp_path / "bare.git")).kind == "bare"
    assert "pyproject.toml" in seen.files


def test_a_detached_head_and_a_hostile_configuration(tmp_path: Path) -> None:
    """Neither keeps it from looking, and what the configuration names does not run."""
    git = make_released(tmp_path / "sample")
    git.run("checkout", "--quiet", "--detach", "v1.0.0")
    proof = tmp_path / "proof"
    git.run("config", "core.fsmonitor", f"touch {proof}")
    git.run("config", "core.pager", f"touch {proof}")

    assert surveying.look(git.folder).commit == git.head()
    assert not proof.exists()


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    """Anything else is a typing error."""
    with pytest.raises(errors.BadRepository, match="There is no folder"):
        surveying.look(tmp_path / "missing")
