"""check_published: what somebody published or tagged by hand is what its branch and files say."""

from dataclasses import replace

from bot.domain.approvals import bypass
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.domain.versions import version_files
from bot.stages import commit_gates, hand_made_tag, hosted_release
from bot.stages.publish_pypi import INDEX
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    how = "published" if plan.adopted and plan.adopted.is_published else "tagged"
    return f"Check the tag, the branch and the files of {plan.tag}, which was {how} by hand"


async def already_done(work: Work) -> Outcome:
    """Look at the tag, the branch, the public release, the version files, CI and issues."""
    checked = await commit_gates.look(work)
    rows = [
        await hand_made_tag.row(work, "ready"),
        await _branch(work),
        *await _release(work),
        *await _versions(work),
        *await _not_yanked(work),
        *checked.rows,
    ]
    return replace(checked, rows=tuple(bypass.passed(row, work.bypasses) for row in rows))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Nothing to bring about: what does not fit differs, and a person decides."""


async def _branch(work: Work) -> LedgerRow:
    plan, key = work.plan, f"branch {work.plan.branch}"
    head = await work.outside.code_host.branch_head(plan.branch)
    if head and await work.outside.repository.is_ancestor(plan.commit, head):
        return ledger.done("ready", key, head=head)
    return ledger.differs(
        "ready",
        key,
        why=f"{plan.branch} does not contain {plan.commit[:12]}, at which {plan.tag} points",
        next=f"bring that commit to {plan.branch}, then retry",
    )


async def _release(work: Work) -> list[LedgerRow]:
    """The release that is completed is still there; where there was only a tag, none came since."""
    plan, key = work.plan, f"release {work.plan.tag}"
    if plan.adopted and not plan.adopted.is_published:
        others = await hosted_release.strangers(work)
        return [hosted_release.taken("ready", plan, other) for other in others[:1]]
    release = await hosted_release.adopted(work)
    if release is None:
        return [
            ledger.differs(
                "ready",
                key,
                why=f"the release {plan.tag} that was published by hand is not public any more",
                next="publish it again and retry, or cancel this release",
            )
        ]
    return [ledger.done("ready", key, url=release.url)]


async def _versions(work: Work) -> list[LedgerRow]:
    """Whether each file that states a version states this one."""
    plan = work.plan
    stating = [file for file in plan.version_files if file.how != "everywhere"]
    paths = [file.path for file in stating]
    contents = await work.outside.repository.read_files(plan.commit, paths)
    rows = []
    for file in stating:
        text = version_files.decode(contents.get(file.path, b""))
        stated = version_files.stated_version(file, text, plan.package)
        rows.append(_stated(plan, file.path, str(stated or "no version")))
    return rows


def _stated(plan: Plan, path: str, stated: str) -> LedgerRow:
    key = bypass.version_gate(path)
    if stated == plan.version:
        return ledger.done("ready", key, version=stated)
    return ledger.differs(
        "ready",
        key,
        why=f"{path} states {stated} at {plan.tag}, not {plan.version}",
        next="publish a version whose files state it, or override this with a reason",
    )


async def _not_yanked(work: Work) -> list[LedgerRow]:
    plan = work.plan
    index = work.outside.indexes.get(INDEX)
    files = await index.files(plan.package, plan.version) if index else ()
    if not any(file.yanked for file in files):
        return []
    return [
        ledger.differs(
            "ready",
            f"{plan.version} on PyPI",
            why=f"{plan.version} is yanked on PyPI, so nobody should be told to install it",
            next="take the yank back and retry, or cancel this release",
        )
    ]
