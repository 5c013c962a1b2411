"""The sweep finds what a run has left, once, and is not confused by a killed writer."""

import json
from pathlib import Path

import pytest

from bot.rehearsal.github import transcript
from tests.official import npm
from tests.official.github import traffic

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm is not installed")
GOOD = {"method": "GET", "path": "/repos/a/b", "query": [], "status": 404, "caller": "token"}


def _written(folder: Path, *lines: dict[str, object], rest: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / transcript.FILE).open("a") as file:
        file.write("".join(json.dumps(line) + "\n" for line in lines) + rest)
    return folder


def test_violations_are_reported_once(tmp_path: Path) -> None:
    """The same sentence for many requests is one, and a second sweep has nothing new."""
    bad = GOOD | {"query": [["per_pge", "1"]]}
    _written(tmp_path / "world", GOOD, bad, bad)

    (sentence,) = traffic.sweep(tmp_path)

    assert "per_pge" in sentence
    assert traffic.sweep(tmp_path) == []
    _written(tmp_path / "world", bad)
    assert len(traffic.sweep(tmp_path)) == 1


def test_a_line_that_was_not_finished_waits(tmp_path: Path) -> None:
    """Its process was killed, or is still writing."""
    _written(tmp_path, GOOD, rest='{"method": "GE')

    assert traffic.sweep(tmp_path) == []


def test_events_are_measured_too(tmp_path: Path) -> None:
    """What a webhook was told stands between the exchanges."""
    _written(tmp_path, {"event": "milestone", "payload": {"action": "invented"}})

    assert "GitHub sends no such event" in traffic.sweep(tmp_path)[0]


def test_a_body_that_was_too_large_is_not_measured(tmp_path: Path) -> None:
    """Its size is all that is known of it."""
    asked = {"method": "POST", "path": "/repos/a/b/git/blobs", "status": 403}

    _written(tmp_path, GOOD | asked | {"body_left_out": 300_000})

    assert traffic.sweep(tmp_path) == []
