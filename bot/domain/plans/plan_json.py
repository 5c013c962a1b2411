"""Plans as plain JSON values: for storage, for `--json`, for the audit's export."""

from typing import cast

from pydantic import TypeAdapter, ValidationError

from bot import errors
from bot.domain.plans.plan import Plan

_PLAN = TypeAdapter(Plan)


def plan_to_json(plan: Plan) -> dict[str, object]:
    """All of the plan as plain JSON values."""
    return cast("dict[str, object]", _PLAN.dump_python(plan, mode="json"))


def plan_from_json(stored: dict[str, object]) -> Plan:
    """The plan that `plan_to_json` wrote; keys that a later version added are ignored."""
    try:
        return _PLAN.validate_python(stored)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise errors.Failed(
            f"A stored plan cannot be read: {place}: {first['msg']}.",
            "Restore the database from a backup, or plan the release again.",
            reason="bad_plan",
        ) from error
