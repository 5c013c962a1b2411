"""Runs foreign commands in bubblewrap: no secrets, no network, no files but those it is given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot import errors
from bot.adapters.builder import supervision
from bot.adapters.builder.limits import Limits
from bot.adapters.builder.supervision import Outcome

BUBBLEWRAP = Path("/usr/bin/bwrap")
NOBODY = "65534"
SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
SYSTEM_FILES = ("/etc/alternatives", "/etc/ld.so.cache")  # compilers and the loader go through them


@dataclass(frozen=True, slots=True)
class Mount:
    """A file or folder that a command may see at `inside`; may write if `writable`."""

    outside: Path
    inside: str
    writable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A foreign command: what to run, in which folder, and all that it may see."""

    argv: tuple[str, ...]
    folder: str
    mounts: tuple[Mount, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why something cannot be had on this machine, and the command that gets it."""

    why: str
    remedy: str


class Runner(Protocol):
    """Runs a repository's own commands."""

    def place(self, outside: Path, inside: str) -> str:
        """The path under which a command sees `outside`; `inside` where it has its own tree."""
        ...

    async def run(self, command: Command, limits: Limits) -> Outcome:
        """Run it to its end or to its first limit; nothing of it is left afterwards."""
        ...

    async def probe(self, python: Path) -> Missing | None:
        """What keeps this runner from working here; None if it works."""
        ...


class Sandbox:
    """A `Runner` on bubblewrap: own namespaces, no capabilities, empty environment."""

    def __init__(self, bubblewrap: Path = BUBBLEWRAP) -> None:
        """Use this program."""
        self._bubblewrap = bubblewrap

    def place(self, outside: Path, inside: str) -> str:  # noqa: ARG002 - the role's signature
        """A fixed path, so that what is built does not depend on where."""
        return inside

    async def run(self, command: Command, limits: Limits) -> Outcome:
        """Run the command in a new sandbox."""
        arguments = [str(self._bubblewrap), *_arguments(command, limits), "--", *command.argv]
        watched = [mount.outside for mount in command.mounts if mount.writable]
        return await supervision.run(arguments, limits, watched, environment={}, folder="/")

    async def probe(self, python: Path) -> Missing | None:
        """Try a whole sandbox: no variable, no home folder, no network may be seen from within."""
        if not self._bubblewrap.exists():
            return Missing(
                why="bubblewrap is not installed, so a repository's code cannot be run safely.",
                remedy="apt-get install bubblewrap",
            )
        mounts = mounts_of(python)
        command = Command(argv=(str(python), "-IS", "-c", PROBE), folder="/", mounts=mounts)
        outcome = await self.run(command, Limits(seconds=20))
        if outcome.succeeded:
            return None
        return Missing(
            why=f"The sandbox does not hold here: {outcome.tail or outcome.limit}.",
            remedy="sysctl kernel.unprivileged_userns_clone=1",
        )


SURROUNDINGS = {
    "HOME": "/tmp",  # noqa: S108 - the sandbox's own, empty one
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "USER": "nobody",
    "LOGNAME": "nobody",
}

PROBE = """
import os, socket, sys
seen = open("/proc/1/environ").read() + open("/proc/self/environ").read()
seen = [v.split("=")[0] for v in seen.split(chr(0)) if v]
extra = set(seen) - {"HOME", "PATH", "LANG", "USER", "LOGNAME", "PWD"}
if extra: sys.exit("variables are visible in it")
if os.path.exists("/etc/shadow"): sys.exit("the machine's files are visible in it")
try: socket.create_connection(("192.0.2.1", 9), 1)
except OSError as error:
    if error.errno != 101: sys.exit("it has a network")
else: sys.exit("it has a network")
"""


def mounts_of(python: Path) -> tuple[Mount, ...]:
    """What an interpreter needs to be seen: the folder that it was installed in, if not /usr."""
    prefix = python.parent.parent
    if prefix.is_relative_to("/usr"):
        return ()
    if Path.home().is_relative_to(prefix):
        raise errors.Failed(
            f"The interpreter {python} lies directly in a home folder, which no build may see.",
            "Use an interpreter that has a folder of its own.",
            reason="no_interpreter",
        )
    return (Mount(prefix, str(prefix)),)


def _arguments(command: Command, limits: Limits) -> Iterator[str]:
    """What bubblewrap is told: /tmp comes before what is mounted below it, read-only roots last.

    /proc is made read-only because a sandbox that root starts still is the kernel's root where a
    file's owner is asked, and could write /proc/sys/kernel/core_pattern.
    """
    yield from (
        f"--unshare-user --unshare-all --disable-userns --die-with-parent --new-session --clearenv"
        f" --cap-drop ALL --uid {NOBODY} --gid {NOBODY} --hostname sandbox"
        f" --proc /proc --remount-ro /proc --dev /dev"
        f" --size {limits.disk_bytes} --tmpfs /dev/shm --remount-ro /dev"
        f" --size {limits.disk_bytes} --tmpfs /tmp --ro-bind /usr /usr"
    ).split()
    yield from _system_arguments()
    for mount in command.mounts:
        yield "--bind" if mount.writable else "--ro-bind"
        yield from (str(mount.outside), mount.inside)
    for name, value in (SURROUNDINGS | dict(command.environment)).items():
        yield from ("--setenv", name, value)
    yield from ("--remount-ro", "/", "--chdir", command.folder)


def _system_arguments() -> Iterator[str]:
    for name in SYSTEM_FOLDERS:
        path = Path("/", name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.exists():
            yield from ("--ro-bind", str(path), str(path))
    for name in SYSTEM_FILES:
        yield from ("--ro-bind-try", name, name)
