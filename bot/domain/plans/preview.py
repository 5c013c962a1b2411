"""Preview: a plan as readers of releases get it, with every post of it and whose yes it needs."""

from typing import Any

from bot.domain import announcement, channels
from bot.domain.approvals import policy, policy_words
from bot.domain.approvals.policy import Circle
from bot.domain.notes import notes
from bot.domain.plans import digest, plan_json
from bot.domain.plans.plan import Plan

Json = dict[str, Any]


def make_preview(plan: Plan, circle: Circle) -> Json:
    """The plan in the shape of a release: planned, nothing done, nothing asked."""
    stages = [stage.name for segment in plan.segments for stage in segment.stages]
    return {
        **plan_json.plan_to_json(plan),
        "state": "planned",
        "digest": digest.approval_digest(plan, plan.commit, ()),
        "stages": [{"name": name, "state": "planned"} for name in stages],
        "questions": [],
        "ledger": [],
        "left_out": [],
        "error": None,
        "posts": posts(plan),
        "approvals": approvals(plan, circle),
    }


def posts(plan: Plan) -> list[Json]:
    """Every text that the release would publish, with the room that its channel has."""
    hosts = [target.name for target in plan.targets if target.kind == "code_host"]
    return [
        *(_post(host, "release notes", plan.notes.strip(), notes.GITHUB_LIMIT) for host in hosts),
        *(
            _post(
                channel,
                "announcement",
                announcement.for_channel(plan, channel),
                channels.read(channel).room,
            )
            for channel in plan.announce
        ),
    ]


def approvals(plan: Plan, circle: Circle) -> list[Json]:
    """For each question: how many must say yes, who may, and the rule in words."""
    asked = [segment.question for segment in plan.segments if segment.question]
    return [
        {
            "question": kind,
            "needed": policy.missing(terms.policy, frozenset(), circle),
            "of": sorted(policy.electorate(terms.policy, circle)),
            "rule": policy_words.in_words(terms.policy, circle),
            "expires_hours": terms.expires_hours,
        }
        for kind, terms in plan.terms.items()
        if kind in asked
    ]


def _post(channel: str, kind: str, text: str, budget: int) -> Json:
    return {
        "channel": channel,
        "kind": kind,
        "characters": len(text),
        "budget": budget,
        "text": text,
    }
