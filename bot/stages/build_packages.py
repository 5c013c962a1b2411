"""build_packages: everything that will be published is built once, here, and stored by hash.

Of a version that was published by hand and is on PyPI already, the public files are taken instead.
"""

from collections.abc import Sequence

from bot import errors
from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.ports import IndexFile
from bot.stages.exporting import exported_release
from bot.stages.publish_pypi import INDEX
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    if plan.adopted:
        return f"Take {plan.package} {plan.version} from PyPI, or build it in the sandbox"
    return f"Build {plan.package} {plan.version} in the sandbox"


async def already_done(work: Work) -> Outcome:
    """Look for the record of a build of this very commit; its bytes are hashed again."""
    is_public = bool(await _public(work))
    artifacts = work.outside.artifacts.recorded(_key(work, is_public=is_public))
    if artifacts is None:
        return Outcome(rows=(ledger.missing("build", work.plan.package),))
    if is_public:
        return Outcome(rows=_rows(work, artifacts, taken_from=INDEX))
    return Outcome(rows=_rows(work, artifacts), left_out=work.outside.builder.left_out())


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:  # noqa: ARG001  # one build makes all
    """Build, then record what was built: a retry finds the record and never builds again."""
    plan, builder = work.plan, work.outside.builder
    public = await _public(work)
    about = {"package": plan.package, "version": plan.version, "source_date": plan.created}
    async with exported_release(work) as source:
        if public:
            folder = source.parent / "public"
            folder.mkdir()
            for file in _whole(plan, public):
                await work.index(INDEX).download(file, folder)
            artifacts = await builder.take(folder, source, **about)
        else:
            artifacts = await builder.build(source, **about)
    work.outside.artifacts.record(_key(work, is_public=bool(public)), artifacts)


async def _public(work: Work) -> tuple[IndexFile, ...]:
    """What people can install already of a version that was published by hand."""
    index = work.outside.indexes.get(INDEX)
    if work.plan.adopted is None or index is None:
        return ()
    return await index.files(work.plan.package, work.plan.version)


def _whole(plan: Plan, listed: tuple[IndexFile, ...]) -> tuple[IndexFile, ...]:
    """The files, if they are a whole version and not one whose upload has only begun."""
    names = [file.name for file in listed]
    if any(name.endswith(".whl") for name in names) and any(n.endswith(".tar.gz") for n in names):
        return listed
    raise errors.BadArtifact(
        f"PyPI lists only {', '.join(names)} of {plan.version}: a wheel or the source distribution "
        "is missing.",
        "Retry when the upload is complete; if nobody uploads, add what is missing first.",
        reason="index_incomplete",
    )


def _key(work: Work, *, is_public: bool) -> str:
    built = f"{work.plan.package}-{work.plan.version}-{work.release_commit()}"
    return f"{built}-public" if is_public else built


def _rows(work: Work, artifacts: Sequence[Artifact], **more: str) -> tuple[LedgerRow, ...]:
    for artifact in artifacts:
        work.outside.artifacts.path(artifact)
    return tuple(
        ledger.done(
            "build",
            artifact.name,
            kind=artifact.kind,
            digest=f"sha256:{artifact.sha256}",
            size=str(artifact.size),
            **more,
        )
        for artifact in artifacts
    )
