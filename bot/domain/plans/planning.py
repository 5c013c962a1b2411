"""Planning: facts about a repository in, the plan of a release out; nothing is touched."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from packaging.version import Version

from bot import errors
from bot.domain import announcement, foreign_text
from bot.domain.approvals.policy import Terms
from bot.domain.cadence.rhythm import Cadence
from bot.domain.notes import changes, edited_notes, history, release_notes
from bot.domain.notes.edited_notes import EditedNotes
from bot.domain.notes.release_notes import ReleaseNotes
from bot.domain.plans import plan_warnings, segments
from bot.domain.plans.adopting import Published
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules
from bot.domain.plans.plan import Land, Plan, RequiredCheck, Segment, Target, VersionFile
from bot.domain.versions import (
    development,
    project_metadata,
    references,
    suggestions,
    version,
    version_line,
    version_places,
)
from bot.domain.versions.project_metadata import ProjectMetadata
from bot.domain.versions.version import Level
from bot.domain.versions.version_line import VersionLine

CHECKS = ("test", "lint", "security", "docs")  # those of the release guide's checklist
PACKAGE_INDEXES = (
    Target(name="testpypi", kind="package_index", url=""),
    Target(name="pypi", kind="package_index", url=""),
)
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[^\s<>()\[\]\"'`@\\]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What a person asked for, and when. `created` is RFC 3339 in UTC."""

    bump: str
    empty: bool = False
    release: str = ""
    requester: str = ""
    title: str = ""  # "" = as the project is called
    edited: EditedNotes | None = None  # what a person wrote instead of the notes
    adopts: Published | None = None  # what was published or tagged by hand already
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRules:
    """The operator's side of a project; the defaults are those of a plain local clone."""

    name: str = ""
    title: str = ""
    repository: str = ""
    package: str = ""  # "" = as the repository says
    targets: tuple[Target, ...] = PACKAGE_INDEXES
    segments: tuple[Segment, ...] = ()
    adopting: tuple[Segment, ...] = ()  # of a release that was published by hand
    tagged: tuple[Segment, ...] = ()  # of a version of which only the tag was made by hand
    terms: Mapping[str, Terms] = field(default_factory=dict)  # by kind of question
    level_terms: Mapping[str, Mapping[str, Terms]] = field(default_factory=dict)
    announce: tuple[str, ...] = ()
    required: tuple[RequiredCheck, ...] = ()  # at the code host
    hosted_notes: bool = False  # whether the code host adds to the release there
    by_pull_request: tuple[Segment, ...] = ()  # where the branch takes nothing else
    land: Land = "fast-forward"
    cadence: Cadence | None = None  # None: nothing is said of how often it is released
    enabled: bool = True  # whether releases of it may be started

    def terms_of(self, level: str) -> dict[str, Terms]:
        """Which questions a release of this level has to answer, and on what terms."""
        return {**self.terms, **self.level_terms.get(level, {})}


def make_plan(
    request: PlanRequest,
    facts: RepositoryFacts,
    project: ProjectRules,
    published: Mapping[str, tuple[str, ...]] | None = None,
) -> Plan:
    """The plan of the release that was asked for.

    `published` holds the versions that each package index has ever listed. Raises `BadVersion`,
    `Refused` or `BadRepository`, each with the reason and the next step.
    """
    metadata = project_metadata.read_metadata(facts.files)
    line = version_line.read_line(facts, published or {})
    implied = implied_level(facts, line)
    chosen = _chosen(request, facts, line, implied)
    decided = _Decided(
        line=line,
        chosen=chosen,
        implied=implied,
        notes=_notes(_planned_notes(request, facts, line, chosen), request.edited),
        metadata=project_metadata.named(metadata, project.package),
    )
    plan = _plan(request, facts, project, decided)
    return _completed(segments.questioned(plan, project.terms_of(plan.level)), facts, decided)


def implied_level(facts: RepositoryFacts, line: VersionLine) -> Level:
    """The kind of release that the changes since the last final one amount to."""
    since_final = release_notes.changes_since(facts, line.final_tag)
    is_stable = line.final is None or line.final.major > 0
    return changes.implied_level(since_final, stable=is_stable)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """What was decided before the plan is written down."""

    line: VersionLine
    chosen: Version
    implied: Level
    notes: ReleaseNotes
    metadata: ProjectMetadata


def _chosen(
    request: PlanRequest, facts: RepositoryFacts, line: VersionLine, implied: Level
) -> Version:
    """The version that is asked for; one that is public already needs no room in the line."""
    if request.adopts:
        return request.adopts.version
    chosen = line.next_version(request.bump, implied)
    if not request.empty:
        _check_not_empty(facts, line, chosen)
    return chosen


def _planned_notes(
    request: PlanRequest, facts: RepositoryFacts, line: VersionLine, chosen: Version
) -> ReleaseNotes:
    if request.adopts is None:
        return release_notes.write_notes(facts, line, chosen)
    if request.adopts.adopted.is_published:
        return release_notes.of_published(facts, line, request.adopts.text)
    return release_notes.of_tagged(facts, line, chosen)


def _notes(planned: ReleaseNotes, edited: EditedNotes | None) -> ReleaseNotes:
    """The planned notes, or what a person wrote in their place."""
    if edited is None:
        return planned
    warnings = edited_notes.warnings(edited, planned.changes)
    return replace(planned, text=edited.text, source="edited", warnings=warnings)


