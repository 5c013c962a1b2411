"""The Makefile: releasebot releases itself with it, and a target that cannot act says so."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rehearsal import operator_file, rehearsed_project, world

ROOT = Path(__file__).parents[2]
SECONDS = 480  # for a machine that does a lot besides
LEFT_BEHIND = (
    ".git",
    ".venv",
    ".releasebot",
    ".hypothesis",
    ".*_cache",
    "__pycache__",
    "site",
    "dist",
)
KEPT_TESTS = ("__init__.py", "conftest.py", "fakes", "unit")  # of which all but the stages' are cut
GUIDE = (
    *("release", "release-patch", "release-minor", "release-major", "release-rc", "release-test"),
    *("docker-release", "build", "test-package", "publish-test", "publish"),
    *("test-all", "test", "lint", "security-scan", "docs-build", "demo", "bench", "help"),
)


def make(folder: Path, *typed: str) -> "subprocess.CompletedProcess[str]":
    """Make in `folder`, with the environment that these tests run in."""
    outer = ("MAKE", "MFLAGS", "PYTEST", "RELEASEBOT_CONFIG", "VERSION", "REAL")
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(outer)}
    return subprocess.run(
        ["make", f"BIN={Path(sys.executable).parent}", "STAMP=Makefile", *typed],  # noqa: S607  # make of the PATH
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """This project without its history, and with the quickest of its tests only."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    for path in (folder / "tests").iterdir():
        if path.name not in KEPT_TESTS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (folder / "tests" / "unit").iterdir():
        if path.is_dir() and path.name != "stages":
            shutil.rmtree(path)
    return folder


def test_help_lists_every_target_in_a_line() -> None:
    """The guide's targets are all there."""
    told = make(ROOT, "help")

    assert told.returncode == 0
    listed = re.findall(r"^make ([a-z-]+) +\S", told.stdout, re.MULTILINE)
    [phony] = re.findall(
        r"^\.PHONY: ((?:.*\\\n)*.*)", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    assert sorted(listed) == sorted(phony.replace("\\\n", " ").split())
    assert set(GUIDE) <= set(listed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["release"], "make release VERSION=1.2.3"),
        (["release-patch", "REAL=0"], "REAL is 1 or left out, not 0"),
        (["release-patch", "REAL=1"], "Name the operator's file, releasebot.toml"),
        (["release-test", "REAL=1"], "Only a whole release is real"),
        (["publish-test", "REAL=1"], "Error 3"),
        (["publish", "REAL=1", "VERSION=1.2.3"], "Name the operator's file, releasebot.toml"),
        (["docker-release"], "no stage for container images"),
        (["docker-release"], "Error 3"),
    ],
)
def test_what_cannot_be_done_is_said(typed: list[str], said: str, tmp_path: Path) -> None:
    """In a sentence on stderr, with nothing on stdout that could be taken for a result."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    ended = make(tmp_path, *typed)

    assert ended.returncode != 0
    assert ended.stdout == ""
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.timeout(2 * SECONDS)
def test_releasebot_releases_itself(copy: Path) -> None:
    """From the first commit to the announcement of 0.1.0, with every check of its own file."""
    git = ["git", "-c", "user.name=alice", "-c", "user.email=alice@example.org"]
    for command in (
        ["init", "--quiet", "-b", "main"],
        ["add", "-A"],
        ["commit", "-qm", "feat: all"],
    ):
        subprocess.run([*git, *command], cwd=copy, check=True, timeout=60)

    ended = make(copy, "release", "VERSION=0.1.0", "ARGS=--json")

    assert ended.returncode == 0, ended.stderr
    status = json.loads(ended.stdout)
    assert (status["state"], status["version"], status["error"]) == ("done", "0.1.0", None)
    assert {row["state"] for row in status["ledger"]} == {"done"}
    checks = [row["key"] for row in status["ledger"] if row["target"] == "checks"]
    assert sorted(checks) == ["docs", "lint", "security", "test"]


@pytest.mark.parametrize(
    ("enabled", "said"),
    [("false", "releasebot enable greeter. [not_enabled]"), ("true", "Error 4")],
)
def test_with_real_the_bot_of_the_operator_s_file_is_asked(
    tmp_path: Path, enabled: str, said: str
) -> None:
    """Nothing begins for a project that is not enabled; for one that is, it waits for people."""
    running = world.start_world(tmp_path / "world")
    try:
        chosen = rehearsed_project.choose(running, None)
        config = operator_file.write_operator_file(tmp_path, running, chosen)
        config.write_text(config.read_text().replace("enabled = true", f"enabled = {enabled}"))
        ended = make(ROOT, "release-minor", "REAL=1", f"ARGS=--config {config}")
        changed = {row["kind"] for row in world.effects(running)}
    finally:
        world.stop_world(tmp_path / "world")

    assert said in ended.stderr
    assert ("Waits for bob and carol" in ended.stdout) == (enabled == "true")
    assert bool(changed) == (enabled == "true")
    assert "upload" not in " ".join(changed)


def test_a_broken_link_is_no_documentation(copy: Path) -> None:
    """A page, an anchor: what leads nowhere fails, and is named."""
    assert make(copy, "docs-build").returncode == 0
    with (copy / "docs" / "concepts.md").open("a") as page:
        page.write("\n[one](nowhere.md) [two](#nowhere)\n")

    ended = make(copy, "docs-build")

    assert ended.returncode != 0
    assert "nowhere.md" in ended.stderr
    assert "#nowhere" in ended.stderr
