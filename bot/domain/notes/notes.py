"""Notes: the Markdown that tells people what is new, made from changes where nobody wrote it."""

from collections.abc import Sequence

from bot.domain import foreign_text
from bot.domain.notes import block_borders
from bot.domain.notes.changes import Change

GITHUB_LIMIT = 125_000  # characters of a release's body on GitHub
LIMIT = GITHUB_LIMIT - 5_000  # leaves room for what a stage adds

_SECTIONS = {
    "Breaking changes": frozenset[str](),
    "Added": frozenset({"feat"}),
    "Changed": frozenset({"perf", "refactor", "other", "revert"}),
    "Deprecated": frozenset({"deprecate"}),
    "Removed": frozenset({"remove"}),
    "Fixed": frozenset({"fix"}),
    "Security": frozenset({"security"}),
    "Documentation": frozenset({"docs"}),
}
_QUIET = "Maintenance"  # builds, tests, chores: only told where there is nothing else to tell


def make_notes(changes: Sequence[Change], contributors: Sequence[str]) -> str:
    """Sections in the order of Keep a Changelog, breaking changes first, then who did it."""
    sections: dict[str, list[str]] = {title: [] for title in (*_SECTIONS, _QUIET)}
    for change in changes:
        sections[_section(change)].append(_line(change))
    quiet = sections.pop(_QUIET)
    if not any(sections.values()):
        sections[_QUIET] = quiet
    blocks = [f"### {title}\n\n" + "\n".join(lines) for title, lines in sections.items() if lines]
    if blocks and contributors:
        names = ", ".join(foreign_text.neutralise_line(name) for name in contributors)
        blocks.append(f"### Contributors\n\n{names}")
    return "\n\n".join(blocks)


def fit(text: str, limit: int, rest: str) -> str:
    """The text, cut at the border of a block where it is longer than `limit`, ending with `rest`.

    A code fence that the cut leaves open is closed.
    """
    if len(text) <= limit:
        return text
    kept = block_borders.beginning(text, limit - len(rest) - len("\n\n"))
    return "\n\n".join(part for part in (kept, rest) if part)[:limit]


def _section(change: Change) -> str:
    if change.breaking:
        return "Breaking changes"
    return next((title for title, kinds in _SECTIONS.items() if change.kind in kinds), _QUIET)


def _line(change: Change) -> str:
    scope = f"**{foreign_text.neutralise_line(change.scope)}:** " if change.scope else ""
    number = f" (#{change.pull_request})" if change.pull_request else ""
    return f"- {scope}{foreign_text.neutralise_line(change.text)}{number}"
