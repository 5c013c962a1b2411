"""A project: a repository that is released, and the outside world that its releases touch."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import errors
from bot.domain.planning import ProjectRules
from bot.stages.work import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The operator's rules of one project, and its destinations."""

    rules: ProjectRules
    outside: Outside


def find(projects: Mapping[str, Project], name: str) -> Project:
    """The project of that name. Raises `errors.BadInput` for an unknown one."""
    if name not in projects:
        raise errors.BadInput(
            f"There is no project {name}.",
            f"Configured are: {', '.join(sorted(projects)) or 'none'}.",
            reason="not_bound",
        )
    return projects[name]
