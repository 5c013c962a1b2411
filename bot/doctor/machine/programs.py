"""Programs: git, uv and what the sandbox is made of, in versions that can do what is asked."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from packaging.version import Version
from uv import find_uv_bin

from bot.adapters import git_command
from bot.adapters.builder.sandbox import bubblewrap
from bot.doctor.examination import Machine
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

SECONDS = 5
NEEDED = {"bubblewrap": Version("0.8"), "git": Version("2.30")}  # disable-userns; safe.directory
NUMBER = re.compile(r"\d+(?:\.\d+)+")


def look(_machine: Machine) -> Iterator[Finding]:
    """Ask each program for its version."""
    git = shutil.which("git", path=git_command.PATH)
    for name, path in {
        "git": Path(git) if git else None,
        "bubblewrap": bubblewrap.BUBBLEWRAP,
        "uv": _uv(),
        **{tool.name: tool for tool in bubblewrap.TOOLS},
    }.items():
        yield judge(name, path, _version(path) if path and path.exists() else None)


def judge(name: str, path: Path | None, said: str | None) -> Finding:
    """`said` is what the program answers to --version; None where there is no such program."""
    if said is None:
        package = bubblewrap.TOOLS.get(path, name) if path else name
        return diagnosis.error(
            f"{name} is not installed.", f"looked for {path or name}", f"apt-get install {package}"
        )
    number = NUMBER.search(said)
    if name in NEEDED and (not number or Version(number[0]) < NEEDED[name]):
        return diagnosis.error(
            f"{name} is too old: {NEEDED[name]} is needed.",
            said,
            "Install it from a newer release of the system.",
        )
    return diagnosis.ok(f"{name} is there.", f"{path}: {said}")


def _uv() -> Path | None:
    try:
        return Path(find_uv_bin())
    except FileNotFoundError:
        return None


def _version(path: Path) -> str:
    told = subprocess.run(
        [path, "--version"],
        env={},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    return " ".join(told.stdout.split())[:100]
