"""Unrecorded: what the destinations hold of a version that this bot has no record of.

Nobody knows what was expected then, so the destinations are compared with each other.
"""

import asyncio
import contextlib
import dataclasses
from collections.abc import Awaitable
from typing import Any

from packaging.version import Version

from bot import errors
from bot.domain import channels
from bot.domain.files import comparison
from bot.domain.plans.facts import RepositoryFacts
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow, LeftOut
from bot.domain.versions import project_metadata, references, version
from bot.ports import HostedAsset, IndexFile, PackageIndex
from bot.releases import patience
from bot.releases.looking import ledger_status
from bot.releases.project import Project

Json = dict[str, Any]
Rows = tuple[LedgerRow, ...]

STATE = "unrecorded"


async def look(project: Project, asked: str, now: str) -> Json:
    """The version as the destinations show it, in the shape of a status.

    Raises `errors.BadVersion` for what is none, `errors.BadInput` where nobody has it.
    """
    number = version.read_version(asked) or version.parse_version(asked)
    facts = await _facts(project)
    tag = _tag_name(facts, number)
    rows = await _everywhere(project, facts, number, tag)
    if all(row.state == "missing" for found in rows.values() for row in found):
        _refuse(facts, number)
    return {
        "schema": 1,
        "release": "",
        "project": project.rules.name,
        "title": project.rules.title or project.rules.name,
        "version": str(number),
        "semver": version.to_semver(number),
        "tag": tag,
        "state": STATE,
        "stages": [],
        "questions": [],
        "ledger": ledger_status.of(comparison.compare(rows)),
        "left_out": [dataclasses.asdict(entry) for entry in _announcements(project)],
        "error": None,
        "probed": now,
    }


async def _facts(project: Project) -> RepositoryFacts | None:
    with contextlib.suppress(errors.Unknown):
        return await patience.ask(project.outside.repository.facts(None), "repository")
    return None


def _tag_name(facts: RepositoryFacts | None, number: Version) -> str:
    """The tag that names this version, else the one that a release of it would make."""
    if facts is None:
        return references.next_tag(number, None, "")
    pattern = facts.rules.tag
    for tag in facts.tags:
        if references.tag_version(tag.name, pattern) == number:
            return tag.name
    return references.next_tag(number, next(iter(facts.previous_tags), None), pattern)


def _refuse(facts: RepositoryFacts | None, number: Version) -> None:
    tags = ", ".join(facts.previous_tags[:5]) if facts else ""
    raise errors.BadInput(
        f"{number} is nowhere: this bot has no record of it, and no destination holds it.",
        f"The newest versions are tagged {tags}." if tags else "Nothing is tagged as a version.",
        reason="no_release",
    )


async def _everywhere(
    project: Project, facts: RepositoryFacts | None, number: Version, tag: str
) -> dict[str, Rows]:
    branch = facts.branch if facts else ""
    package = project.rules.package
    if facts and not package:
        package = project_metadata.read_metadata(facts.files).package
    looks: dict[str, Awaitable[Rows]] = {
        "tag_release": _tag(project, tag),
        "land_release_commit": _landing(project, tag, branch),
        "draft_github_release": _hosted(project, tag),
    }
    for name, index in project.outside.indexes.items():
        looks[f"publish_{name}"] = _listed(index, package, str(number))
    targets = dict(zip(looks, ("git", "git", "github", *project.outside.indexes), strict=True))
    found = await asyncio.gather(*(_rows(targets[n], n, look) for n, look in looks.items()))
    return dict(zip(looks, found, strict=True))


async def _rows(target: str, stage: str, look: Awaitable[Rows]) -> Rows:
    try:
        return await patience.ask(look, stage)
    except errors.Unknown as error:
        return (ledger.unknown(target, stage, why=error.sentence),)


async def _tag(project: Project, name: str) -> Rows:
    tag = await project.outside.code_host.tag(name)
    if tag is None:
        return (ledger.missing("git", f"tag {name}"),)
    annotated = "yes" if tag.annotated else "no"
    return (ledger.done("git", f"tag {name}", commit=tag.commit, annotated=annotated),)


async def _landing(project: Project, name: str, branch: str) -> Rows:
    """Whether the default branch has the tagged commit; another one may have had it."""
    tag = await project.outside.code_host.tag(name)
    head = await project.outside.code_host.branch_head(branch) if branch and tag else None
    if tag is None or head is None:
        return ()
    if await project.outside.repository.is_ancestor(tag.commit, head):
        return (ledger.done("git", branch, commit=tag.commit, head=head),)
    why = f"{branch} does not contain {name}; which branch it was released from is not recorded"
    return (ledger.unknown("git", branch, commit=tag.commit, why=why),)


async def _hosted(project: Project, tag: str) -> Rows:
    found = await project.outside.code_host.releases(tag)
    if not found:
        return (ledger.missing("github", f"release {tag}"),)
    release = min(found, key=lambda each: (each.draft, each.id))
    if release.draft:
        why = "there is only a draft"
        return (ledger.missing("github", f"release {tag}", url=release.url, why=why),)
    return (
        ledger.done("github", f"release {tag}", url=release.url),
        *(_asset(asset) for asset in release.assets),
    )


def _asset(asset: HostedAsset) -> LedgerRow:
    if not asset.uploaded:
        return ledger.missing("github", asset.name, why="its upload never ended")
    if not asset.digest:
        return ledger.unknown("github", asset.name, why="its digest is not told")
    return ledger.done("github", asset.name, digest=asset.digest)


async def _listed(index: PackageIndex, package: str, number: str) -> Rows:
    files = await index.files(package, number)
    return tuple(_file(index.name, file) for file in files) or (
        ledger.missing(index.name, f"{package} {number}"),
    )


def _file(target: str, file: IndexFile) -> LedgerRow:
    evidence = {"url": file.url} | ({"yanked": "yes"} if file.yanked else {})
    if not file.sha256:
        return ledger.unknown(target, file.name, **evidence, why="its hash is not told")
    return ledger.done(target, file.name, digest=f"sha256:{file.sha256}", **evidence)


def _announcements(project: Project) -> tuple[LeftOut, ...]:
    """A post is found by what was recorded of it, so without a record nobody asks the chat."""
    return tuple(
        LeftOut(
            target=f"announcement in {channels.in_words(channel)}",
            why="which post it was is not recorded here",
            remedy="look into the channel",
        )
        for channel in project.rules.announce
    )
