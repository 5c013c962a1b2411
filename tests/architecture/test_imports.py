"""Imports: what it costs, and what happens, to start the command line."""

import subprocess
import sys

HEAVY = ("aiohttp", "alembic", "build", "dbos", "github", "pydantic", "rich", "sqlalchemy", "twine")


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    """`releasebot --version` answers at once: each verb imports what it needs."""
    script = f"import sys, bot.cli; print(*sorted(set({HEAVY}) & set(sys.modules)))"

    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, timeout=60, text=True
    )

    assert ended.stdout.split() == []


SCRIPT = """
import pkgutil, sys, threading
import bot, handlers
watched = ("socket.bind", "socket.connect", "subprocess.Popen", "os.system", "sqlite3.connect")
seen = []
def watch(event, _):
    frame = sys._getframe() if event in watched else None
    while frame and "site-packages" not in frame.f_code.co_filename:
        if frame.f_globals.get("__name__", "").partition(".")[0] in ("bot", "handlers"):
            seen.append((event, frame.f_globals["__name__"]))
        frame = frame.f_back
sys.addaudithook(watch)
for package in (bot, handlers):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith(("__main__", "migrations.env")):
            __import__(module.name)
print(*seen, *(t.name for t in threading.enumerate() if t is not threading.main_thread()))
"""


def test_importing_everything_starts_nothing() -> None:
    """No thread, socket, child process or database of ours: only `main` starts things.

    A library that looks at its machine as it is imported is not ours to mend.
    """
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, check=False, timeout=60, text=True
    )

    assert (ended.stdout.strip(), ended.stderr) == ("", "")
