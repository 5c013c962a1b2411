"""Preview: the plan in the shape of a release, each post in its channel, each approval by name."""

import json
from dataclasses import replace

from bot.domain import announcement
from bot.domain.approvals.policy import Circle, MinimumVotes, Terms
from bot.domain.notes import notes
from bot.domain.plans import digest, plan_json, preview
from bot.domain.plans.plan import Segment, Target
from tests.fakes.sample_plan import sample_plan

CIRCLE = Circle(requester="", roles={"approver": frozenset({"bob", "carol"})})
PLAN = replace(
    sample_plan(""),
    targets=(
        Target(name="pypi", kind="package_index", url=""),
        Target(name="github", kind="code_host", url="https://code.example/acme/greeter"),
    ),
    announce=("releases", "general"),
)


def test_a_preview_reads_as_a_release_that_has_not_begun() -> None:
    """Every key of the plan, and the keys that readers of a status look for."""
    shown = preview.make_preview(PLAN, CIRCLE)

    assert json.loads(json.dumps(shown)) == shown
    assert plan_json.plan_from_json(shown) == PLAN
    assert (shown["schema"], shown["release"], shown["state"]) == (1, "", "planned")
    assert shown["digest"] == digest.approval_digest(PLAN, PLAN.commit, ())
    assert [stage["name"] for stage in shown["stages"]] == [
        "check_ready",
        "prepare_release",
        "publish_pypi",
        "announce",
    ]
    assert {stage["state"] for stage in shown["stages"]} == {"planned"}
    assert [shown[key] for key in ("questions", "ledger", "left_out", "error")] == [
        [],
        [],
        [],
        None,
    ]


def test_every_post_is_shown_where_it_would_stand() -> None:
    """The notes at the code host, the announcement in each channel, with the room there is."""
    shown = preview.posts(PLAN)

    assert [(post["channel"], post["kind"], post["budget"]) for post in shown] == [
        ("github", "release notes", notes.GITHUB_LIMIT),
        ("releases", "announcement", announcement.LONGEST),
        ("general", "announcement", announcement.LONGEST),
    ]
    assert [post["text"] for post in shown] == [
        PLAN.notes.strip(),
        PLAN.announcement,
        PLAN.announcement,
    ]
    assert all(post["characters"] == len(post["text"]) > 0 for post in shown)


def test_whose_approval_it_takes() -> None:
    """Only of questions that this release will ask."""
    plan = replace(
        PLAN, terms={**PLAN.terms, "announce": Terms(policy=MinimumVotes(1, "releaser"))}
    )

    assert preview.approvals(plan, CIRCLE) == [
        {
            "question": "publish",
            "needed": 2,
            "of": ["bob", "carol"],
            "rule": "2 of bob, carol (approver), not the requester",
            "expires_hours": 24.0,
        }
    ]
    silent = replace(plan, segments=(Segment(name="all", stages=()),))
    assert preview.approvals(silent, CIRCLE) == []
