"""Restoring: only what a release has lost since it was finished is brought back."""

import pytest
import sqlalchemy as sa

from bot import errors
from bot.domain.plans.plan import Plan
from bot.releases.controls import restoring
from bot.releases.storage import release_rows
from tests.unit.releases.conftest import NOW


@pytest.mark.parametrize(
    ("state", "became"),
    [("failed", "failed"), ("cancelled", "was cancelled"), ("running", "is running")],
)
def test_another_release_is_refused_in_plain_words(
    connection: sa.Connection, plan: Plan, state: str, became: str
) -> None:
    """Whatever became of it while its destinations were looked at."""
    release_rows.set_values(connection, plan.release, state=state)

    with pytest.raises(errors.Refused) as refused:
        restoring.restore(connection, plan.release, "alice", {}, NOW, ["announce"])

    assert refused.value.sentence == (
        f"This release {became}, and only what a finished one has lost is brought back."
    )
    assert refused.value.reason == "nothing_to_retry"
