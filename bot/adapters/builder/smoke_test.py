"""Trying a wheel as a user would: a clean environment, an import, the version it tells."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot import errors
from bot.adapters.builder import interpreters, workshop
from bot.adapters.builder.artifacts import archives
from bot.adapters.builder.sandbox.build_log import last_line
from bot.adapters.builder.sandbox.commands import Command
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.workshop import Workshop
from bot.domain.files import inspection
from bot.ports import NOT_HERE, SmokeResult

AT_ONCE = 4
LIMITS = Limits(seconds=120)
SCRIPT = """
import email, glob, importlib, re, sys
def name_of(text): return re.sub("[-_.]+", "-", text).lower()
def version(package):  # Python 3.7 has no importlib.metadata
    for path in glob.glob(sys.path[-1] + "/*.dist-info/METADATA"):
        with open(path, encoding="utf-8") as file: told = email.message_from_file(file)
        if name_of(told["Name"]) == name_of(package): return told["Version"]
package, *modules = sys.argv[1:]
told = {f"the metadata of {package}": version(package)}
for name in modules:
    said = getattr(importlib.import_module(name), "__version__", None)
    if isinstance(said, str): told[f"{name}.__version__"] = said
for what, said in told.items(): print(f"{what} is {said}")
"""


async def smoke_test(
    shop: Workshop, wheel: Path, package: str, version: str, pythons: Sequence[str]
) -> tuple[SmokeResult, ...]:
    """Try the wheel with each interpreter; those that this machine lacks are unknown.

    A package that names no interpreter is tried with ours.
    """
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(python: str) -> SmokeResult:
        if python not in shop.interpreters:
            return SmokeResult(python=python, state="unknown", detail=NOT_HERE)
        async with turns:
            return await _try_one(shop, wheel, package, version, python)

    return tuple(await asyncio.gather(*map(one, pythons or (interpreters.OWN,))))


async def _try_one(
    shop: Workshop, wheel: Path, package: str, version: str, minor: str
) -> SmokeResult:
    async with shop.bench() as bench:
        try:
            python = await shop.installer.make(
                bench / "environment", shop.interpreters[minor], (), wheel
            )
        except errors.BuildFailed as error:
            return SmokeResult(python=minor, state="failed", detail=error.sentence)
        except errors.Unknown as error:
            return SmokeResult(python=minor, state="unknown", detail=error.sentence)
        modules = inspection.modules_of(archives.read_wheel(wheel).sha256)
        command = Command(
            argv=(str(python), "-I", "-c", SCRIPT, package, *modules),
            folder="/",
            mounts=workshop.mounts_of_environment(python),
        )
        outcome = await shop.runner.run(command, LIMITS)
    if not outcome.succeeded:
        detail = LIMITS.sentence(outcome.limit) or last_line(outcome.tail)
        return SmokeResult(python=minor, state="failed", detail=detail)
    wrong = wrong_versions(outcome.tail, package, version, modules)
    if wrong:
        return SmokeResult(python=minor, state="failed", detail=f"{wrong}, not {version}")
    return SmokeResult(python=minor, state="passed", detail=f"imported {', '.join(modules)}")


def wrong_versions(said: str, package: str, version: str, modules: Sequence[str]) -> str:
    """Of what the script said, the versions that are not the plan's; "" if all are."""
    about = (f"the metadata of {package} is ", *(f"{name}.__version__ is " for name in modules))
    told = [line for line in said.splitlines() if line.startswith(about)]
    wrong = [
        line for line in told if not inspection.is_version(line.rpartition(" is ")[2], version)
    ]
    return "; ".join(wrong) if told else "the version of the installed package is not told"
