"""The place where a repository's code is run: who runs it, with which interpreters and limits."""

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bot import errors
from bot.adapters.builder import driver, interpreters
from bot.adapters.builder.environments import WheelInstaller
from bot.adapters.builder.sandbox.bubblewrap import Sandbox
from bot.adapters.builder.sandbox.commands import Mount, Runner, mounts_of
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.sandbox.trusted import TrustedRunner
from bot.domain.records.ledger import LeftOut

PYTHON_FOLDERS = (".pyenv/versions", ".local/share/uv/python")
DRIVER_LIBRARIES = ("build", "pyproject_hooks", "packaging")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What building, checking and trying share. `folder` None: the machine's temporary folder."""

    runner: Runner
    installer: WheelInstaller
    interpreters: Mapping[str, Path]
    limits: Limits = field(default_factory=Limits)
    folder: Path | None = None
    left_out: tuple[LeftOut, ...] = ()  # what this machine lacks for building safely

    @contextlib.asynccontextmanager
    async def bench(self) -> AsyncIterator[Path]:
        """A private folder for one piece of work, which is gone afterwards."""
        folder = _new_folder(self.folder)
        try:
            yield folder
        finally:
            await asyncio.to_thread(remove_tree, folder)

    def mount(self, outside: Path, inside: str, *, writable: bool = False) -> Mount:
        """A mount at `inside`, or where the runner's commands see it."""
        return Mount(outside, self.runner.place(outside, inside), writable)


def _new_folder(parent: Path | None) -> Path:
    return Path(tempfile.mkdtemp(prefix="releasebot-", dir=parent)).resolve()


def mounts_of_environment(python: Path) -> tuple[Mount, ...]:
    """What an environment's interpreter needs to be seen: the environment and its origin.

    The origin may go by several names, because some installers link to links.
    """
    environment = python.parent.parent
    names = [python]
    while names[-1].is_symlink():
        names.append(names[-1].parent / names[-1].readlink())
    origins = [name for name in (*names, python.resolve()) if environment not in name.parents]
    mounts = dict.fromkeys(mount for name in origins for mount in mounts_of(name))
    return (*mounts, Mount(environment, str(environment)))


def copy_driver(folder: Path) -> Path:
    """Lay out our build driver with the libraries that it imports; returns the folder."""
    folder.mkdir()
    shutil.copy(str(driver.__file__), folder / "driver.py")
    for name in DRIVER_LIBRARIES:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise errors.Failed(f"The library {name} is missing.", "Install releasebot anew.")
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(spec.origin).parent, folder / name, ignore=ignored)
    return folder


def remove_tree(folder: Path) -> None:
    """Remove what foreign code left, also folders that it closed; follows no symlink."""
    for parent, names, _ in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


async def open_workshop(
    environment: Mapping[str, str],
    *,
    trust_this_repository: bool = False,
    python_folders: Sequence[Path] = (),
    limits: Limits | None = None,
    folder: Path | None = None,
) -> Workshop:
    """A workshop with a sandbox that was tried; without one only for a trusted repository."""
    runner: Runner = Sandbox()
    missing = await runner.probe(interpreters.own_interpreter())
    if missing is not None:
        if not trust_this_repository:
            raise errors.Failed(missing.why, f"Run: {missing.remedy}", reason="no_sandbox")
        runner = TrustedRunner(trust_this_repository=True)
    home = Path(environment.get("HOME", "/nonexistent"))
    folders = [*python_folders, *(home / name for name in PYTHON_FOLDERS)]
    return Workshop(
        runner=runner,
        installer=WheelInstaller(environment),
        interpreters=interpreters.find_interpreters(environment.get("PATH", ""), folders),
        limits=limits or Limits(),
        folder=folder,
        left_out=(missing,) if missing else (),
    )
