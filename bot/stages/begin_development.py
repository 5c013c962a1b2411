"""begin_development: the branch states the next development version, if the repository wants one.

By one commit on whatever the branch has by now, never by force; where it takes changes only by pull
requests there is one, and people merge it.
"""

from bot import errors
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow, LeftOut
from bot.domain.versions import development
from bot.ports import HostedPull
from bot.stages.work import Outcome, Work

TRIES = 3  # until a branch that is pushed to all the time gets a pull request

Head = tuple[str, dict[str, bytes]]  # a commit, and its files that state the version


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"State the development version {plan.development} on {plan.branch}"


def branch_of(plan: Plan) -> str:
    """The branch of the pull request, where there has to be one."""
    return f"release/begin-{plan.development}"


async def already_done(work: Work) -> Outcome:
    """Look what the branch states, then for our pull request."""
    plan, key = work.plan, f"{work.plan.development} on {work.plan.branch}"
    try:
        head, contents = await _branch(work)
        is_begun = development.is_begun(plan, contents)
    except errors.BadRepository as error:
        return Outcome(rows=(), left_out=(_left(plan, error.sentence, error.next_step),))
    if is_begun:
        return Outcome(rows=(ledger.done("git", key, commit=head),))
    pull = await work.outside.code_host.pull_request(branch_of(plan), plan.branch)
    if pull is None:
        return Outcome(rows=(ledger.missing("git", key, head=head),))
    if pull.state == "merged":
        return Outcome(rows=(ledger.done("git", key, url=pull.url),))
    asked = ledger.done("git", f"pull request of {branch_of(plan)}", url=pull.url)
    return Outcome(
        rows=(asked,) if pull.state == "open" else (), left_out=(_for_people(plan, pull),)
    )


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:  # noqa: ARG001  # one commit
    """Commit it; what the branch does not take is proposed."""
    if await _needs_pull_request(work) or not await _committed(work):
        await _propose(work)


async def _needs_pull_request(work: Work) -> bool:
    """Whether it is known before that nobody may move the branch forward.

    Where only some may, the bot tries: it is refused if it is none of them.
    """
    if work.plan.land == "pull-request":
        return True
    rules = await work.outside.code_host.branch_rules(work.plan.branch)
    return rules.needs_pull_request or bool(rules.checks)


async def _committed(work: Work) -> bool:
    """Whether the branch has it, after some tries on its newest commit; False if it refuses."""
    host, branch = work.outside.code_host, work.plan.branch
    for _ in range(TRIES):
        head, contents = await _branch(work)
        if development.is_begun(work.plan, contents):
            return True
        commit = await _commit(work, head, contents)
        try:
            await host.set_branch(branch, commit, head)
        except errors.Failed:
            if await host.branch_head(branch) == head:
                return False
        else:
            return True
    return False


async def _propose(work: Work) -> None:
    """Ask for the merge of a branch of ours; one that a crash left behind is taken as it is."""
    plan, host = work.plan, work.outside.code_host
    name = branch_of(plan)
    there = await host.branch_head(name)
    if there is None:
        head, contents = await _branch(work)
        await host.set_branch(name, await _commit(work, head, contents), None)
    elif not development.is_begun(plan, (await _at(work, there))[1]):
        raise errors.Conflict(
            f"The branch {name} holds other work.",
            f"Delete it if nobody needs it, then write {plan.development} on {plan.branch}.",
        )
    title = f"Begin {plan.development}"
    await host.create_pull_request(name, plan.branch, title, _body(plan))


async def _branch(work: Work) -> Head:
    """The newest commit of the branch."""
    head = await work.outside.code_host.branch_head(work.plan.branch)
    if head is None:
        raise errors.BadRepository(
            f"The branch {work.plan.branch} is gone.",
            f"Write {work.plan.development} where work goes on.",
        )
    return await _at(work, head)


async def _at(work: Work, commit: str) -> Head:
    paths = development.paths(work.plan)
    return commit, await work.outside.repository.read_files(commit, paths)


async def _commit(work: Work, head: str, contents: dict[str, bytes]) -> str:
    """Make the commit on that head; the same again after a crash is the same commit."""
    plan = work.plan
    files = development.render(plan, contents)
    message = development.message(plan)
    return await work.outside.code_host.create_commit(head, message, files, plan.created)


def _for_people(plan: Plan, pull: HostedPull) -> LeftOut:
    if pull.state == "closed":
        again = f"write {plan.development} on {plan.branch} by hand, if it is wanted"
        return _left(plan, f"the pull request {pull.url} was closed without a merge", again)
    return _left(plan, f"the pull request {pull.url} waits for people", "merge it, or close it")


def _left(plan: Plan, why: str, remedy: str) -> LeftOut:
    return LeftOut(
        target=f"development version {plan.development}",
        why=why.removesuffix("."),
        remedy=remedy.removesuffix("."),
    )


def _body(plan: Plan) -> str:
    return (
        f"{plan.title} {plan.semver} is released. With this, `{plan.branch}` states "
        f"{plan.development} until the next release. The release does not wait for it.\n"
    )
