"""Running a command of the repository, such as its tests, on a fresh copy of its tree."""

import asyncio
import os
import shutil
from pathlib import Path

from packaging.metadata import Metadata
from packaging.requirements import Requirement

from bot import errors
from bot.adapters import artifact_store
from bot.adapters.builder import build_requirements, interpreters, packages, workshop
from bot.adapters.builder.build_requirements import SourceFacts
from bot.adapters.builder.sandbox.commands import Command
from bot.adapters.builder.workshop import Workshop
from bot.domain.plans.plan import Check
from bot.ports import CheckResult

LARGEST_METADATA = 2**20  # bytes


async def run_check(shop: Workshop, source: Path, check: Check) -> CheckResult:
    """Install what the project and the check's extras need, then run the command in the sandbox.

    The project itself is not installed: its tree and its metadata are on PYTHONPATH. The command
    goes to a shell because it is one line that the repository wrote for a shell; it is foreign
    code either way, so it gets that shell only inside the sandbox.
    """
    async with shop.bench() as bench:
        facts = build_requirements.read_source(source)
        metadata = await packages.write_metadata(shop, bench, source)
        base = interpreters.interpreter_for(facts.requires_python, shop.interpreters)
        lines = requirements_of(facts, metadata, check)
        python = await shop.installer.make(bench / "environment", base, lines)
        await asyncio.to_thread(shutil.copytree, source, bench / "source", symlinks=True)
        tree = shop.mount(bench / "source", "/src", writable=True)
        mounts = [*workshop.mounts_of_environment(python), tree]
        paths = [f"{tree.inside}/src", tree.inside]
        if metadata is not None:
            mounts.append(shop.mount(metadata.parent, "/metadata"))
            paths.append(mounts[-1].inside)
        command = Command(
            argv=("/bin/sh", "-c", check.run),
            folder=tree.inside,
            mounts=tuple(mounts),
            environment={
                "PATH": f"{python.parent}:/usr/bin:/bin",
                "PYTHONPATH": ":".join(paths),
            },
        )
        outcome = await shop.runner.run(command, shop.limits)
    stopped = outcome.limit and f"\nstopped because {shop.limits.sentence(outcome.limit)}"
    return CheckResult(
        name=check.name,
        state="passed" if outcome.succeeded else "failed",
        seconds=round(outcome.seconds, 3),
        tail=outcome.tail + stopped,
    )


def requirements_of(facts: SourceFacts, metadata: Path | None, check: Check) -> list[str]:
    """What the project needs to run, and what the check's extras and dependency groups add."""
    if metadata is not None:
        with artifact_store.opened(metadata / "METADATA", LARGEST_METADATA) as fd:
            found = Metadata.from_email(os.read(fd, LARGEST_METADATA), validate=False)
        needed = [_for_extra(r, check) for r in found.requires_dist or ()]
        lines = [line for line in needed if line]
        offered = set(found.provides_extra or ())
    else:
        lines, offered = list(facts.dependencies or ()), set()
    for extra in check.extras:
        if extra in facts.extras:
            lines += facts.extras[extra]
        elif extra not in offered:
            raise errors.BadRepository(
                f"The check {check.name} asks for the extra {extra}, which the project lacks.",
                "Correct `extras` of that check in .releasebot.toml.",
                reason="unknown_extra",
            )
    return lines


def _for_extra(requirement: Requirement, check: Check) -> str:
    """The requirement without its extra, "" if it is not wanted; other markers are uv's matter."""
    marker = requirement.marker
    if marker is None or "extra" not in str(marker):
        return str(requirement)
    if any(marker.evaluate({"extra": extra}) for extra in check.extras):
        return str(requirement).partition(";")[0].strip()
    return ""
