"""Groups of processes that the kernel counts, limits and ends together."""

import contextlib
import os
import secrets
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.builder.sandbox.limits import Limit, Limits

V1_FIELDS = 3
END_WITHIN = 5.0  # seconds
DIE_WITH_US = ("/usr/bin/setpriv", "--pdeathsig", "KILL", "--")
ENTER = """
[ "$PPID" = "$1" ] || exit 125
while shift && [ "$1" != -- ]; do echo 0 > "$1/cgroup.procs" || exit 125; done
shift && exec "$@"
"""  # a constant text: all that varies are its arguments


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """The folders of one group: one in cgroup v2, one for each controller in v1, () for none."""

    folders: tuple[Path, ...] = ()

    def entering(self, argv: Sequence[str]) -> list[str]:
        """The command that first dies with us and enters the group, then becomes `argv`."""
        own = [str(os.getpid()), *map(str, self.folders), "--"]
        return [*DIE_WITH_US, "/bin/sh", "-c", ENTER, "enter", *own, *argv]

    def exceeded(self) -> Limit:
        """The limit that the group ran into, if any."""
        for folder in self.folders:
            if _count(folder / "memory.oom_control") or _count(folder / "memory.events"):
                return "memory"
            if _count(folder / "pids.events", "max"):
                return "processes"
        return ""

    def end(self) -> None:
        """Kill what is left of the group and remove it."""
        deadline = time.monotonic() + END_WITHIN
        while not all(map(_is_ended, self.folders)) and time.monotonic() < deadline:
            time.sleep(0.002)


def _count(path: Path, key: str = "oom_kill") -> int:
    """A counter of a cgroup file of "key value" lines; 0 where there is none."""
    try:
        fields = dict(line.split(" ", 1) for line in path.read_text().splitlines())
    except OSError:
        return 0
    return int(fields.get(key, "0"))


def _is_ended(folder: Path) -> bool:
    """Kill the group's processes; whether it could be removed, which dying ones prevent.

    A group of ours may hold others: those of a bot that works in a rehearsal.
    """
    for inner in folder.glob("releasebot-*"):
        _is_ended(inner)
    with contextlib.suppress(FileNotFoundError):
        for pid in map(int, (folder / "cgroup.procs").read_text().split()):
            if pid > 0:  # 0 is a process of another namespace here, but means all of us to kill
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        try:
            folder.rmdir()
        except FileNotFoundError:
            return True
        except OSError:
            return False
    return True


def make_group(limits: Limits) -> ControlGroup:
    """A new group with these limits, or an empty one where the machine lets us make none."""
    mounts = Path("/proc/self/mounts").read_text()
    own = Path("/proc/self/cgroup").read_text()
    v1 = {
        "pids": {"pids.max": limits.processes},
        "memory": {"memory.limit_in_bytes": limits.memory_bytes},
    }
    made = [_make(places_of(c, mounts, own), values) for c, values in v1.items()]
    if not any(made):
        both = {"pids.max": limits.processes, "memory.max": limits.memory_bytes}
        made = [_make(places_of("", mounts, own), both)]
    return ControlGroup(tuple(folder for folder in made if folder is not None))


def places_of(controller: str, mounts: str, own: str) -> Sequence[Path]:
    """The folders below which a group may be made: our own group's, then each one above it.

    `controller` "" means cgroup v2; `mounts` and `own` are /proc/self/mounts and /proc/self/cgroup.
    """
    for mount in (line.split() for line in mounts.splitlines()):
        options = mount[3].split(",")
        if mount[2] == ("cgroup" if controller else "cgroup2") and (
            not controller or controller in options
        ):
            return list(_upwards(Path(mount[1]), _own_path(controller, own)))
    return ()


def _own_path(controller: str, own: str) -> str:
    for line in own.splitlines():
        fields = line.split(":", V1_FIELDS - 1)
        if len(fields) == V1_FIELDS and controller in fields[1].split(","):
            return fields[2]
    return "/"


def _upwards(mount: Path, path: str) -> Iterator[Path]:
    folder = mount / path.lstrip("/")
    yield folder
    while folder != mount:
        folder = folder.parent
        yield folder


def _make(places: Sequence[Path], values: dict[str, int]) -> Path | None:
    """Make a group in the first place that takes all the values."""
    for place in places:
        folder = place / f"{_names()}{os.getpid()}-{secrets.token_hex(4)}"
        try:
            folder.mkdir()
        except OSError:
            continue
        _sweep(place)
        try:
            for name, value in values.items():
                with (folder / name).open("r+") as control:
                    control.write(str(value))
        except OSError:
            folder.rmdir()
            continue
        return folder
    return None


def _names() -> str:
    """How the names of our groups begin: process ids mean something only in their namespace."""
    return f"releasebot-{Path('/proc/self/ns/pid').stat().st_ino}-"


def _sweep(place: Path) -> None:
    """End the groups of those that were killed before they could do it themselves."""
    for folder in place.glob(f"{_names()}*"):
        owner = folder.name.removeprefix(_names()).partition("-")[0]
        if not Path("/proc", owner).exists():
            ControlGroup((folder,)).end()
