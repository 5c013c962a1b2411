"""Plan warnings: what a person should look at twice, though nothing forbids the release."""

from collections.abc import Iterable, Iterator, Sequence

from packaging.version import Version

from bot.domain import phrases
from bot.domain.cadence import words
from bot.domain.cadence.rhythm import Beat
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules
from bot.domain.plans.plan import Plan, VersionFile
from bot.domain.versions import version, version_files, version_places
from bot.domain.versions.project_metadata import ProjectMetadata
from bot.domain.versions.version import LEVELS, Level
from bot.domain.versions.version_line import VersionLine


def level_warnings(line: VersionLine, chosen: Version, implied: Level) -> Iterator[str]:
    """Say when the commits ask for more than the version that was chosen."""
    if line.final is None:
        return
    asked = version.level_between(line.final, chosen)
    if LEVELS.index(implied) > LEVELS.index(asked):
        wanted = version.next_level(line.final, implied)
        yield (
            f"The commits since {line.final_tag} imply a {implied} release ({wanted}), "
            f"but {chosen} is only a {asked} one."
        )


def line_warnings(line: VersionLine, chosen: Version) -> Iterator[str]:
    """Say when a higher version is tagged elsewhere, so that this one is maintenance."""
    higher = [tagged for tagged in line.tagged if tagged > chosen]
    if higher:
        yield f"{max(higher)} is tagged elsewhere, so {chosen} is no latest release."


def file_warnings(
    facts: RepositoryFacts,
    places: Sequence[VersionFile],
    metadata: ProjectMetadata,
    expected: Sequence[Version | None],
) -> Iterator[str]:
    """Say which files state another version than the last one, or that none states any.

    Raises `BadRepository` where a file does not state a version exactly once.
    """
    if not places and not version_places.is_dynamic(metadata):
        yield "No file states the version, so the release commit edits none."
    for place in places:
        if place.how == "everywhere":
            continue
        stated = version_files.stated_version(place, facts.files[place.path], metadata.package)
        if stated not in expected and not (stated and stated.is_devrelease):
            yield f"{place.path} states {stated} now, not {expected[0] or expected[-1]}."


def changelog_warnings(path: str | None) -> Iterator[str]:
    """Say when there is no changelog that can be kept."""
    if path is None:
        yield "There is no Markdown changelog, so the notes stand in the release only."


def rhythm_warnings(plan: Plan, beats: Iterable[Beat]) -> Iterator[str]:
    """Say when the release comes earlier than its project's cadence has it."""
    kind = "prerelease" if plan.prerelease else plan.level
    for beat in beats:
        if beat.kind == kind and beat.state == "early":
            yield (
                f"{plan.version} comes early: a {words.kind(kind)} is due {beat.rhythm} after "
                f"{beat.version}, so from {phrases.day(beat.not_before, plan.created)} on."
            )


def development_warnings(rules: RepositoryRules, development: str) -> Iterator[str]:
    """Say when a development version is wanted that no file can state."""
    if rules.development and not development:
        yield "No file states the version, so no development version follows this release."
