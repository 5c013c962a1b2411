"""A rehearsal of a package that nobody here wrote, installed from the index afterwards by pip."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from bot.rehearsal import world
from tests.journeys import foreign_packages

SECONDS = 240


def rehearse(source: Path, bump: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command as a person does, in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "rehearse", str(source), bump, "--auto", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.timeout(2 * SECONDS)
def test_a_foreign_package_is_released_and_installable(tmp_path: Path) -> None:
    """From its repository to `pip install` of the new version; the original is not touched."""
    source = foreign_packages.fetch_repository("tomli==2.2.1", tmp_path)
    before = foreign_packages.git(source, "for-each-ref") + foreign_packages.git(source, "status")

    done = rehearse(source, "patch", tmp_path)

    assert done.returncode == 0, done.stderr
    status = json.loads(done.stdout)
    assert status["state"] == "done"
    assert {row["state"] for row in status["ledger"]} == {"done"}
    after = foreign_packages.git(source, "for-each-ref") + foreign_packages.git(source, "status")
    assert before == after
    assert _installed_version(tmp_path, "tomli") == status["version"] == "2.2.2"


def _installed_version(folder: Path, package: str) -> str:
    living = folder / ".releasebot" / "rehearse" / "1" / "world"
    running = world.start_world(living)
    try:
        venv.create(folder / "venv", with_pip=True)
        pip = [str(folder / "venv" / "bin" / "python"), "-m", "pip", "--isolated"]
        index = f"{running.pypi_url}/simple/"
        subprocess.run(
            [*pip, "install", "--quiet", "--no-deps", "--index-url", index, package],
            check=True,
            timeout=SECONDS,
        )
        shown = subprocess.run(
            [*pip, "show", package], check=True, capture_output=True, text=True, timeout=SECONDS
        )
    finally:
        world.stop_world(living)
    return shown.stdout.split("Version: ")[1].split()[0]
