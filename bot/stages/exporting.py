"""A fresh tree of the release commit, for stages that run the repository's code."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from bot.stages.work import Work


@contextlib.asynccontextmanager
async def exported_release(work: Work) -> AsyncIterator[Path]:
    """Give a private folder with the release commit's files, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="releasebot-") as folder:
        source = Path(folder) / "source"
        source.mkdir()
        await work.outside.repository.export(work.release_commit(), source)
        yield source
        # A large tree would hold up everybody's answers; whatever is left goes with the folder.
        await asyncio.to_thread(shutil.rmtree, source, ignore_errors=True)
