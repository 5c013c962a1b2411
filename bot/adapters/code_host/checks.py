"""What CI says about a commit at GitHub: check runs with their Apps, and statuses without one."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import islice

from github.CheckRun import CheckRun
from github.Commit import Commit
from github.Repository import Repository

from bot.adapters.code_host import refusals
from bot.domain.approvals.gates import ReportedCheck, State

NO_SUCH_COMMIT = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
MOST_RUNS = 300
FINE = ("success", "neutral", "skipped")


def combined(repository: Repository, commit: str) -> str:
    """The commit's statuses and newest check runs as one word."""
    states = refusals.or_none(lambda: set(_states(repository, commit)), NO_SUCH_COMMIT) or set()
    for state in ("failure", "pending", "success"):
        if state in states:
            return state
    return "none"


def _states(repository: Repository, commit: str) -> Iterator[str]:
    """The state of each check; whatever is not known to be fine counts as a failure."""
    about = repository.get_commit(commit)
    status = about.get_combined_status()
    if status.total_count:  # GitHub says "pending" where nobody ever reported a status
        yield status.state if status.state in ("success", "pending") else "failure"
    for run in islice(about.get_check_runs(), MOST_RUNS):
        yield _state(_conclusion(run))


def reported(repository: Repository, commit: str) -> tuple[ReportedCheck, ...]:
    """Each check run and status by itself."""
    found = refusals.or_none(lambda: tuple(_reported(repository, commit)), NO_SUCH_COMMIT)
    return found or ()


def _reported(repository: Repository, commit: str) -> Iterator[ReportedCheck]:
    about = repository.get_commit(commit)
    own = _own_suites(about, commit)
    for run in islice(about.get_check_runs(filter="all"), MOST_RUNS):
        yield ReportedCheck(
            name=run.name,
            app=_part(run, "app"),
            state=_state(_conclusion(run)),
            number=run.id,
            is_own=_part(run, "check_suite") in own and run.head_sha == commit,
            url=run.html_url or "",
        )
    for status in about.get_combined_status().statuses:
        yield ReportedCheck(
            name=status.context,
            app=None,
            state=_state(None if status.state == "pending" else status.state),
            number=status.id,
            url=status.target_url or "",
        )


def _own_suites(about: Commit, commit: str) -> frozenset[int]:
    """The suites made for a branch of the repository itself; a fork's name no branch."""
    suites = islice(about.get_check_suites(), MOST_RUNS)
    return frozenset(s.id for s in suites if s.head_branch and s.head_sha == commit)


def _part(run: CheckRun, name: str) -> int | None:
    """The number of the App or suite of a check run, which may be null."""
    found = run.raw_data.get(name)
    return found.get("id") if isinstance(found, dict) else None


def _state(result: str | None) -> State:
    """None is a check that still works; whatever is not known to be fine is a failure."""
    if result is None:
        return "pending"
    return "success" if result in FINE else "failure"


def _conclusion(run: CheckRun) -> str | None:
    """How the run ended; None while it works."""
    return (run.conclusion or "nothing") if run.status == "completed" else None
