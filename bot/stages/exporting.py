"""A fresh tree of the release commit, for stages that run the repository's code."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from bot.stages.work import Work


@contextlib.asynccontextmanager
async def exported_release(work: Work) -> AsyncIterator[Path]:
    """Give a private folder with the release commit's files, gone afterwards."""
    folder = tempfile.TemporaryDirectory(prefix="releasebot-")
    try:
        source = Path(folder.name) / "source"
        source.mkdir()
        await work.outside.repository.export(work.release_commit(), source)
        yield source
    finally:
        await asyncio.to_thread(folder.cleanup)  # a large tree would hold up everybody's answers
