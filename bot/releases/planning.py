"""Making and storing a release's plan: look at everything, decide once, write it down."""

from collections.abc import Mapping

import sqlalchemy as sa

from bot.domain import moments, planning
from bot.domain.facts import RepositoryFacts
from bot.domain.plan import Plan
from bot.domain.planning import PlanRequest
from bot.ports import PackageIndex
from bot.releases import audit, project, release_rows
from bot.releases.database import Database
from bot.releases.project import Project
from bot.stages.work import Outside


class Planner:
    """Plans the releases of the configured projects."""

    def __init__(self, database: Database, projects: Mapping[str, Project]) -> None:
        """Keep what planning needs."""
        self._database = database
        self._projects = projects

    async def plan(self, release: str) -> None:
        """Plan the release from what its repository and the indexes say now; store the plan."""
        row = await self._database.run(release_rows.get, release)
        if row.plan is not None:
            return
        chosen = project.find(self._projects, row.project)
        request = PlanRequest(
            bump=row.bump,
            empty=row.allow_empty,
            release=release,
            requester=row.requester,
            created=moments.whole_seconds(row.created),
        )
        facts = await _facts(chosen.outside, row.branch)
        published = await _published(chosen.outside.indexes, chosen.rules.package)
        plan = planning.make_plan(request, facts, chosen.rules, published)
        await self._database.run(_store, plan, row.created)


async def _facts(outside: Outside, branch: str | None) -> RepositoryFacts:
    facts = await outside.repository.facts(branch)
    merges = [request.merge_commit for request in facts.pull_requests]
    return facts.with_pull_requests(await outside.code_host.pull_requests(merges))


async def _published(
    indexes: Mapping[str, PackageIndex], package: str
) -> dict[str, tuple[str, ...]]:
    return {name: await index.versions(package) for name, index in indexes.items()}


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
