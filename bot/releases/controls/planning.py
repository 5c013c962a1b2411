"""Making and storing a release's plan: look at everything, decide once, write it down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from bot.domain import moments
from bot.domain.approvals import gates
from bot.domain.cadence import past, rhythm
from bot.domain.cadence.rhythm import Beat
from bot.domain.notes import hosted_notes
from bot.domain.plans import plan_warnings, planning
from bot.domain.plans.facts import RepositoryFacts, TagFact
from bot.domain.plans.plan import Plan
from bot.domain.plans.planning import PlanRequest
from bot.releases import audit, project
from bot.releases.controls import adopting
from bot.releases.looking import rhythms
from bot.releases.project import Project
from bot.releases.storage import release_rows
from bot.releases.storage.database import Database

Published = Mapping[str, tuple[str, ...]]  # the versions that each index has ever listed


class Planner:
    """Plans the releases of the configured projects, and those anew that were revised."""

    def __init__(self, database: Database, projects: Mapping[str, Project]) -> None:
        """Keep what planning needs."""
        self._database = database
        self._projects = projects

    async def plan(self, release: str) -> None:
        """Plan the release from what its repository and the indexes say now; store the plan."""
        row = await self._database.run(release_rows.get, release)
        if row.plan is not None and row.revision is None:
            return
        now = row.revision["time"] if row.revision else row.created
        chosen = project.find(self._projects, row.project)
        adopted = await adopting.look(chosen, row.adopts) if row.adopts else None
        request = PlanRequest(
            bump=row.bump,
            empty=row.allow_empty,
            release=release,
            requester=row.requester,
            title=row.title,
            edited=release_rows.edited_notes(row),
            adopts=adopted.published if adopted else None,
            created=moments.whole_seconds(now),
        )
        branch = row.plan["branch"] if row.plan else row.branch
        place = (adopted.branch, adopted.tag) if adopted else (branch, None)
        facts, published = await look(chosen, *place)
        if adopted:
            plan = planning.make_plan(request, facts, chosen.rules, published)
        else:
            plan = await landed(chosen, request, facts, published)
        plan = await _hosted(chosen, plan)
        cadence = None if adopted else chosen.rules.cadence
        if cadence:
            known = await self._database.look(rhythms.recorded, row.project)
            plan = with_rhythm(plan, rhythm.beats(cadence, known, past.see(facts), now))
        await self._database.run(_store, plan, now)


async def landed(
    chosen: Project, request: PlanRequest, facts: RepositoryFacts, published: Published
) -> Plan:
    """The plan, which lands as the branch demands: as configured, or else by a pull request."""
    rules = chosen.rules
    demanded = await chosen.outside.code_host.branch_rules(facts.branch)
    land = gates.landing(rules.land, demanded)
    if land != rules.land:
        rules = replace(rules, land=land, segments=rules.by_pull_request)
    plan = planning.make_plan(request, facts, rules, published)
    warnings = gates.landing_warnings(facts.branch, chosen.rules.land, demanded)
    return replace(with_warnings(plan, warnings), land_demanded=land != chosen.rules.land)


async def _hosted(chosen: Project, plan: Plan) -> Plan:
    """The plan with what the code host adds to its notes; a text that is public stays as it is."""
    if plan.adopted and plan.adopted.is_published:
        return plan
    home = next((target.url for target in plan.targets if target.kind == "code_host"), "")
    added = ""
    if chosen.rules.hosted_notes and home:
        host = chosen.outside.code_host
        generated = await host.generated_notes(plan.tag, plan.commit, plan.previous_tag)
        added = hosted_notes.addition(generated, home)
    return replace(plan, hosted_notes=added)


def with_warnings(plan: Plan, warnings: Iterable[str]) -> Plan:
    """The plan with these below its own."""
    return replace(plan, warnings=(*plan.warnings, *warnings))


def with_rhythm(plan: Plan, beats: Sequence[Beat]) -> Plan:
    """The plan with a warning where it comes earlier than its project's cadence says."""
    return with_warnings(plan, plan_warnings.rhythm_warnings(plan, beats))


async def look(
    chosen: Project, branch: str | None, at: TagFact | None = None
) -> tuple[RepositoryFacts, Published]:
    """What a plan is made from: the repository's facts, and the versions that indexes list."""
    outside = chosen.outside
    facts = await outside.repository.facts(branch, at)
    merges = [request.merge_commit for request in facts.pull_requests]
    known = await outside.code_host.pull_requests(merges)
    published = {
        name: await index.versions(chosen.rules.package) for name, index in outside.indexes.items()
    }
    return facts.with_pull_requests(known), published


def _store(connection: sa.Connection, plan: Plan, now: str) -> None:
    release_rows.store_plan(connection, plan)
    audit.append(
        connection,
        time=now,
        actor=plan.requester,
        action="planned",
        release=plan.release,
        data={"version": plan.version, "commit": plan.commit, "branch": plan.branch},
    )
