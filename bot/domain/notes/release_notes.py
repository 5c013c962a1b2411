"""Release notes: what people wrote under [Unreleased] wins; else they are made from the changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from packaging.version import Version

from bot import errors
from bot.domain import foreign_text
from bot.domain.notes import changelog, changes, history, note_sections, notes
from bot.domain.notes.changelog import Changelog
from bot.domain.notes.changes import Change
from bot.domain.plans.facts import RepositoryFacts
from bot.domain.versions import version_places
from bot.domain.versions.version_line import VersionLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNotes:
    """The notes of a release, whose work they tell, and the changelog that gets them."""

    text: str
    source: Literal["changelog", "commits", "edited", "release"]
    changes: tuple[Change, ...]
    changelog: str | None
    warnings: tuple[str, ...] = ()


def changes_since(facts: RepositoryFacts, tag: str | None) -> tuple[Change, ...]:
    """The changes since a tag of the branch; None: since the beginning."""
    return history.make_changes(facts.commits_since.get(tag or "", ()), facts.pull_requests)


def write_notes(facts: RepositoryFacts, line: VersionLine, chosen: Version) -> ReleaseNotes:
    """The notes of `chosen`: a pre-release tells what is new, a final all since the last final."""
    since = line.previous_tag if chosen.is_prerelease else line.final_tag
    told = changes_since(facts, since)
    path = version_places.changelog_path(facts.files, facts.rules)
    text, source = _generated(told, line), "commits"
    if path is not None:
        read = changelog.read_changelog(_text(facts, path), path)
        read.check(chosen)
        new = _generated(changes_since(facts, line.previous_tag), line)
        text, source = _with_changelog(read, chosen, text, new)
    return ReleaseNotes(
        text=_cut(text, path or "the history"),
        source="changelog" if source == "changelog" else "commits",
        changes=told,
        changelog=path,
    )


def of_published(facts: RepositoryFacts, line: VersionLine, text: str) -> ReleaseNotes:
    """The notes of what was published by hand: its own text, made harmless, else the changes."""
    told = changes_since(facts, line.previous_tag)
    written = _harmless(text, "the release at the code host").strip()
    return ReleaseNotes(
        text=written or _generated(told, line),
        source="release" if written else "commits",
        changes=told,
        changelog=None,
    )


def of_tagged(facts: RepositoryFacts, line: VersionLine, chosen: Version) -> ReleaseNotes:
    """The notes of what was tagged by hand: its section in the changelog, else the changes.

    The commit is what it is, so the changelog gets nothing, and text that is left under
    [Unreleased] is about another version.
    """
    told = changes_since(facts, line.previous_tag if chosen.is_prerelease else line.final_tag)
    path = version_places.changelog_path(facts.files, facts.rules)
    written = ""
    if path is not None:
        written = _harmless(changelog.read_changelog(_text(facts, path), path).of(chosen), path)
    return ReleaseNotes(
        text=_cut(written or _generated(told, line), path or "the history"),
        source="changelog" if written else "commits",
        changes=told,
        changelog=None,
    )


def _with_changelog(read: Changelog, chosen: Version, all_new: str, new: str) -> tuple[str, str]:
    """Curated text, else that of the pre-releases and what came after them, else `all_new`."""
    if read.unreleased():
        return _harmless(read.curated(chosen), read.path), "changelog"
    earlier = [_harmless(body, read.path) for body in read.of_pre_releases(chosen)]
    return (note_sections.merge([*earlier, new]) if earlier else all_new), "commits"


def _generated(told: Sequence[Change], line: VersionLine) -> str:
    if line.previous is None:
        return "- First release."
    made = notes.make_notes(told, changes.contributors(told))
    return made or f"- No changes since {line.previous}."


def _harmless(body: str, path: str) -> str:
    """Curated text with nothing live in it; cut before it is read, as it may be of any size."""
    return foreign_text.neutralise(_cut(body, path))


def _cut(text: str, place: str) -> str:
    return notes.fit(text, notes.LIMIT, f"… the rest is in {place}.")


def _text(facts: RepositoryFacts, path: str) -> str:
    text = facts.files.get(path)
    if text is None or not path.lower().endswith(".md"):
        raise errors.BadConfiguration(
            f".releasebot.toml names the changelog {path}, which is no Markdown file here.",
            "Correct [version] changelog, commit, and plan again.",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise errors.BadRepository(
            f"{path} line {text.count(chr(10), 0, error.start) + 1} is not UTF-8.",
            "Save the file as UTF-8, commit, and plan again.",
            reason="not_utf8",
        ) from error
    return text
