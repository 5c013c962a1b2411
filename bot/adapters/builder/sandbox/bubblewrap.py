"""Runs foreign commands in bubblewrap: no secrets, no network, no files but those it is given."""

from collections.abc import Iterator
from pathlib import Path

from bot.adapters.builder.sandbox import supervision
from bot.adapters.builder.sandbox.commands import SURROUNDINGS, Command, mounts_of
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.sandbox.supervision import Outcome
from bot.domain.records.ledger import LeftOut

BUBBLEWRAP = Path("/usr/bin/bwrap")
NOBODY = "65534"
TARGET = "sandbox"
TOOLS = {Path("/usr/bin/setpriv"): "util-linux", Path("/usr/bin/prlimit"): "util-linux"}
SWITCHES = (  # what allows user namespaces on Ubuntu, on Debian, elsewhere
    "kernel.apparmor_restrict_unprivileged_userns=0",
    "kernel.unprivileged_userns_clone=1",
    "user.max_user_namespaces=10000",
)
SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
SYSTEM_FILES = ("/etc/alternatives", "/etc/ld.so.cache")  # compilers and the loader go through them


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

    async def probe(self, python: Path) -> LeftOut | None:
        """Try a whole sandbox: no variable, no home folder, no network may be seen from within."""
        for program, package in {self._bubblewrap: "bubblewrap", **TOOLS}.items():
            if not program.exists():
                return LeftOut(
                    target=TARGET,
                    why=f"{package} is not installed, so a repository's code cannot be run safely.",
                    remedy=f"apt-get install {package}",
                )
        mounts, expected = mounts_of(python), " ".join(SURROUNDINGS)
        command = Command(
            argv=(str(python), "-IS", "-c", PROBE, expected), folder="/", mounts=mounts
        )
        outcome = await self.run(command, Limits(seconds=20))
        if outcome.succeeded:
            return None
        return LeftOut(
            target=TARGET,
            why=f"The sandbox does not hold here: {outcome.tail or outcome.limit}.",
            remedy=f"sysctl {next((s for s in SWITCHES if _is_known(s)), SWITCHES[-1])}",
        )


PROBE = """
import os, socket, sys
seen = open("/proc/1/environ").read() + open("/proc/self/environ").read()
seen = [v.split("=")[0] for v in seen.split(chr(0)) if v]
extra = set(seen) - {*sys.argv[1].split(), "PWD"}
if extra: sys.exit("variables are visible in it")
if os.path.exists("/etc/shadow"): sys.exit("the machine's files are visible in it")
try: socket.create_connection(("192.0.2.1", 9), 1)
except OSError as error:
    if error.errno != 101: sys.exit("it has a network")
else: sys.exit("it has a network")
"""


def _is_known(switch: str) -> bool:
    return Path("/proc/sys", switch.partition("=")[0].replace(".", "/")).exists()


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
