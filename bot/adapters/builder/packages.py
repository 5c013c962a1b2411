"""Building sdist and wheel inside the sandbox."""

import asyncio
import datetime as dt
import os
import shutil
from pathlib import Path

from bot import errors
from bot.adapters import artifact_store
from bot.adapters.builder import build_requirements, driver, interpreters, workshop
from bot.adapters.builder.build_requirements import SourceFacts
from bot.adapters.builder.sandbox.build_log import last_line, plain
from bot.adapters.builder.sandbox.commands import Command
from bot.adapters.builder.sandbox.supervision import Outcome
from bot.adapters.builder.workshop import Workshop

LONGEST_NOTE = 10_000  # bytes
ROUNDS = 3  # how often a backend may ask for more requirements
VERSION_VARIABLES = (  # a tree without .git cannot tell its version to these
    "SETUPTOOLS_SCM_PRETEND_VERSION",  # also hatch-vcs, flit-scm
    "PDM_BUILD_SCM_VERSION",
    "PBR_VERSION",
    "POETRY_DYNAMIC_VERSIONING_BYPASS",
    "UV_DYNAMIC_VERSIONING_BYPASS",
)


async def build_packages(
    shop: Workshop, bench: Path, source: Path, version: str, date: dt.datetime
) -> Path:
    """Build into the new folder that is returned; the source tree itself is not touched."""
    environment = {
        **dict.fromkeys(VERSION_VARIABLES, version),
        "SOURCE_DATE_EPOCH": str(int(date.timestamp())),
    }
    return await run_driver(shop, bench, source, "packages", environment)


async def write_metadata(shop: Workshop, bench: Path, source: Path) -> Path | None:
    """Let the backend write the project's .dist-info folder; None if it cannot.

    A version that only git knows is 0.0.0 there.
    """
    environment = dict.fromkeys(VERSION_VARIABLES, "0.0.0")
    try:
        out = await run_driver(shop, bench, source, "metadata", environment)
    except errors.BuildFailed:
        return None
    return next((f for f in out.glob("*.dist-info") if not f.is_symlink()), None)


async def run_driver(
    shop: Workshop, bench: Path, source: Path, what: str, environment: dict[str, str]
) -> Path:
    """Run the driver, each time with more requirements, until its backend has all it asks for."""
    facts = build_requirements.read_source(source)
    requires = list(facts.build_requires)
    await asyncio.to_thread(workshop.copy_driver, bench / "driver")
    for attempt in range(ROUNDS):
        room = bench / f"{what}-{attempt}"
        outcome = await _run_once(shop, room, source, what, (facts, requires, environment))
        if outcome.code != driver.NEEDS_MORE or not (missing := _missing(room / "notes")):
            _raise_for(shop, outcome)
            return room / "out"
        requires += missing
    raise errors.BuildFailed(
        f"The build backend asks again for what it has: {last_line(plain(requires[-1]))}.",
        "Correct the [build-system] requires of pyproject.toml.",
    )


async def _run_once(
    shop: Workshop,
    room: Path,
    source: Path,
    what: str,
    settings: tuple[SourceFacts, list[str], dict[str, str]],
) -> Outcome:
    facts, requires, environment = settings
    base = interpreters.interpreter_for(facts.requires_python, shop.interpreters)
    python = await shop.installer.make(room / "environment", base, requires)
    await asyncio.to_thread(shutil.copytree, source, room / "source", symlinks=True)
    for name in ("out", "notes"):
        (room / name).mkdir()
    tree = shop.mount(room / "source", "/src", writable=True)
    out = shop.mount(room / "out", "/out", writable=True)
    notes = shop.mount(room / "notes", "/notes", writable=True)
    tools = shop.mount(room.parent / "driver", "/driver")
    script = f"{tools.inside}/driver.py"
    command = Command(
        argv=(str(python), script, what, tree.inside, out.inside, notes.inside),
        folder=tree.inside,
        mounts=(*workshop.mounts_of_environment(python), tree, out, notes, tools),
        environment={"PATH": f"{python.parent}:/usr/bin:/bin", **environment},
    )
    return await shop.runner.run(command, shop.limits)


def _missing(notes: Path) -> list[str]:
    """What the backend asks for, as untrusted text."""
    try:
        with artifact_store.opened(notes / "missing", LONGEST_NOTE) as fd:
            return os.read(fd, LONGEST_NOTE).decode("utf-8", "replace").splitlines()
    except errors.BadArtifact:
        return []


def _raise_for(shop: Workshop, outcome: Outcome) -> None:
    if outcome.limit:
        raise errors.BuildFailed(
            f"The build was stopped because {shop.limits.sentence(outcome.limit)}.",
            "Read the end of its log, and raise the limit only if the build really needs it.",
            reason="build_limit",
            log=outcome.tail,
        )
    if outcome.code != 0:
        raise errors.BuildFailed(
            f"The build ended with code {outcome.code}: {last_line(outcome.tail)}",
            "Build it on your own machine, correct it and plan the release anew.",
            log=outcome.tail,
        )
