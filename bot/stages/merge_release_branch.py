"""merge_release_branch: the branch gets the approved commit by a pull request, never squashed."""

from bot import errors
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.ports import HostedPull
from bot.stages import prepare_release
from bot.stages.work import Outcome, Waiting, Work

SECONDS = 300.0  # until a pull request that waits for people is looked at again


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Merge {prepare_release.branch_of(plan)} into {plan.branch} by a pull request"


async def already_done(work: Work) -> Outcome:
    """Look whether the branch contains the release commit, then at the pull request."""
    branch, commit = work.plan.branch, work.release_commit()
    head = await work.outside.code_host.branch_head(branch)
    if head and await work.outside.repository.is_ancestor(commit, head):
        return Outcome(rows=(ledger.done("git", branch, commit=commit, head=head),))
    pull = await _pull_request(work)
    if pull is None:
        return Outcome(rows=(ledger.missing("git", branch, commit=commit),))
    if pull.state == "open":
        row = ledger.missing("git", branch, commit=commit, url=pull.url)
        is_ours = pull.head_commit == commit
        return Outcome(rows=(row,), waiting=None if is_ours else _for_people(pull))
    return Outcome(rows=(_ended(work, pull),))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> Outcome | None:
    """Ask for the merge, then merge; where the code host wants people first, wait for them."""
    plan, host = work.plan, work.outside.code_host
    pull = await host.create_pull_request(
        prepare_release.branch_of(plan), plan.branch, f"Release {plan.tag}", _body(plan)
    )
    try:
        await host.merge_pull_request(pull.number, work.release_commit())
    except errors.Refused as refused:
        evidence = missing[0].evidence | {"url": pull.url, "why": refused.sentence}
        row = ledger.missing("git", plan.branch, **evidence)
        return Outcome(rows=(row,), waiting=_for_people(pull))
    return None


async def _pull_request(work: Work) -> HostedPull | None:
    """The pull request of our branch; an ended one only if it was about the release commit."""
    plan = work.plan
    found = await work.outside.code_host.pull_request(prepare_release.branch_of(plan), plan.branch)
    is_ours = found and (found.state == "open" or found.head_commit == work.release_commit())
    return found if is_ours else None


def _for_people(pull: HostedPull) -> Waiting:
    return Waiting(on=f"the pull request {pull.url} to be merged", seconds=SECONDS)


def _ended(work: Work, pull: HostedPull) -> LedgerRow:
    plan, commit = work.plan, work.release_commit()
    how = "squashed or rebased" if pull.state == "merged" else "closed without a merge"
    return ledger.differs(
        "git",
        plan.branch,
        commit=commit,
        url=pull.url,
        why=f"the pull request {pull.url} was {how}, so {plan.branch} lacks the release commit",
        next=f"merge {prepare_release.branch_of(plan)} into {plan.branch} by a merge commit, "
        "then retry",
    )


def _body(plan: Plan) -> str:
    return (
        f"The version and the changelog of {plan.title} {plan.semver}, as they were approved and "
        f"published.\n\nPlease merge it by a merge commit: {plan.tag} points at the commit of "
        f"this branch, which has to become part of `{plan.branch}` as it is.\n"
    )
