"""Our release at the code host: found by its marker, whatever else carries the same tag."""

from bot.domain.plan import Plan
from bot.ports import HostedRelease
from bot.stages.work import Work


def marker(plan: Plan) -> str:
    """The invisible line in the body by which a release of ours is known again."""
    return f"<!-- releasebot:{plan.release} -->"


def body(plan: Plan) -> str:
    """The release's text at the code host: the notes and the marker."""
    return f"{plan.notes.strip()}\n\n{marker(plan)}\n"


async def ours(work: Work) -> tuple[HostedRelease, ...]:
    """Our releases of the tag, a published one first, then by age; more than one after a crash."""
    found = await work.outside.code_host.releases(work.plan.tag)
    mine = [release for release in found if marker(work.plan) in release.body]
    return tuple(sorted(mine, key=lambda release: (release.draft, release.id)))


async def strangers(work: Work) -> tuple[HostedRelease, ...]:
    """Published releases of the tag that somebody else made."""
    found = await work.outside.code_host.releases(work.plan.tag)
    return tuple(r for r in found if not r.draft and marker(work.plan) not in r.body)
