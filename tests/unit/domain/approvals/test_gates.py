"""What checks, issues and rules at the code host mean for a release."""

from dataclasses import replace

import pytest

from bot.domain.approvals import gates
from bot.domain.approvals.gates import BranchRules, OpenIssue, ReportedCheck
from bot.domain.plans.plan import Land, RequiredCheck

COMMIT = "1" * 40
CI = RequiredCheck(check="ci", app=15368)
GREEN = ReportedCheck(name="ci", app=15368, state="success", number=10)
RED = replace(GREEN, state="failure")
RUNS = replace(GREEN, state="pending")
OTHER_APP = replace(GREEN, app=666)
FORK = replace(GREEN, is_own=False)
STATUS = replace(GREEN, app=None)


def _newer(check: ReportedCheck) -> ReportedCheck:
    return replace(check, number=11)


STANDINGS = {
    "green": ((GREEN,), "done", ""),
    "red": ((RED,), "differs", "the check ci is red for 111111111111"),
    "runs": ((RUNS,), "missing", ""),
    "nothing": ((), "unknown", "no check ci of App 15368 is reported for 111111111111"),
    "another name": ((replace(GREEN, name="CI"),), "unknown", "reported for 111111111111"),
    "another App": ((OTHER_APP,), "unknown", "reported for 111111111111, only of App 666"),
    "a fork": ((FORK,), "unknown", "reported for 111111111111, only for a fork"),
    "a status": (
        (STATUS,),
        "unknown",
        "reported for 111111111111, only a status, which does not tell its App",
    ),
    "red, then green": ((RED, _newer(GREEN)), "done", ""),
    "green, then red": ((_newer(RED), GREEN), "differs", "red"),
    "green, then again": ((GREEN, _newer(RUNS)), "missing", ""),
    "red, then green by another App": ((RED, _newer(OTHER_APP)), "differs", "red"),
    "red, then green for a fork": ((RED, _newer(FORK)), "differs", "red"),
    "green, then red for a fork": ((GREEN, _newer(replace(FORK, state="failure"))), "done", ""),
}


@pytest.mark.parametrize(("checks", "state", "part"), STANDINGS.values(), ids=STANDINGS)
def test_a_required_check_counts_by_name_and_app_the_newest_alone(
    checks: tuple[ReportedCheck, ...], state: str, part: str
) -> None:
    """Whatever is not known to be green is not green."""
    row = gates.check_row(CI, COMMIT, checks)

    assert (row.key, row.state) == ("check ci", state)
    assert part in row.evidence.get("why", "")
    assert ("next" in row.evidence) is (state in ("differs", "unknown"))


def test_an_open_blocker_stops_a_release() -> None:
    """The first ones are named; what people wrote as a title is quoted, cut and harmless."""
    issues = [OpenIssue(number=n, title=f"It breaks\n{n}", url=f"u/{n}") for n in range(1, 6)]
    row = gates.blocker_row(issues)

    assert (row.state, row.evidence["url"]) == ("differs", "u/1")
    assert row.evidence["why"] == (
        "#1 (It breaks\\x0a1), #2 (It breaks\\x0a2), #3 (It breaks\\x0a3) and 2 more "
        "is open and labelled release-blocker"
    )
    assert gates.blocker_row([]).state == "done"


LANDINGS: dict[str, tuple[Land, BranchRules, str]] = {
    "free": ("fast-forward", BranchRules(), ""),
    "by pull request": ("fast-forward", BranchRules(needs_pull_request=True), "by pull request,"),
    "with checks": ("fast-forward", BranchRules(checks=("ci",)), "only commits with ci"),
    "older": ("fast-forward", BranchRules(is_protected=True), "is not shown how"),
    "asked for": ("pull-request", BranchRules(needs_pull_request=True, checks=("ci",)), ""),
    "signed": ("pull-request", BranchRules(needs_signature=True), "signs none"),
    "locked": ("pull-request", BranchRules(is_locked=True), "whom its rules name"),
}


@pytest.mark.parametrize(("land", "rules", "part"), LANDINGS.values(), ids=LANDINGS)
def test_a_branch_that_may_not_take_the_commit_is_told_early(
    land: Land, rules: BranchRules, part: str
) -> None:
    """Where it is a matter of the way to land, the other way is taken, or named if unknown."""
    found = gates.landing_warnings("main", land, rules)

    assert [part in warning for warning in found] == ([True] if part else [])
    is_known = rules.needs_pull_request or bool(rules.checks)
    assert gates.landing(land, rules) == ("pull-request" if is_known else land)
    if land == "fast-forward":
        said = "so the release lands by" if is_known else 'land = "pull-request"'
        assert all(said in warning for warning in found)
