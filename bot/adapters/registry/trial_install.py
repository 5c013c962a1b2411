"""Trying whether a version can be installed from an index; nothing of it is imported or run."""

import sys
import tempfile
from pathlib import Path

import uv

from bot import errors
from bot.adapters.patience import Patience
from bot.adapters.registry import child_process
from bot.adapters.registry.child_process import Surroundings

TAIL = 500


async def install(requirement: str, python: str, index: str, patience: Patience) -> None:
    """Install the wheel alone, as for that Python, into a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="releasebot-install-") as name:
        folder = Path(name)
        around = Surroundings(
            folder=folder,
            environment={
                **child_process.environment_in(folder),
                "HOME": name,
                "UV_HTTP_RETRIES": "1",
                "UV_HTTP_TIMEOUT": str(patience.answer),
                "UV_NO_CONFIG": "1",
                "UV_PYTHON_DOWNLOADS": "never",
                "UV_SYSTEM_CERTS": "1",
            },
            seconds=patience.call,
        )
        await _run(
            around,
            "pip",
            "install",
            "--quiet",
            "--target=trial",
            f"--python={sys.executable}",
            f"--python-version={python}",
            "--no-deps",
            "--only-binary=:all:",
            "--no-cache",
            f"--index-url={index}",
            requirement,
        )


async def _run(around: Surroundings, *arguments: str) -> None:
    """One uv command, which must succeed."""
    ended = await child_process.run((uv.find_uv_bin(), *arguments), around)
    if ended.code != 0:
        said = " ".join(ended.output.decode("utf-8", "replace").split())
        why = "it took too long" if ended.code is None else said[-TAIL:]
        raise errors.Failed(
            f"The package could not be installed from the index: {why}",
            "Look at what the index lists, then retry.",
            reason="install_failed",
        )
