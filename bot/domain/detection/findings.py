"""Findings: what a survey says about a project."""

import re
from dataclasses import dataclass

from packaging.version import Version

from bot.domain.detection import checks, described, survey, tags
from bot.domain.detection.checks import FoundCheck
from bot.domain.detection.hosted import Hosted
from bot.domain.detection.survey import Survey
from bot.domain.plans.facts import RepositoryRules
from bot.domain.versions import suggestions, version_places
from bot.domain.versions.suggestions import Statement

_PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_DOCKERFILE = re.compile(r"(?:.*/)?(?:(?:Docker|Container)file(?:\.[\w.-]+)?|[\w.-]+\.Dockerfile)")
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found; empty where it was not."""

    name: str  # for the operator's file
    hosted: Hosted
    package: str
    display_name: str
    docs_url: str
    feedback_url: str
    security_contact: str
    checks: tuple[FoundCheck, ...]
    pythons: tuple[str, ...]
    version: str  # the last one that is tagged, else the one that the files state
    version_files: tuple[str, ...]
    statements: tuple[Statement, ...]  # further files that state it
    tag: str
    changelog: str
    dockerfiles: tuple[str, ...]


def find(seen: Survey, hosted: Hosted | None) -> Findings:
    """What the survey says; `hosted` stands in place of the clone's own remote."""
    metadata = survey.metadata_of(seen.files)
    package = metadata.package if _PACKAGE.fullmatch(metadata.package) else ""
    where = hosted or Hosted(seen.hosted)
    pattern = tags.tag_pattern(seen.tags, package)
    tagged = tags.last_version(seen.tags, pattern)
    return Findings(
        name=_name(package or where.name.partition("/")[2] or seen.folder),
        hosted=where,
        package=package,
        display_name=described.display_name(seen.files, package),
        docs_url=metadata.docs_url,
        feedback_url=metadata.feedback_url,
        security_contact=described.security_contact(seen.files),
        checks=checks.find_checks(seen),
        pythons=metadata.pythons,
        version=str(tagged) if tagged else survey.stated_version(seen),
        version_files=_configurable(seen),
        statements=_statements(seen),
        tag=pattern,
        changelog=version_places.changelog_path(seen.files, RepositoryRules()) or "",
        dockerfiles=tuple(path for path in seen.paths if _DOCKERFILE.fullmatch(path))[:MOST],
    )


def _name(text: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("._-")[:64] or "project"


def _configurable(seen: Survey) -> tuple[str, ...]:
    """The detected version files, if naming them is as good as detecting them each time."""
    places = survey.version_places_of(seen)
    named = tuple(file.path for file in places)
    return named if survey.version_places_of(seen, files=named) == places else ()


def _statements(seen: Survey) -> tuple[Statement, ...]:
    current = survey.stated_version(seen)
    if not current:
        return ()
    covered = {file.path for file in survey.version_places_of(seen)}
    return tuple(suggestions.statements(seen.mentions, Version(current), covered))[:MOST]
