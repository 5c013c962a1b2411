"""`releasebot plan` as people and programs use it: in a pipe, as JSON, and when it says no."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.real_git import RealGit, make_released


@pytest.fixture
def clone(tmp_path: Path) -> RealGit:
    """A clone that was released as 1.1.0 and has a feature since."""
    return make_released(tmp_path / "clone")


def plan(clone: RealGit, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command from elsewhere, with its output piped."""
    command = [sys.executable, "-m", "bot", "plan", str(clone.folder), *arguments]
    root = Path(__file__).parents[2]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=60, check=False
    )


def test_plain_lines_in_a_pipe(clone: RealGit) -> None:
    """Everything a person decides by, without a colour or a broken line."""
    done = plan(clone, "minor")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    for line in (
        "Release         demo 1.1.0 → 1.2.0",
        "Tag             v1.2.0",
        f"From            main at {clone.head()}",
        "  pyproject.toml: its version",
        "- a thing (#7)",
        "  PyPI: demo 1.2.0",
        "  Warning: There is no Markdown changelog, so the notes stand in the release only.",
        "Nothing was changed.",
    ):
        assert line in done.stdout.splitlines()


def test_json_is_alone_on_stdout(clone: RealGit) -> None:
    """One object of the documented shape, both spellings in it."""
    shape = json.loads(plan(clone, "rc", "--json").stdout)
    assert (shape["version"], shape["semver"], shape["tag"]) == (
        "1.2.0rc1",
        "1.2.0-rc.1",
        "v1.2.0rc1",
    )
    assert (shape["schema"], shape["state"], shape["error"]) == (1, "planned", None)
    assert re.fullmatch("sha256:[0-9a-f]{64}", shape["digest"])
    assert {"name": "publish_pypi", "state": "planned"} in shape["stages"]


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("minro",), 2, "not_a_version"),
        (("1.0.0",), 3, "version_taken"),
        (("minor", "--branch", "none"), 2, "bad_reference"),
    ],
)
def test_refusals(clone: RealGit, arguments: tuple[str, ...], code: int, reason: str) -> None:
    """The exit code says of which kind, stderr says why and what to do, JSON says both."""
    done = plan(clone, *arguments, "--json")
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"]) == (code, reason)
    assert error["sentence"] in done.stderr
    assert error["next"] in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_new_needs_to_be_meant(clone: RealGit) -> None:
    """Without a commit since the tag it is refused; --empty allows it."""
    clone.tag("v1.2.0")
    assert plan(clone, "patch").returncode == 3
    assert plan(clone, "patch", "--empty").returncode == 0
