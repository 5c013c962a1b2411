"""The durable engine: DBOS set up so that nothing but plain JSON goes in or out of its tables."""

import asyncio
import contextlib
import fcntl
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dbos._serialization
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer

from bot import errors
from bot.releases.running.workflow import APPLICATION_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable


REFUSAL = "pickle is refused"
GRACE_SECONDS = 3.0  # for what is in flight at the end, so that it need not run twice


def refuse_pickle() -> None:
    """Take away DBOS's pickle, which would run code from any row marked `py_pickle`.

    Choosing another serializer does not do that: the row's own column selects the decoder.
    """

    def refuse(_self: object, _data: object) -> Any:  # noqa: ANN401  # the signature of DBOS
        raise ValueError(REFUSAL)

    pickling: dict[str, Callable[..., Any]] = {"serialize": refuse, "deserialize": refuse}
    for name, function in pickling.items():
        setattr(dbos._serialization.DefaultSerializer, name, function)  # noqa: SLF001  # pinned by tests/durable/test_pickle.py


def configure(path: Path) -> None:
    """Make the DBOS instance for a database file; workflows are registered after this."""
    refuse_pickle()
    config = DBOSConfig(
        name="releasebot",
        system_database_url=f"sqlite:///{path}",
        application_version=APPLICATION_VERSION,
        executor_id="releasebot",
        serializer=DBOSPortableJSONSerializer(),
        max_executor_threads=32,
        notification_listener_polling_interval_sec=0.25,
        log_level="WARNING",
    )
    DBOS(config=config)
    told = logging.getLogger("dbos")
    told.handlers.clear()  # its own one writes to the terminal; the log is where it belongs
    told.propagate = True


async def shut_down() -> None:
    """End DBOS and forget its workflows; what does not end in time goes on at the next start."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while await _is_working():  # noqa: ASYNC110  # DBOS tells nobody when it is done
                await asyncio.sleep(0.02)
    await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
    # DBOS makes its own threads the loop's, and ends them: what still closes needs others.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())


async def _is_working() -> bool:
    running = await DBOS.list_workflows_async(
        status="PENDING", limit=1, load_input=False, load_output=False
    )
    return bool(running)


class FolderLock:
    """One process for each data folder: a second bot there would run steps a second time."""

    def __init__(self, folder: Path) -> None:
        """Take the lock or refuse; the system frees it however this process ends."""
        self._file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise errors.Refused(
                f"Another releasebot already works in {folder}.",
                "Stop it, or use another data folder.",
                reason="folder_in_use",
            ) from error

    def release(self) -> None:
        """Give the folder back."""
        os.close(self._file)
