"""Run folders: each demo or rehearsal has its own, so that a killed one can be resumed."""

import json
import shutil
from pathlib import Path

READY = "request.json"  # written when the world is ready, so a half-made one is never resumed
ENDED = "ended"


def unfinished_run(parent: Path) -> Path | None:
    """The newest run that was ready and did not end."""
    found = _unfinished(parent)
    return found[-1] if found else None


def newest_run(parent: Path) -> Path | None:
    """The newest run that did not end, else the newest one that was ready."""
    ready = [run for run in _runs(parent) if (run / READY).exists()]
    return unfinished_run(parent) or (ready[-1] if ready else None)


def new_run(parent: Path) -> Path:
    """An empty folder for a new run; those of ended runs are removed, and git sees none of it."""
    runs = _runs(parent)
    for run in runs:
        if (run / ENDED).exists():
            shutil.rmtree(run)
    folder = parent / str(max((int(run.name) for run in runs), default=0) + 1)
    folder.mkdir(parents=True, mode=0o700)
    (parent / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def mark_ready(folder: Path, request: dict[str, str]) -> None:
    """Record what was asked for; from now on the run can be resumed."""
    partial = folder / f"{READY}.partial"
    partial.write_text(json.dumps(request), encoding="utf-8")
    partial.replace(folder / READY)


def request_of(folder: Path) -> dict[str, str]:
    """What was asked for in this run."""
    request: dict[str, str] = json.loads((folder / READY).read_text(encoding="utf-8"))
    return request


def mark_ended(folder: Path) -> None:
    """Record that there is nothing to resume."""
    (folder / ENDED).touch()


def mark_resumed(folder: Path) -> None:
    """Record that it goes on, so that it can be resumed again."""
    (folder / ENDED).unlink(missing_ok=True)


def _unfinished(parent: Path) -> list[Path]:
    return [r for r in _runs(parent) if (r / READY).exists() and not (r / ENDED).exists()]


def _runs(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    numbered = [run for run in parent.iterdir() if run.name.isdigit()]
    return sorted(numbered, key=lambda run: int(run.name))
