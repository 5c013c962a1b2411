"""The command line must answer at once: `releasebot --version` against an empty Python program."""

import statistics
import subprocess
import sys
import time

ALLOWED_SECONDS = 0.2
ROUNDS = 9
COMMANDS = {
    "python -c pass": (sys.executable, "-c", "pass"),
    "releasebot --version": (sys.executable, "-m", "bot", "--version"),
}


def main() -> int:
    """Run both in turns, compare the medians."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)
            taken[name].append(time.perf_counter() - started)
    empty, version = (statistics.median(times) for times in taken.values())
    for name, times in taken.items():
        print(f"{name:<24} {statistics.median(times):>8.3f}s")
    print(f"ratio {version / empty:.1f}, allowed {ALLOWED_SECONDS} s")
    return int(version > ALLOWED_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
