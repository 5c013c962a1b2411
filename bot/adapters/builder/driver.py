"""Runs inside the sandbox: builds the sdist, then the wheel from the sdist.

Called as `python driver.py packages|metadata SOURCE OUT NOTES`, with the libraries that it imports
beside it. If the backend asks for more than the environment has, the names go to NOTES and nothing
is built. "metadata" only lets the backend write the project's metadata.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Literal

import build

NEEDS_MORE = 3
FILTER: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # 3.11.4 on


def build_packages(source: str, out: str, notes: str) -> None:
    """Build both, or write down what is missing."""
    project = build.ProjectBuilder(source)
    need(project, "sdist", notes)
    sdist = project.build("sdist", out)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(sdist) as archive:
            # The sandbox holds whatever the archive does.
            archive.extractall(folder, **FILTER)  # noqa: S202  # nosec B202  # see above
        unpacked = build.ProjectBuilder(next(Path(folder).iterdir()))
        need(unpacked, "wheel", notes)
        unpacked.build("wheel", out)


def write_metadata(source: str, out: str, notes: str) -> None:
    """Let the backend prepare the wheel's metadata."""
    project = build.ProjectBuilder(source)
    need(project, "wheel", notes)
    project.metadata_path(out)


def need(project: build.ProjectBuilder, kind: Literal["sdist", "wheel"], notes: str) -> None:
    """End here, with a note, if the environment lacks something."""
    missing = project.check_dependencies(kind)
    if missing:
        lines = sorted({chain[0] for chain in missing})
        Path(notes, "missing").write_text("\n".join(lines), "utf-8")
        sys.exit(NEEDS_MORE)


if __name__ == "__main__":
    run = {"packages": build_packages, "metadata": write_metadata}[sys.argv[1]]
    try:
        run(*sys.argv[2:])
    except build.BuildBackendException as error:
        if not isinstance(error.exception, subprocess.CalledProcessError):
            sys.exit(str(error))
        sys.exit(1)  # the backend has said itself what was wrong
    except build.BuildException as error:
        sys.exit(str(error))
