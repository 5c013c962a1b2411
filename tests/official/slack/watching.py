"""The fixture for tests with a local Slack: at the end of each, nothing may break the contract.

    from tests.official.slack.watching import local_slack, slack_timing

`local_slack` is a running `LocalSlack`; a test that breaks the contract on purpose empties
`local_slack.desk.exchanges` when it has looked at what it wanted.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.slack import local_slack as slack_of
from bot.rehearsal.slack.desk import Timing
from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.storage import open_storage
from tests.official import npm
from tests.official.slack import contract


@pytest.fixture
def slack_timing() -> Timing:
    """Slack's patience in a test, where nobody waits a minute for an event to come again."""
    return Timing(event_retries=(0.0, 0.05, 0.1))


@pytest.fixture
async def local_slack(tmp_path: Path, slack_timing: Timing) -> AsyncIterator[LocalSlack]:
    """A local Slack of one test's own, watched."""
    if not npm.is_here():
        pytest.skip("npm is needed to fetch Slack's own types")
    with open_storage(tmp_path / "slack") as storage:
        async with slack_of.running(storage, timing=slack_timing) as slack:
            yield slack
            broken = contract.violations(slack.desk.exchanges)
            assert broken == [], "\n".join(["the contract was broken:", *broken])
