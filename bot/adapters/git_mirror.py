"""Git mirror: our own bare copy of a remote repository, fetched anew for each question."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from bot import errors
from bot.adapters import git_clone
from bot.adapters.git_command import GitCommand, GitFailed
from bot.adapters.tokens import Token
from bot.domain.versions import references

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_FETCH_TIMEOUT = 1800.0
_FETCH_LIMIT = 16 * 1024**3
_ADDRESS = re.compile(r"[a-z]+://[!-~]+")
_ASKPASS = """#!/bin/sh
case "$1" in Username*) echo x-access-token ;; *) exec cat "/dev/fd/$RELEASEBOT_TOKEN" ;; esac
"""
_REFUSED = ("Authentication failed", "returned error: 401", "returned error: 403")


class GitMirror:
    """A bare repository of ours that follows `url`; git gets the token by an open file in memory.

    So the token is in no argument, no variable, no address and on no disk.
    """

    def __init__(
        self, folder: Path, url: str, token: Token | None = None, *, allow_file: bool = False
    ) -> None:
        """Keep the mirror in `folder`. `allow_file` lets tests follow a path on this machine."""
        protocol = _protocol(url, allow_file=allow_file)
        self._folder = folder.resolve()
        self._url = url
        self._default: str | None = None
        self._token = token
        repository = self._folder / "mirror.git"
        self._remote = GitCommand(folder=repository, protocols=(protocol,))
        self.git = GitCommand(folder=repository)

    def refresh(self) -> None:
        """Fetch every branch and tag; a lock left by a process that was killed is removed."""
        with self._alone():
            self._prepare()
            try:
                self._fetch_with_a_good_token()
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

    def _fetch_with_a_good_token(self) -> None:
        """Fetch; once more where the token was refused and there is another."""
        try:
            self._fetch()
        except GitFailed as failure:
            is_refused = any(words in failure.text for words in _REFUSED)
            if not is_refused or self._token is None or not self._token.renew():
                raise
            self._fetch()

    def _fetch(self) -> None:
        """Fetch, with the token in a file in memory for as long as it takes."""
        if self._token is None:
            return self._fetch_by(self._remote)
        text = self._token.read()
        descriptor = os.memfd_create("token", os.MFD_CLOEXEC)
        environment = {
            "GIT_ASKPASS": str(self._folder / "askpass"),
            "RELEASEBOT_TOKEN": str(descriptor),
        }
        try:
            os.write(descriptor, text.encode())
            return self._fetch_by(
                replace(self._remote, environment=environment, descriptors=(descriptor,))
            )
        finally:
            os.close(descriptor)

    def _fetch_by(self, remote: GitCommand) -> None:
        head = remote.run("ls-remote", "--symref", "--end-of-options", self._url, "HEAD")
        match = re.search(rb"^ref: refs/heads/(\S+)\tHEAD$", head, re.MULTILINE)
        self._default = os.fsdecode(match[1]) if match else None
        remote.run(
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
