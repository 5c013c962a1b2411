"""Previewing: what a release would be, from the same facts and the same planner, and not stored."""

from collections.abc import Mapping
from typing import Any

from bot.domain import moments
from bot.domain.approvals.policy import Circle
from bot.domain.cadence import past, rhythm
from bot.domain.plans import planning as planner
from bot.domain.plans import preview
from bot.domain.plans.planning import PlanRequest
from bot.domain.versions import version_line
from bot.releases.controls import planning
from bot.releases.project import Project

Json = dict[str, Any]


async def make_preview(
    project: Project,
    bump: str,
    branch: str | None,
    roles: Mapping[str, frozenset[str]],
    recorded: Mapping[str, str],
    now: str,
) -> Json:
    """The plan as JSON, with its posts and approvals; `bump` "" is what the commits imply.

    `recorded` are the moments at which the bot released versions, for the project's cadence.
    """
    facts, published = await planning.look(project, branch)
    line = version_line.read_line(facts, published)
    request = PlanRequest(
        bump=bump or planner.implied_level(facts, line), created=moments.whole_seconds(now)
    )
    made = await planning.landed(project, request, facts, published)
    cadence, told = project.rules.cadence, None
    if cadence:
        beats = rhythm.beats(cadence, recorded, past.see(facts), now)
        made = planning.with_rhythm(made, beats)
        told = rhythm.to_json(cadence, beats, now)
    shown = preview.make_preview(made, Circle(requester="", roles=roles))
    return shown | ({"cadence": told} if told else {})
