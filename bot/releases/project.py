"""A project: a repository that is released, and the outside world that its releases touch."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import errors
from bot.domain.plans.planning import ProjectRules
from bot.releases.running.stopwatch import Stopwatch
from bot.releases.storage import bypass_rows, ledger_rows, release_rows
from bot.releases.storage.database import Database
from bot.stages.work import Outside, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The operator's rules of one project, and its destinations."""

    rules: ProjectRules
    outside: Outside


def watched(project: Project, stopwatch: Stopwatch) -> Project:
    """The same project, with the time measured that its destinations take."""
    outside = project.outside
    measured = Outside(
        repository=stopwatch.watch(outside.repository),
        code_host=stopwatch.watch(outside.code_host),
        builder=stopwatch.watch(outside.builder),
        artifacts=outside.artifacts,
        indexes={name: stopwatch.watch(index) for name, index in outside.indexes.items()},
        chats={name: stopwatch.watch(chat) for name, chat in outside.chats.items()},
    )
    return Project(rules=project.rules, outside=measured)


def find(projects: Mapping[str, Project], name: str) -> Project:
    """The project of that name. Raises `errors.BadInput` for an unknown one."""
    if name not in projects:
        raise errors.BadInput(
            f"There is no project {name}.",
            f"Configured are: {', '.join(sorted(projects)) or 'none'}.",
            reason="not_bound",
        )
    return projects[name]


def check_enabled(projects: Mapping[str, Project], name: str) -> None:
    """Refuse to start a release of a project that no doctor has been content with."""
    if not find(projects, name).rules.enabled:
        raise errors.Refused(
            f"{name} is not enabled yet, so it is only rehearsed.",
            f"Run releasebot doctor, then releasebot enable {name}.",
            reason="not_enabled",
        )


async def work_on(database: Database, projects: Mapping[str, Project], release: str) -> Work:
    """A planned release as its stages see it at this moment."""
    plan = await database.run(release_rows.plan_of, release)
    rows = await database.run(ledger_rows.load, release)
    bypasses = await database.run(bypass_rows.load, release)
    outside = find(projects, plan.project).outside
    return Work(plan=plan, ledger=rows, outside=outside, bypasses=bypasses)
