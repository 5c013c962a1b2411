"""The digest that an approval is bound to: whatever of this changes, the votes are void."""

import dataclasses
import hashlib
import json

from bot.domain import announcement
from bot.domain.approvals.bypass import Bypasses
from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Plan


def approval_digest(
    plan: Plan, release_commit: str, artifacts: tuple[Artifact, ...], bypasses: Bypasses = ()
) -> str:
    """Hash everything that would be released, and on whose word, to "sha256:…".

    Attempt ids, ports and the bot's own version are left out: a waiting release survives an
    upgrade and a restart.
    """
    bound: dict[str, object] = {
        "repository": plan.repository,
        "commit": release_commit,
        "version": plan.version,
        "tag": plan.tag,
        "artifacts": {artifact.name: artifact.sha256 for artifact in artifacts},
        "notes": plan.notes,
        "announcements": {
            channel: announcement.for_channel(plan, channel) for channel in plan.announce
        },
        "targets": [dataclasses.asdict(target) for target in plan.targets],
        "gates": [
            *(dataclasses.asdict(check) for check in plan.checks),
            *(dataclasses.asdict(required) for required in plan.required),
        ],
        "policy": {kind: dataclasses.asdict(terms) for kind, terms in plan.terms.items()},
    }
    if plan.adopted:
        bound["adopted"] = plan.adopted.number
    if plan.hosted_notes:
        bound["hosted_notes"] = plan.hosted_notes
    if bypasses:
        bound["bypasses"] = [dataclasses.asdict(bypass) for bypass in bypasses]
    if plan.land != "fast-forward":
        bound["land"] = plan.land  # a key of its own, so that older digests stay
    if plan.development:
        bound["development"] = plan.development
    text = json.dumps(bound, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
