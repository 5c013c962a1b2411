"""What holds for every test: where nothing may be skipped, a skipped test is a failed one.

And what was said to a stand-in of GitHub, or to a local Slack in a process of its own, by whichever
test or command, is what GitHub and Slack know.
"""

import os
from collections.abc import Generator, Iterator

import hypothesis
import pytest

# A busy machine is no failure of a property; a test that hangs meets the timeout of all tests.
hypothesis.settings.register_profile("any_speed", deadline=None)
hypothesis.settings.load_profile("any_speed")

NOTHING_MAY_BE_SKIPPED = bool(os.environ.get("RELEASEBOT_NOTHING_MAY_BE_SKIPPED"))


@pytest.fixture(scope="session", autouse=True)
def official_traffic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hold the traffic of every world that any test has left to GitHub's own description."""
    yield
    if any(tmp_path_factory.getbasetemp().rglob("github.jsonl")):
        from tests.official.github import traffic  # noqa: PLC0415  # only where it is needed

        assert traffic.sweep(tmp_path_factory.getbasetemp()) == []


@pytest.fixture(scope="session", autouse=True)
def slack_traffic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same for every Slack that ran in a process of its own."""
    yield
    if any(tmp_path_factory.getbasetemp().rglob("slack.jsonl")):
        from tests.official.slack import traffic  # noqa: PLC0415  # only where it is needed

        assert traffic.sweep(tmp_path_factory.getbasetemp()) == []


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NOTHING_MAY_BE_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here, but: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where CI asks for it."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    _fail_if_skipped(report)
    return report
