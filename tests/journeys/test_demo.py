"""The demo: a whole release by one command, and the same one finished after a kill."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 120
COMMAND = (sys.executable, "-m", "bot", "demo", "--auto", "minor", "--json")


@pytest.fixture
def demo(tmp_path: Path) -> "subprocess.Popen[str]":
    """A demo that has just started."""
    return subprocess.Popen(
        COMMAND, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_the_demo_releases_the_sample(demo: "subprocess.Popen[str]") -> None:
    """One JSON object on stdout, every ledger row done, exit code 0."""
    out, told = demo.communicate(timeout=SECONDS)

    assert demo.returncode == 0, told
    status = json.loads(out)
    assert status["state"] == "done"
    assert status["version"] == "1.2.0"
    assert {row["state"] for row in status["ledger"]} == {"done"}
    assert status["seconds"]["overhead"] < 1.0
    assert "Approve" not in told


def test_a_killed_demo_is_resumed(demo: "subprocess.Popen[str]", tmp_path: Path) -> None:
    """Killed while it builds, it ends as if nothing had happened."""
    assert demo.stderr is not None
    for line in demo.stderr:
        if "Commit version" in line:
            break
    demo.send_signal(signal.SIGKILL)
    demo.communicate(timeout=SECONDS)
    resumed = subprocess.run(
        [*COMMAND[:4], "--resume", "--auto", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout)["state"] == "done"


def test_resuming_nothing_is_refused(tmp_path: Path) -> None:
    """One sentence and what to do; no traceback."""
    refused = subprocess.run(
        [*COMMAND[:4], "--resume"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )

    assert refused.returncode == 3
    assert refused.stderr.startswith("There is no unfinished run to resume.")
    assert "Traceback" not in refused.stderr
