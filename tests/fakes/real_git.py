"""Real git repositories in a test's own folder, made by the git that is installed."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "alice",
    "GIT_AUTHOR_EMAIL": "alice@example.org",
    "GIT_COMMITTER_NAME": "alice",
    "GIT_COMMITTER_EMAIL": "alice@example.org",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}


@dataclass(frozen=True, slots=True)
class RealGit:
    """A repository with a work tree that a test may do anything with."""

    folder: Path

    def run(self, *arguments: str, given: bytes = b"") -> str:
        """Run git here and give back what it says."""
        argv = ["git", "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(
            argv,
            cwd=self.folder,
            env=_ENVIRONMENT,
            input=given,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def commit(self, message: str, **files: str) -> str:
        """Commit files, whose names have "__" for "/" and "_dot_" for "."; the commit's id."""
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        self.run("add", "--all")
        self.run("commit", "--quiet", "--allow-empty", "--message", message)
        return self.head()

    def head(self) -> str:
        """The commit that is checked out."""
        return self.run("rev-parse", "HEAD")

    def tag(self, name: str) -> None:
        """Put an annotated tag on the commit that is checked out."""
        self.run("tag", "--annotate", name, "--message", name)


def make_repository(folder: Path) -> RealGit:
    """A new repository on the branch main, without a commit."""
    folder.mkdir(parents=True)
    git = RealGit(folder)
    git.run("init", "--quiet", "--initial-branch=main", ".")
    return git


def make_released(folder: Path) -> RealGit:
    """A project released as v1.0.0 and v1.1.0, with one feature merged since."""
    git = make_repository(folder)
    git.commit("Start", pyproject_dot_toml='[project]\nname = "demo"\nversion = "1.0.0"\n')
    git.tag("v1.0.0")
    git.commit("Release", pyproject_dot_toml='[project]\nname = "demo"\nversion = "1.1.0"\n')
    git.tag("v1.1.0")
    git.run("checkout", "--quiet", "-b", "topic")
    git.commit("feat: a thing", src__demo__thing_dot_py="THING = 1\n")
    git.run("checkout", "--quiet", "main")
    message = "Merge pull request #7 from bob/topic\n\nfeat: a thing"
    git.run("merge", "--quiet", "--no-ff", "topic", "--message", message)
    return git
