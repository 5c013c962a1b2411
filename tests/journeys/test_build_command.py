"""`releasebot build PATH` on a local clone, as a person and as a program see it."""

import asyncio
import json
import subprocess
from pathlib import Path

import pytest

from bot import errors
from bot.cli import building

GIT = ("git", "-c", "user.name=alice", "-c", "user.email=alice@example.org")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with one commit: a flat package with a static version."""
    clone = tmp_path / "clone"
    clone.mkdir()
    (clone / "tiny.py").write_text('"""Tiny."""\n__version__ = "1.0"\n')
    (clone / "README.md").write_text("# Tiny\n")
    (clone / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n'
        '[project]\nname = "tiny"\nversion = "1.0"\ndescription = "Tiny."\n'
        'readme = "README.md"\nrequires-python = "==3.11.*"\n'
    )
    subprocess.run([*GIT, "init", "-q", "-b", "main"], cwd=clone, check=True)
    commit(clone)
    (clone / "uncommitted.txt").write_text("not a part of the commit")
    return clone


def commit(clone: Path) -> None:
    """Commit what is there."""
    for command in (["add", "-A"], ["commit", "-qm", "feat: something"]):
        subprocess.run([*GIT, *command], cwd=clone, check=True)


def names(folder: Path) -> list[str]:
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def asked(path: Path, folder: Path, *, as_json: bool = True) -> building.Asked:
    """What a person typed."""
    return building.Asked(
        path=path, version=None, folder=folder, trust_this_repository=False, as_json=as_json
    )


async def test_it_prints_what_was_built_and_tried(
    clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One JSON object alone on stdout; the files are where it says; the clone is untouched."""
    before = names(clone)
    assert await building.run(asked(clone, tmp_path / "built")) == 0
    told = capsys.readouterr()
    shape = json.loads(told.out)
    assert (shape["state"], shape["package"], shape["version"]) == ("done", "tiny", "1.0")
    assert {artifact["kind"] for artifact in shape["artifacts"]} == {
        "sdist",
        "wheel",
        "sbom",
        "checksums",
    }
    wheel = next(artifact for artifact in shape["artifacts"] if artifact["kind"] == "wheel")
    assert names(Path(wheel["path"]).parent) == ["tiny-1.0-py3-none-any.whl"]
    assert shape["smoke"] == [{"python": "3.11", "state": "passed", "detail": "imported tiny"}]
    assert "Building tiny 1.0" in told.err
    assert names(clone) == before


async def test_what_goes_wrong_is_told_in_two_sentences(
    clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As an object for programs, as an error for people."""
    (clone / "tiny.py").unlink()
    await asyncio.to_thread(commit, clone)
    with pytest.raises(errors.BuildFailed) as caught:
        await building.run(asked(clone, tmp_path / "built"))
    assert json.loads(capsys.readouterr().out)["error"] == caught.value.to_json()
    assert not (tmp_path / "built").exists()
