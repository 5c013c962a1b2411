"""README: its commands are run as they stand, from a copy of the checkout without anything else."""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = [
    line for block in SHELL.findall((ROOT / "README.md").read_text()) for line in block.splitlines()
]
DEMO = 'make demo ARGS="--auto minor --json"'
PLAN = ".venv/bin/releasebot plan PATH minor"
REHEARSE = ".venv/bin/releasebot rehearse PATH minor --auto"
RUN_ELSEWHERE = ["make demo", "make test"]  # test_demo.py, for people; and .ci/run


def _start(folder: Path, command: str, path: Path | None = None) -> tuple[int, str, str]:
    outer = ("MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTEST")  # as if no make and no test were around it
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(outer)}
    ended = subprocess.run(
        shlex.split(command.replace("PATH", str(path)) if path else command),
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_no_command_is_left_out() -> None:
    """A command that nothing runs is a command that may be broken."""
    assert sorted(COMMANDS) == sorted([*RUN_ELSEWHERE, DEMO, PLAN, REHEARSE])
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text()


def test_the_commands_need_nothing_but_the_checkout(tmp_path: Path) -> None:
    """The first makes its environment; its stdout is one JSON object of a release that is done."""
    checkout = tmp_path / "checkout"
    left_behind = shutil.ignore_patterns(".git", ".venv", ".releasebot", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, checkout, ignore=left_behind)

    code, out, talk = _start(checkout, DEMO)

    assert code == 0, talk
    told = json.loads(out)
    assert (told["state"], told["error"]) == ("done", None)
    assert {row["state"] for row in told["ledger"]} == {"done"}
    assert "Making the environment" in talk

    [released] = checkout.glob(".releasebot/demo/*/world/repositories/*/*.git")
    clone = tmp_path / "clone"
    assert _start(tmp_path, f"git clone --quiet {released} {clone}")[0] == 0
    commit = "git -c user.name=alice -c user.email=alice@example.org commit --quiet --allow-empty"
    assert _start(clone, f"{commit} --message 'feat: greet twice'")[0] == 0
    for command in (PLAN, REHEARSE):
        code, out, talk = _start(checkout, command, clone)

        assert code == 0, talk
        assert "1.3.0" in out + talk
