"""Packages of the npm registry as folders: fetched at test set-up, kept for the next run.

Vendors publish the descriptions of their interfaces there. `npm` itself checks what it fetched
against the registry's hashes; nothing of it is executed unless a test does so itself.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

SECONDS = 240  # for a fetch: less than a test may take
QUICKLY_NO = (
    "--fetch-retries=2",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
    "--fetch-timeout=60000",
)
AUTHORITIES = (  # that the system trusts, where Debian and where Fedora keep them
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
)


def is_here() -> bool:
    """Whether this machine has npm."""
    return shutil.which("npm") is not None


def cache() -> Path:
    """Where fetched and derived data is kept between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "releasebot-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def installed(*packages: str) -> Path:
    """The `node_modules` folder that holds these packages ("name@1.2.3") and what they need."""
    folder = cache() / hashlib.sha256("\n".join(sorted(packages)).encode()).hexdigest()[:16]
    with alone(folder):
        if not folder.exists():
            _install(packages, folder)
    return folder / "node_modules"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time works on the folder; the others wait for what it makes."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(packages: Sequence[str], folder: Path) -> None:
    """Install into a folder beside it, then move it there as a whole."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"]
        command += ["--no-save", *QUICKLY_NO, "--prefix", made, *packages]
        done = subprocess.run(
            command,
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"npm could not fetch {', '.join(packages)}:\n{done.stderr}")
        Path(made).rename(folder)
        Path(made).mkdir()  # for the temporary folder's own end


def _environment() -> dict[str, str]:
    """Node's own list of authorities knows none of a company's; git and pip take the system's."""
    known = next((str(file) for file in AUTHORITIES if file.exists()), "")
    given = {"NODE_EXTRA_CA_CERTS": known} if known else {}
    return given | os.environ
