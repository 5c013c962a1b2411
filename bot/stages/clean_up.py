"""clean_up: a release that is given up leaves nothing behind, as long as nothing is public."""

from collections.abc import Mapping

from bot import errors
from bot.domain import channels
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Plan
from bot.domain.records import evidence, ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages import hosted_release, prepare_release
from bot.stages.work import Outcome, Stage, Work


class CleanUp:
    """Asks every stage that makes something public what is there, before anything is removed."""

    def __init__(self, pipeline: Mapping[str, Stage]) -> None:
        """`pipeline` holds the stages that a plan may consist of."""
        self._pipeline = pipeline

    def describe(self, plan: Plan) -> str:
        """One line for people."""
        return f"Remove what was made for {plan.tag}, unless something of it is public"

    async def already_done(self, work: Work) -> Outcome:
        """Look whether anything is public; only if nothing is, look for what is to be removed."""
        planned = {stage.name for segment in work.plan.segments for stage in segment.stages}
        public = [
            _stays(work.plan, stage_facts.STAGES[name].public, row)
            for name in stage_facts.PUBLIC
            if name in planned
            for row in await _there(self._pipeline[name], work)
        ]
        adopted = work.plan.adopted
        if public or (adopted and adopted.is_published):
            return Outcome(rows=tuple(public))
        branches = () if adopted else await _branches(work)
        return Outcome(rows=(*branches, await _drafts(work)))

    async def run(self, work: Work, missing: tuple[LedgerRow, ...]) -> None:
        """Remove the release branch and our drafts, and nothing that somebody else made."""
        host = work.outside.code_host
        for row in missing:
            if row.target == "git":
                await host.delete_branch(row.evidence["branch"], row.evidence["commit"])
            else:
                for release in await hosted_release.ours(work):
                    await host.delete_draft(release.id)


def _stays(plan: Plan, words: str, row: LedgerRow) -> LedgerRow:
    """A row about something that is public, named in a sentence."""
    public = words.format(key=channels.key_in_words(row.target, row.key), tag=plan.tag)
    told = {"public": public, "why": "it is public, so it stays"}
    return ledger.skipped(row.target, row.key, **{**row.evidence, **told})


async def _there(stage: Stage, work: Work) -> tuple[LedgerRow, ...]:
    """What everybody can see of what the stage makes. Raises `errors.Unknown` for a doubt."""
    try:
        rows = (await stage.already_done(work)).rows
    except errors.BadReference:
        return ()  # after a look at the newest state, nobody has the release commit any more
    for row in rows:
        if row.state == "unknown":
            raise errors.Unknown(f"{row.evidence['why']}.", "The bot asks again.")
    return tuple(row for row in rows if evidence.is_there(row) or _is_ours(work, row))


def _is_ours(work: Work, row: LedgerRow) -> bool:
    """Whether somebody made the release commit public in another way than we would have."""
    return bool(work.release_commit()) and row.evidence.get("found") == work.release_commit()


async def _branches(work: Work) -> list[LedgerRow]:
    """The branch of this plan's version, and that of an earlier plan with another version."""
    branches = [prepare_release.branch_of(work.plan), *prepare_release.recorded(work)]
    return [await _branch(work, branch) for branch in dict.fromkeys(branches)]


async def _branch(work: Work, branch: str) -> LedgerRow:
    key = f"no branch {branch}"
    head = await work.outside.code_host.branch_head(branch)
    if head is None:
        return ledger.done("git", key)
    is_recorded = head == prepare_release.recorded(work).get(branch)
    if is_recorded or await _is_unrecorded(work, branch, head):
        return ledger.missing("git", key, branch=branch, commit=head)
    return ledger.skipped("git", key, commit=head, why="somebody else's work is on it, so it stays")


async def _is_unrecorded(work: Work, branch: str, head: str) -> bool:
    """Whether this release made exactly that, but died before it could record it."""
    seen = (await prepare_release.already_done(work)).rows[0]
    return (seen.key, seen.state, seen.evidence.get("commit")) == (branch, "done", head)


async def _drafts(work: Work) -> LedgerRow:
    key = f"no draft of {work.plan.tag}"
    if await hosted_release.ours(work):
        return ledger.missing("github", key)
    return ledger.done("github", key)
