"""`releasebot init` as a new user types it: in a clone, an empty folder, twice, by mistake."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import parse_repository_rules, read_settings
from tests.fakes.real_git import RealGit, make_released, make_repository


@pytest.fixture
def clone(tmp_path: Path) -> RealGit:
    """A clone that was released as 1.1.0, with tests and a remote on GitHub."""
    git = make_released(tmp_path / "sample")
    git.commit("chore: checks", Makefile="test:\n\tpython -m unittest\n")
    git.run("remote", "add", "origin", "https://github.com/owner/sample.git")
    return git


def init(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-m", "bot", "init", *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def asked(folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the only thing on stdout."""
    done = init(folder, *arguments, "--json")
    return done.returncode, json.loads(done.stdout)


def test_both_files_are_written_and_can_be_read(clone: RealGit, tmp_path: Path) -> None:
    """The repository's there, the operator's here, with what was found."""
    done = init(tmp_path, "sample")

    assert (done.returncode, done.stderr) == (0, "")
    rules = parse_repository_rules((clone.folder / ".releasebot.toml").read_text(), "x")
    assert [check.run for check in rules.checks] == ["make test"]
    assert (rules.tag, rules.version_files) == ("v{version}", ("pyproject.toml",))
    settings = read_settings(tmp_path / "releasebot.toml")
    assert settings.projects["demo"].repository == "owner/sample"
    assert "  4. releasebot rehearse sample minor" in done.stdout.splitlines()
    assert "\x1b" not in done.stdout


def test_the_operator_s_file_of_one_s_own_clone(clone: RealGit) -> None:
    """In the clone itself both files lie side by side, and only one is to be committed."""
    done = init(clone.folder)

    assert done.returncode == 0
    assert "Keep releasebot.toml and .releasebot/ out of commits" in done.stdout
    assert clone.run("status", "--porcelain").splitlines() == [
        "?? .releasebot.toml",
        "?? releasebot.toml",
    ]


def test_nothing_is_overwritten_unless_asked(clone: RealGit, tmp_path: Path) -> None:
    """What is there stays; with --force it is moved aside, and never over another one."""
    own = clone.folder / ".releasebot.toml"
    own.write_text("# mine\n")

    first = asked(tmp_path, "sample")
    second = asked(tmp_path, "sample")
    kept = own.read_text()
    third = asked(tmp_path, "sample", "--force")
    fourth = asked(tmp_path, "sample", "--force")

    assert [file["state"] for file in first[1]["files"]] == ["kept", "written"]
    assert (second[0], second[1]["error"]["code"]) == (3, "file_exists")
    assert kept == "# mine\n"
    assert [file["state"] for file in third[1]["files"]] == ["written", "written"]
    assert (clone.folder / ".releasebot.toml.bak").read_text() == "# mine\n"
    assert fourth[1]["files"][0]["backup"] == "sample/.releasebot.toml.bak2"
    assert own.read_text() == (clone.folder / ".releasebot.toml.bak2").read_text()


def test_a_link_is_not_followed(clone: RealGit, tmp_path: Path) -> None:
    """A repository may bring one that leads elsewhere."""
    target = tmp_path / "elsewhere"
    (clone.folder / ".releasebot.toml").symlink_to(target)

    asked(tmp_path, "sample")
    assert not target.exists()
    asked(tmp_path, "sample", "--force")
    assert not target.exists()
    assert not (clone.folder / ".releasebot.toml").is_symlink()


def test_printing_writes_nothing(clone: RealGit) -> None:
    """The texts stand on stdout, the talk on stderr."""
    done = init(clone.folder, "--print", "--github", "https://git.example.org/acme/sample")

    assert clone.run("status", "--porcelain") == ""
    assert 'api_url = "https://git.example.org/api/v3"' in done.stdout
    assert 'repository = "acme/sample"' in done.stdout
    assert "Next" in done.stderr


def test_an_empty_folder_gets_the_operator_s_file(tmp_path: Path) -> None:
    """It loads as it is; what is missing is said."""
    code, shape = asked(tmp_path, "--github", "owner/sample")

    assert (code, shape["kind"], shape["state"]) == (0, "folder", "done")
    assert [file["path"] for file in shape["files"]] == ["releasebot.toml"]
    assert read_settings(tmp_path / "releasebot.toml").projects == {}
    assert [gap["what"][:20] for gap in shape["gaps"]] == [
        "This is not the top ",
        "No name of a Python ",
    ]


def test_a_new_repository_is_read_from_the_disk(tmp_path: Path) -> None:
    """Before its first commit everything else is possible already."""
    git = make_repository(tmp_path / "fresh")
    (git.folder / "pyproject.toml").write_text('[project]\nname = "fresh"\nversion = "0.1.0"\n')

    code, shape = asked(git.folder)

    assert (code, shape["found"]["package"], shape["found"]["version"]) == (0, "fresh", "0.1.0")
    assert shape["gaps"][0]["what"] == "The repository has no commit yet."
    assert shape["next"][-1] == "releasebot doctor"


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("missing",), 1, "no_repository"),
        (("sample", "--github", "https://example.org"), 2, "not_understood"),
    ],
)
def test_mistakes_are_told(
    clone: RealGit, tmp_path: Path, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    """In two sentences, without a traceback and without a file."""
    done = init(tmp_path, *arguments, "--json")
    error = json.loads(done.stdout)["error"]

    assert (done.returncode, error["code"]) == (code, reason)
    assert error["sentence"] in done.stderr
    assert "Traceback" not in done.stderr
    assert clone.run("status", "--porcelain") == ""


@pytest.mark.parametrize("file", ["operator", "repository"])
def test_schemas_are_printed(tmp_path: Path, file: str) -> None:
    """Alone on stdout, to be stored where an editor finds it."""
    shape = json.loads(init(tmp_path, "--schema", file).stdout)

    assert shape["title"].endswith("releasebot.toml")
    assert shape["additionalProperties"] is False
    assert list(tmp_path.iterdir()) == []
