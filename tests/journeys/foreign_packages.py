"""Packages that nobody here wrote: their sdists from the registry, turned into git repositories."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

AUTHOR = ("-c", "user.name=alice", "-c", "user.email=alice@example.org")


def fetch_repository(requirement: str, folder: Path) -> Path:
    """A repository with the sdist's files, tagged as that version, and one commit since."""
    name, version = requirement.split("==")
    downloads = folder / "downloads"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
            *("--no-binary", ":all:", "--dest", str(downloads), requirement),
        ],
        check=True,
        timeout=300,
    )
    (sdist,) = downloads.iterdir()
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (downloads / sdist.name).rename(folder / sdist.name)
    downloads.rmdir()
    (source,) = (path for path in folder.iterdir() if path.is_dir())
    repository = source.rename(folder / name)
    (repository / "PKG-INFO").unlink()
    git(repository, "init", "--quiet", "--initial-branch=main")
    commit(repository, f"Release {version}")
    git(repository, *AUTHOR, "tag", "-a", f"v{version}", "-m", version)
    (repository / "NEWS-OF-TODAY.txt").write_text("Something new.\n", encoding="utf-8")
    commit(repository, "fix: tell something new")
    return repository


def commit(repository: Path, subject: str) -> None:
    """Commit everything."""
    git(repository, "add", "--all", "--force")
    git(repository, *AUTHOR, "commit", "--quiet", "-m", subject)


def git(repository: Path, *arguments: str) -> str:
    """Run git there, with nobody's configuration."""
    done = subprocess.run(
        ["git", "-C", str(repository), *arguments],  # noqa: S607 - the tests need git on PATH
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(repository), "GIT_CONFIG_NOSYSTEM": "1"},
    )
    return done.stdout
