"""Groups of processes: where they are made on each kind of machine."""

from pathlib import Path

import pytest

from bot.adapters.builder.sandbox.cgroups import places_of

HYBRID = """\
proc /proc proc rw 0 0
cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
cgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0
cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0
"""
UNIFIED = "cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0\n"


@pytest.mark.parametrize(
    ("controller", "mounts", "own", "places"),
    [
        ("pids", HYBRID, "8:pids:/\n0::/\n", ["/sys/fs/cgroup/pids"]),
        (
            "memory",
            HYBRID,
            "4:memory:/a/b\n8:pids:/\n",
            [
                "/sys/fs/cgroup/memory/a/b",
                "/sys/fs/cgroup/memory/a",
                "/sys/fs/cgroup/memory",
            ],
        ),
        ("", UNIFIED, "0::/user.slice\n", ["/sys/fs/cgroup/user.slice", "/sys/fs/cgroup"]),
        ("pids", UNIFIED, "0::/user.slice\n", []),
        ("memory", "", "", []),
    ],
)
def test_a_group_is_made_as_deep_as_possible(
    controller: str, mounts: str, own: str, places: list[str]
) -> None:
    """First below our own group, then below each one above it; version 1, 2 or none."""
    assert list(places_of(controller, mounts, own)) == [Path(place) for place in places]
