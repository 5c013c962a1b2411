"""build_packages: everything that will be published is built once, here, and stored by hash."""

from collections.abc import Sequence

from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages.exporting import exported_release
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Build {plan.package} {plan.version} in the sandbox"


async def already_done(work: Work) -> Outcome:
    """Look for the record of a build of this very commit; its bytes are hashed again."""
    artifacts = work.outside.artifacts.recorded(_key(work))
    if artifacts is None:
        return Outcome(rows=(ledger.missing("build", work.plan.package),))
    return Outcome(rows=_rows(work, artifacts), left_out=work.outside.builder.left_out())


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:  # noqa: ARG001  # one build makes all
    """Build, then record what was built: a retry finds the record and never builds again."""
    async with exported_release(work) as source:
        artifacts = await work.outside.builder.build(
            source,
            package=work.plan.package,
            version=work.plan.version,
            source_date=work.plan.created,
        )
    work.outside.artifacts.record(_key(work), artifacts)


def _key(work: Work) -> str:
    return f"{work.plan.package}-{work.plan.version}-{work.release_commit()}"


def _rows(work: Work, artifacts: Sequence[Artifact]) -> tuple[LedgerRow, ...]:
    for artifact in artifacts:
        work.outside.artifacts.path(artifact)
    return tuple(
        ledger.done(
            "build",
            artifact.name,
            kind=artifact.kind,
            digest=f"sha256:{artifact.sha256}",
            size=str(artifact.size),
        )
        for artifact in artifacts
    )
