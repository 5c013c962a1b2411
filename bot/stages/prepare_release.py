"""prepare_release: one commit with the new version and the dated changelog, on its own branch."""

from bot.domain import ledger, version_files
from bot.domain.ledger import LedgerRow
from bot.domain.plan import Plan
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    what = f"version {plan.version}" + (" and its changelog" if plan.changelog else "")
    return f"Commit {what} on {branch_of(plan)}"


def branch_of(plan: Plan) -> str:
    """The branch that holds the release commit and nothing else."""
    return f"release/{plan.tag}"


async def already_done(work: Work) -> Outcome:
    """Look whether the branch holds exactly the release commit on the planned commit."""
    branch = branch_of(work.plan)
    head = await work.outside.code_host.branch_head(branch)
    if head is None:
        return Outcome(rows=(ledger.missing("git", branch),))
    if await _is_release_commit(work, head):
        return Outcome(rows=(ledger.done("git", branch, commit=head),))
    row = ledger.differs(
        "git",
        branch,
        why=f"the branch {branch} already holds other work at {head}",
        next=f"delete the branch {branch} if nobody needs it, then retry",
    )
    return Outcome(rows=(row,))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Make the commit through the code host, then the branch."""
    plan = work.plan
    files = await _expected_files(work)
    commit = await work.outside.code_host.create_commit(
        plan.commit, f"Release {plan.tag}", files, plan.created
    )
    await work.outside.code_host.set_branch(missing[0].key, commit, None)


async def _expected_files(work: Work) -> dict[str, bytes]:
    paths = version_files.paths_to_render(work.plan)
    contents = await work.outside.repository.read_files(work.plan.commit, paths)
    return version_files.render_files(work.plan, contents)


async def _is_release_commit(work: Work, head: str) -> bool:
    expected = await _expected_files(work)
    changed = await work.outside.repository.changed_paths(work.plan.commit, head)
    if changed is None or set(changed) != set(expected):
        return False
    return await work.outside.repository.read_files(head, sorted(expected)) == expected
