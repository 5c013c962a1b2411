"""What a command of a repository may use up before it is stopped."""

from dataclasses import dataclass
from typing import Literal

Limit = Literal["", "time", "output", "disk", "memory", "processes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Wall clock in seconds, the rest in bytes and counts; each is for one whole command."""

    seconds: float = 900.0
    output_bytes: int = 10**9
    memory_bytes: int = 4 * 2**30
    processes: int = 512
    disk_bytes: int = 2 * 2**30
    disk_files: int = 200_000

    def resource_arguments(self, *, memory: bool) -> tuple[str, ...]:
        """The floor that holds without cgroups: `prlimit`, to be put before a command.

        `memory` only where no cgroup counts it: a process that is refused memory tells nobody.
        """
        return (
            "/usr/bin/prlimit",
            f"--nproc={self.processes}",
            *((f"--data={self.memory_bytes}",) if memory else ()),
            f"--fsize={self.disk_bytes}",
            "--core=0",
            "--nofile=4096",
            "--",
        )

    def sentence(self, limit: Limit) -> str:
        """Which limit stopped a command, for people; "" for none."""
        return {
            "": "",
            "time": f"it ran longer than {self.seconds:.0f} seconds",
            "output": f"it printed more than {self.output_bytes / 1e6:.0f} MB",
            "disk": f"it wrote more than {self.disk_bytes / 1e6:.0f} MB "
            f"or {self.disk_files:,} files",
            "memory": f"it used more than {self.memory_bytes / 1e6:.0f} MB of memory",
            "processes": f"it started more than {self.processes} processes",
        }[limit]
