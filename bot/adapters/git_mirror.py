"""Git mirror: our own bare copy of a remote repository, fetched anew for each question."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot import errors
from bot.adapters import git_clone
from bot.adapters.git_command import GitCommand, GitFailed
from bot.domain import references

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_FETCH_TIMEOUT = 1800.0
_FETCH_LIMIT = 16 * 1024**3
_ADDRESS = re.compile(r"[a-z]+://[!-~]+")
_ASKPASS = """#!/bin/sh
case "$1" in Username*) echo x-access-token ;; *) exec cat -- "$RELEASEBOT_TOKEN_FILE" ;; esac
"""


class GitMirror:
    """A bare repository of ours that follows `url`; the token stays in its file."""

    def __init__(
        self, folder: Path, url: str, token_file: Path | None = None, *, allow_file: bool = False
    ) -> None:
        """Keep the mirror in `folder`. `allow_file` lets tests follow a path on this machine."""
        protocol = _protocol(url, allow_file=allow_file)
        self._folder = folder.resolve()
        self._url = url
        self._default: str | None = None
        environment = {"GIT_ASKPASS": str(self._folder / "askpass")}
        if token_file:
            environment["RELEASEBOT_TOKEN_FILE"] = str(token_file.absolute())
        repository = self._folder / "mirror.git"
        self._remote = GitCommand(
            folder=repository,
            protocols=(protocol,),
            environment=environment if token_file else {},
        )
        self.git = GitCommand(folder=repository)

    def refresh(self) -> None:
        """Fetch every branch and tag; a lock left by a process that was killed is removed."""
        with self._alone():
            self._prepare()
            try:
                self._fetch()
            except GitFailed as failure:
                said = failure.text[-300:] or "git says nothing"
                raise errors.Unknown(
                    f"The repository could not be fetched: {said}.",
                    "Look at its address, the token and the network, then try again.",
                ) from failure

    def find_branch(self, name: str | None) -> tuple[str, str]:
        """The branch and its commit; None: the remote's default branch."""
        branch = references.parse_branch(name or self._default or "main")
        found = git_clone.resolve(self.git, f"refs/heads/{branch}")
        if found is None:
            raise git_clone.no_branch(branch) if name else git_clone.empty()
        return branch, found

    def find_commit(self, commit: str) -> None:
        """Look that the commit is here; fetch once if it is not."""
        references.parse_commit(commit)
        if not self.git.folder.is_dir() or git_clone.resolve(self.git, commit) is None:
            self.refresh()
            if git_clone.resolve(self.git, commit) is None:
                raise git_clone.no_commit(commit)

    def hosted_name(self) -> str:
        """The "owner/name" of the address on GitHub, "" where it is elsewhere."""
        return git_clone.github_name(self._url)

    def is_shallow(self) -> bool:
        """A mirror holds all of history."""
        return False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _prepare(self) -> None:
        script = self._folder / "askpass"
        script.write_text(_ASKPASS)
        script.chmod(0o700)
        self.git.folder.mkdir(exist_ok=True)
        if not (self.git.folder / "HEAD").is_file():
            self.git.run("init", "--quiet", "--bare", "--template=", ".")
        for left in self.git.folder.rglob("*.lock"):
            left.unlink(missing_ok=True)

    def _fetch(self) -> None:
        head = self._remote.run("ls-remote", "--symref", "--end-of-options", self._url, "HEAD")
        match = re.search(rb"^ref: refs/heads/(\S+)\tHEAD$", head, re.MULTILINE)
        self._default = os.fsdecode(match[1]) if match else None
        self._remote.run(
            "fetch",
            "--quiet",
            "--prune",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--end-of-options",
            self._url,
            "+refs/heads/*:refs/heads/*",
            "+refs/tags/*:refs/tags/*",
            timeout=_FETCH_TIMEOUT,
            limit=_FETCH_LIMIT,
        )


def _protocol(url: str, *, allow_file: bool) -> str:
    """The protocol of an address that we may fetch from; raises `BadConfiguration`."""
    parts = urlsplit(url) if _ADDRESS.fullmatch(url) else urlsplit("")
    is_safe = {
        "https": bool(parts.hostname) and "@" not in parts.netloc,
        "http": parts.hostname in _LOOPBACK and "@" not in parts.netloc,
        "file": allow_file,
    }
    if not is_safe.get(parts.scheme, False):
        raise errors.BadConfiguration(
            "The repository's address is none that the bot may fetch from.",
            "Use https://… without a name or password in it; http only for this machine.",
        )
    return parts.scheme
