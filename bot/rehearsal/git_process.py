"""How the world runs git: a list of arguments, a bare environment, no hooks, a time limit."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin"
ENVIRONMENT = {
    "PATH": SEARCH_PATH,
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_TERMINAL_PROMPT": "0",
}
SAFE = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor="),
    *("-c", "gc.auto=0"),
    *("-c", "protocol.allow=never"),
)
SECONDS = 60


class GitFailed(Exception):
    """Git refused; the text is what it said."""


def git_argv(*arguments: str) -> list[str]:
    """The whole command line for git with our safe prefix."""
    return [shutil.which("git", path=SEARCH_PATH) or "git", *SAFE, *arguments]


def run_git(
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """What git printed; raises `GitFailed` for any exit code but 0."""
    try:
        done = subprocess.run(
            git_argv(*arguments),
            input=stdin,
            env={**ENVIRONMENT, **(env or {})},
            capture_output=True,
            timeout=seconds,
            check=False,
            start_new_session=True,  # Ctrl-C is for us, not for git in the middle of its work
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise GitFailed(str(problem)) from problem
    if done.returncode != 0:
        raise GitFailed(done.stderr.decode(errors="replace").strip())
    return done.stdout


def init_bare(folder: Path, branch: str) -> None:
    """Make an empty bare repository whose HEAD names `branch`."""
    run_git(["init", "--quiet", "--bare", "--template=", f"--initial-branch={branch}", str(folder)])