def _check_not_empty(facts: RepositoryFacts, line: VersionLine, chosen: Version) -> None:
    """A final after its pre-release is something new even without a commit; nothing else is.

    Merges alone bring nothing: the last release may have landed by one. Nor does the commit that
    began a development version.
    """
    is_promoted = line.previous is not None and line.previous.is_prerelease
    if line.previous_tag is None or (is_promoted and not chosen.is_prerelease):
        return
    commits = facts.commits_since.get(line.previous_tag, ())
    begun = history.beginnings(commits)
    if all(len(commit.parents) > 1 or commit.sha in begun for commit in commits):
        raise errors.Refused(
            f"{facts.branch} has no commit since {line.previous_tag}, "
            "so there is nothing to release.",
            "Merge something first. A terminal shows what one without changes would be: "
            "releasebot plan PATH BUMP --empty",
            reason="nothing_to_release",
        )


def _plan(
    request: PlanRequest, facts: RepositoryFacts, project: ProjectRules, decided: _Decided
) -> Plan:
    line, chosen, metadata = decided.line, decided.chosen, decided.metadata
    places = version_places.version_places(facts, metadata)
    title = request.title or project.title or facts.rules.display_name or metadata.package
    adopts = request.adopts
    begun = "" if adopts else _development(facts, places, chosen)
    return Plan(
        release=request.release,
        project=project.name or metadata.package,
        title=foreign_text.neutralise_line(title),
        repository=project.repository,
        package=metadata.package,
        bump=request.bump.strip(),
        version=str(chosen),
        semver=version.to_semver(chosen),
        level=line.level_of(chosen),
        tag=adopts.tag if adopts else _next_tag(facts, line, chosen),
        previous=str(line.previous) if line.previous else None,
        previous_tag=line.previous_tag,
        branch=facts.branch,
        commit=facts.commit,
        requester=request.requester,
        created=request.created,
        date=request.created[:10],
        version_files=places,
        changelog=decided.notes.changelog,
        notes=decided.notes.text,
        notes_source=decided.notes.source,
        changes=decided.notes.changes,
        contributors=changes.contributors(decided.notes.changes),
        checks=facts.rules.checks,
        required=project.required,
        unconfigured_checks=_unconfigured(facts.rules),
        pythons=facts.rules.pythons or metadata.pythons,
        targets=project.targets,
        segments=_segments(project, adopts, begun),
        adopted=adopts.adopted if adopts else None,
        development=begun,
        announce=project.announce,
        land=project.land,
        prerelease=chosen.is_prerelease,
        latest=line.is_latest(chosen),
    )


def _segments(project: ProjectRules, adopts: Published | None, begun: str) -> tuple[Segment, ...]:
    if adopts is None:
        return segments.planned(project.segments, begun)
    return project.adopting if adopts.adopted.is_published else project.tagged


def _unconfigured(rules: RepositoryRules) -> tuple[str, ...]:
    configured = {check.name for check in rules.checks}
    return tuple(name for name in CHECKS if name not in configured)


def _development(facts: RepositoryFacts, places: tuple[VersionFile, ...], chosen: Version) -> str:
    """The version that begins after the release, "" where none does."""
    follows = facts.rules.development and development.takes_it(places)
    return str(development.next_development(chosen)) if follows else ""


def _next_tag(facts: RepositoryFacts, line: VersionLine, chosen: Version) -> str:
    return references.next_tag(chosen, line.previous_tag, facts.rules.tag)


def _completed(plan: Plan, facts: RepositoryFacts, decided: _Decided) -> Plan:
    """The plan with what is derived from the rest of it: warnings, suggestions, announcement."""
    line, chosen, metadata = decided.line, decided.chosen, decided.metadata
    warnings = [
        *(() if plan.adopted else _commit_warnings(plan, facts, decided)),
        *plan_warnings.line_warnings(line, chosen),
        *decided.notes.warnings,
        *facts.warnings,
    ]
    covered = {file.path for file in plan.version_files}
    known = line.previous or chosen
    done = replace(
        plan,
        docs_url=_address(facts.rules.docs_url or metadata.docs_url),
        feedback_url=_address(facts.rules.feedback_url or metadata.feedback_url),
        warnings=tuple(foreign_text.visible(warning) for warning in warnings),
        suggestions=suggestions.make_suggestions(facts.mentions, known, covered),
    )
    template = facts.rules.announcement_template
    return replace(done, announcement=announcement.render_announcement(done, template))


def _commit_warnings(plan: Plan, facts: RepositoryFacts, decided: _Decided) -> Iterator[str]:
    """What to look at twice in a commit that is still to be made."""
    line, chosen = decided.line, decided.chosen
    expected = (line.previous, chosen)
    yield from plan_warnings.level_warnings(line, chosen, decided.implied)
    yield from plan_warnings.file_warnings(facts, plan.version_files, decided.metadata, expected)
    yield from plan_warnings.changelog_warnings(plan.changelog)
    yield from plan_warnings.development_warnings(facts.rules, plan.development)


def _address(url: str) -> str:
    """The address if it is a plain one; foreign text is none."""
    return url if _ADDRESS.fullmatch(url) else ""
