"""prepare_release: one commit with the new version and the dated changelog, on its own branch."""

from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.domain.versions import version_files
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
    if head and await _is_release_commit(work, head):
        return Outcome(rows=(ledger.done("git", branch, commit=head),))
    kept = {f"made {name}": commit for name, commit in recorded(work).items()}
    if head is None:
        return Outcome(rows=(ledger.missing("git", branch, **kept),))
    if head == recorded(work).get(branch):
        return Outcome(rows=(ledger.missing("git", branch, replaces=head, **kept),))
    row = ledger.differs(
        "git",
        branch,
        why=f"the branch {branch} already holds other work at {head}",
        next=f"delete the branch {branch} if nobody needs it, then retry",
        **kept,
    )
    return Outcome(rows=(row,))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Make the commit through the code host, then the branch, in place of an earlier one of ours.

    The branch of an earlier plan's version goes first: once the new one is there, nobody looks.
    """
    plan, host, [row] = work.plan, work.outside.code_host, missing
    for branch, commit in recorded(work).items():
        if branch != row.key and await host.branch_head(branch) == commit:
            await host.delete_branch(branch, commit)
    files = await _expected_files(work)
    commit = await host.create_commit(plan.commit, f"Release {plan.tag}", files, plan.created)
    if replaced := row.evidence.get("replaces"):
        await host.replace_branch(row.key, commit, replaced)
    else:
        await host.set_branch(row.key, commit, None)


def recorded(work: Work) -> dict[str, str]:
    """The branches that this release made, for this plan or an earlier one, with their commits."""
    found: dict[str, str] = {}
    for row in work.recorded("prepare_release"):
        found |= {row.key: row.evidence["commit"]} if row.state == "done" else {}
        found |= {
            name.removeprefix("made "): commit
            for name, commit in row.evidence.items()
            if name.startswith("made ")
        }
    return found


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
