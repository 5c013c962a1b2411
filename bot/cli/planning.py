"""Planning in a terminal: read the clone, make the plan, show it to a person or as JSON."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot import errors
from bot.adapters.clock import SystemClock
from bot.adapters.git import GitRepository
from bot.cli import plan_report
from bot.domain.approvals.policy import Circle
from bot.domain.plans import planning, preview
from bot.domain.plans.plan import Plan, Target
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.stages import PIPELINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed."""

    path: Path
    bump: str
    branch: str | None
    empty: bool
    as_json: bool


async def run(asked: Asked) -> None:
    """Plan and show; with --json an error is an object on stdout as well."""
    try:
        made = await make(asked)
    except errors.ReleasebotError as error:
        if asked.as_json:
            _print({"schema": 1, "state": "failed", "error": error.to_json()})
        raise
    if asked.as_json:
        _print(preview.make_preview(made, Circle(requester="", roles={})))
    else:
        plan_report.show(Console(highlight=False), made)


async def make(asked: Asked) -> Plan:
    """The plan of a plain local clone, under nobody's rules but its own."""
    clone = GitRepository.local(asked.path)
    try:
        facts = await clone.facts(asked.branch)
        name = await clone.hosted_name()
    finally:
        clone.close()
    request = PlanRequest(bump=asked.bump, empty=asked.empty, created=SystemClock().now())
    return planning.make_plan(request, facts, _rules(name))


def _rules(name: str) -> ProjectRules:
    host = Target(name="github", kind="code_host", url=f"https://github.com/{name}")
    targets = (*planning.PACKAGE_INDEXES, *([host] if name else []))
    return ProjectRules(repository=name, targets=targets, segments=PIPELINE)


def _print(shape: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
