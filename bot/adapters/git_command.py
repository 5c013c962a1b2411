"""Git as a command: one way to start it, in which no configuration of a repository runs a program.

A repository may be hostile: its own config could name an fsmonitor, hooks, pagers, ssh commands or
`ext::` transports. Each is switched off here, for every call; arguments are a list, the environment
is ours alone, time and output are bounded.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot import errors
from bot.domain import foreign_text

PATH = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"
SAFE = (
    "--no-optional-locks",
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor="),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.sshCommand=false"),
    *("-c", "credential.helper="),
    *("-c", "protocol.allow=never"),
    *("-c", "protocol.ext.allow=never"),
    *("-c", "http.followRedirects=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "safe.directory=*"),  # we only read, and nothing of its configuration runs
)
OUTPUT_LIMIT = 256 * 1024 * 1024  # bytes
TIMEOUT = 120.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class GitFailed(Exception):  # it never reaches people; the adapter says what it means
    """Git ended with an error code."""

    code: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GitCommand:
    """Git in one folder. `protocols` are those that it may speak, none by default."""

    folder: Path
    protocols: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()  # open files that it and its children may read

    def run(
        self,
        *arguments: str,
        given: bytes = b"",
        timeout: float = TIMEOUT,
        limit: int = OUTPUT_LIMIT,
    ) -> bytes:
        """What git writes to stdout, at most `limit` bytes; raises `GitFailed` or `Failed`."""
        with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as output:
            told.write(given)
            told.seek(0)
            child = subprocess.Popen(
                [_git(), *SAFE, *arguments],
                cwd=self.folder,
                env=self._environment(),
                stdin=told,
                stdout=output,
                stderr=subprocess.PIPE,
                pass_fds=self.descriptors,
                start_new_session=True,
            )
            resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (limit, limit))
            text = _wait(child, arguments[0], timeout)
            if child.returncode == -signal.SIGXFSZ:
                raise _too_big(arguments[0], limit)
            if child.returncode:
                raise GitFailed(code=child.returncode, text=text)
            output.seek(0)
            return output.read()

    def succeeds(self, *arguments: str) -> bool:
        """Whether git answers yes (0) rather than no (1); other codes raise."""
        try:
            self.run(*arguments)
        except GitFailed as failure:
            if failure.code == 1:
                return False
            raise
        return True

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": PATH,
            "HOME": "/nonexistent",
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "false",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_CEILING_DIRECTORIES": str(self.folder.parent),
            "GIT_ALLOW_PROTOCOL": ":".join(self.protocols) or "none",
            **self.environment,
        }


def _git() -> str:
    found = shutil.which("git", path=PATH)
    if found is None:
        raise errors.Failed(
            "git is not installed.", "Install it, for example by: apt-get install git."
        )
    return found


def _wait(child: subprocess.Popen[bytes], what: str, timeout: float) -> str:
    """The end of what git says on stderr; past the timeout its whole process group is ended."""
    try:
        _, said = child.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        raise errors.Failed(
            f"git {what} did not end within {timeout:.0f} seconds.",
            "Try again; if it happens again, look at the machine and the network.",
            reason="git_timeout",
        ) from error
    return foreign_text.visible(said[-4000:].decode("utf-8", "replace")).strip()


def _too_big(what: str, limit: int) -> errors.Failed:
    return errors.Failed(
        f"git {what} wants to write more than the {limit} bytes that we read.",
        "Look whether the repository holds what it should.",
        reason="too_big",
    )
