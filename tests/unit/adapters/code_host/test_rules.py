"""What a branch is held to, from everything that GitHub tells of it."""

import pytest

from bot.adapters.code_host import rules
from bot.domain.approvals.gates import BranchRules

CHECKS = {"required_status_checks": {"contexts": ["ci", "docs"]}}
OFF = {"enabled": False}


@pytest.mark.parametrize(
    ("older", "expected"),
    [
        ({}, BranchRules()),
        (None, BranchRules(is_protected=True)),
        ({"required_pull_request_reviews": {}}, BranchRules(needs_pull_request=True)),
        (CHECKS, BranchRules(checks=("ci", "docs"))),
        ({"required_signatures": {"enabled": True}}, BranchRules(needs_signature=True)),
        ({"lock_branch": {"enabled": True}}, BranchRules(is_locked=True)),
        ({"restrictions": {"users": [], "teams": []}}, BranchRules(is_locked=True)),
        ({"required_signatures": OFF, "lock_branch": OFF, "enforce_admins": OFF}, BranchRules()),
    ],
)
def test_the_older_protection_is_read(
    older: dict[str, object] | None, expected: BranchRules
) -> None:
    """Each of its demands; what is switched off demands nothing."""
    assert rules.combined({}, [], older) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("pull_request", BranchRules(needs_pull_request=True)),
        ("required_signatures", BranchRules(needs_signature=True)),
        ("update", BranchRules(is_locked=True)),
        ("deletion", BranchRules()),
    ],
)
def test_rulesets_are_read(kind: str, expected: BranchRules) -> None:
    """What they demand of a change."""
    assert rules.combined({}, [{"type": kind}], {}) == expected


def test_a_check_that_several_demand_is_one() -> None:
    """The branch, a ruleset and the older protection may name the same."""
    listed = [
        {
            "type": "required_status_checks",
            "parameters": {"required_status_checks": [{"context": "ci"}]},
        }
    ]

    found = rules.combined({"protection": CHECKS}, listed, CHECKS)

    assert found == BranchRules(checks=("ci", "docs"))


@pytest.mark.parametrize("odd", [None, [], {}, "x", [None, 1], {"protection": 3}])
def test_an_odd_answer_is_no_demand(odd: object) -> None:
    """And ends nothing."""
    assert rules.combined(odd, odd, {}) == BranchRules()
