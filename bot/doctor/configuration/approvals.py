"""Approvals: whether there are enough people, and different ones, for every question."""

from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.settings import approvals
from bot.settings.people import Roles
from bot.settings.project import Project


def look(installation: Installation) -> Iterator[Finding]:
    """Each project's policy against the roles, also those of a project that is not enabled."""
    roles = installation.settings.roles
    for name, bound in installation.projects.items():
        yield from judge(name, bound, roles)


def judge(name: str, bound: Project, roles: Roles) -> Iterator[Finding]:
    """Every question, in general and for each kind of release."""
    if not roles.releaser:
        yield diagnosis.error(
            f"Nobody may start a release of {name}.",
            "roles.releaser is empty",
            'Write releaser = ["…"] in [roles], with people of [people].',
        )
        return
    place = f"projects.{name}.policy"
    try:
        approvals.check_policy(bound.policy, roles, ("projects", name, "policy"))
    except PydanticCustomError as error:
        told = error.context or {}
        key = ".".join(map(str, told["below"]))
        yield diagnosis.error(
            told["sentence"].replace("{key}", key), place, told["next_step"].replace("{key}", key)
        )
        return
    if bound.policy.solo:
        yield diagnosis.note(
            f"Whoever asks for a release of {name} may confirm it alone.",
            f"{place}.solo = true",
            "Remove the line where there are several people.",
        )
    yield diagnosis.ok(
        f"Every question about {name} can be answered.",
        f"releasers {', '.join(roles.releaser)}; approvers {', '.join(roles.approver) or 'none'}",
    )
