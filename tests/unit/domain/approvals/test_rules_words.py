"""How a project is configured, in words."""

from bot.domain.approvals import rules_words
from bot.domain.approvals.policy import MinimumVotes, NotTheRequester, Terms
from bot.domain.plans.plan import Target
from bot.domain.plans.planning import ProjectRules

ROLES = {"releaser": frozenset({"alice"}), "approver": frozenset({"bob", "carol"})}
TWO = Terms(policy=NotTheRequester(MinimumVotes(2, "approver")))
RULES = ProjectRules(
    repository="acme/greeter",
    package="greeter",
    targets=(Target(name="pypi", kind="package_index", url="https://index.example"),),
    terms={"publish": TWO},
    level_terms={"major": {"publish": Terms(policy=MinimumVotes(1, "releaser"), expires_hours=2)}},
    land="pull-request",
)


def test_the_rules_are_told_with_the_names_that_they_stand_for_now() -> None:
    """Where it goes, who decides, and how long they have."""
    assert dict(rules_words.in_words(RULES, ROLES)) == {
        "Repository": "acme/greeter",
        "Package": "greeter",
        "Goes to": "pypi (https://index.example)",
        "May release": "alice",
        "To publish": "2 of bob, carol (approver), not the requester, within 24 hours",
        "To publish, major": "1 of alice (releaser), within 2 hours",
        "The commit lands": "a pull request is merged after everything is published",
        "Announced in": "nowhere",
    }


def test_nobody_is_said_to_be_nobody() -> None:
    """A role without people is told before a release asks for them."""
    told = dict(rules_words.in_words(RULES, {}))

    assert told["May release"] == "nobody yet"
    assert "nobody yet (approver)" in told["To publish"]
