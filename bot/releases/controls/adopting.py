"""Adopting: what somebody published or tagged by hand, looked at before and while it is planned."""

import contextlib
from dataclasses import dataclass, replace

import sqlalchemy as sa
from packaging.version import Version

from bot import errors
from bot.domain.conversation import commands
from bot.domain.conversation.commands import StartRelease
from bot.domain.plans import adopting
from bot.domain.plans.adopting import Published
from bot.domain.plans.facts import RepositoryFacts, TagFact
from bot.domain.plans.plan import Adopted
from bot.domain.versions import references
from bot.ports import HostedRelease
from bot.releases.project import Project
from bot.releases.storage import release_rows
from bot.releases.storage.database import Database
from bot.releases.storage.tables import releases


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoptable:
    """A version that is public and none of ours, its tag, and a branch that contains its commit."""

    published: Published
    tag: TagFact
    branch: str


async def settled(database: Database, chosen: Project, command: StartRelease) -> StartRelease:
    """The command with the tag, version and branch of what it adopts, if that may be adopted.

    What is known already stays as it is. Raises `errors.Refused`.
    """
    release = commands.release_id(command.project, command.delivery)
    if not command.adopts or await database.run(_is_known, release):
        return command
    found = await look(chosen, command.adopts)
    version = str(found.published.version)
    about = (command.project, version, found.branch)
    await database.run(release_rows.check_adoptable, *about)
    return replace(command, adopts=found.tag.name, bump=version, branch=found.branch)


async def look(chosen: Project, name: str) -> Adoptable:
    """The public release of that tag or version, else the tag alone.

    Raises `errors.Refused` for one of no use.
    """
    outside = chosen.outside
    facts = await outside.repository.facts(None)
    tag, version = adopting.find_tag(facts, name)
    found = await outside.code_host.releases(tag.name)
    release = next((each for each in found if not each.draft), None)
    if release is None:
        published = adopting.tagged(tag.name, version, [draft.body for draft in found])
        branch = await _branch(chosen, facts, tag, "")
    else:
        published = _published(release, version)
        adopting.check(published)
        branch = await _branch(chosen, facts, tag, release.target)
    return Adoptable(published=published, tag=tag, branch=branch)


def _published(release: HostedRelease, version: Version) -> Published:
    return Published(
        tag=release.tag,
        version=version,
        text=release.body,
        prerelease=release.prerelease,
        adopted=Adopted(number=release.id, url=release.url, by=release.author),
    )


async def _branch(chosen: Project, facts: RepositoryFacts, tag: TagFact, target: str) -> str:
    """The branch that was named at the publication, else the default one, if it has the commit."""
    outside, named = chosen.outside, [facts.branch]
    with contextlib.suppress(errors.BadReference):
        named = [references.parse_branch(target), *named]
    looked = []
    for branch in dict.fromkeys(named):
        head = await outside.code_host.branch_head(branch)
        if head is None:
            continue
        if await outside.repository.is_ancestor(tag.commit, head):
            return branch
        looked.append(branch)
    raise adopting.not_on_branch(tag, tuple(looked))


def _is_known(connection: sa.Connection, release: str) -> bool:
    found = sa.select(releases.c.id).where(releases.c.id == release)
    return connection.execute(found).first() is not None
