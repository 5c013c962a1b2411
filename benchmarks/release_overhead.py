"""Orchestration must cost next to nothing: the demo's release, and what of it was only ours."""

import json
import subprocess
import sys
import tempfile

ALLOWED_SECONDS = 1.0


def main() -> int:
    """Run the demo once and read what it tells of itself."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "demo", "--auto", "minor", "--json"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=300,
        )
    seconds = json.loads(done.stdout)["seconds"]
    share = seconds["overhead"] / seconds["total"]
    for name in ("total", "waiting", "overhead"):
        print(f"{name:<10} {seconds[name]:>8.3f}s")
    print(f"ratio {share:.3f} of the whole, allowed {ALLOWED_SECONDS} s of overhead")
    return int(seconds["overhead"] > ALLOWED_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
