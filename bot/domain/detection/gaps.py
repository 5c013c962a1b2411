"""Gaps: what was not found in a repository, or not as it should be, and what to do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain import foreign_text
from bot.domain.detection import survey, tags
from bot.domain.detection.findings import Findings
from bot.domain.detection.survey import Survey
from bot.domain.versions import version_places

_MOST = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, and what to do about it: a sentence each."""

    what: str
    remedy: str


def find_gaps(seen: Survey, found: Findings) -> tuple[Gap, ...]:
    """Every gap, the largest first."""
    return (
        *_of_the_repository(seen, found),
        *_of_the_package(seen, found),
        *_of_the_version(seen, found),
        *_of_the_checks(found),
    )


def _of_the_repository(seen: Survey, found: Findings) -> Iterator[Gap]:
    if seen.kind == "folder":
        yield Gap(
            "This is not the top folder of a git repository.",
            "Name one: releasebot init PATH; or run `git init` here and commit.",
        )
    elif not seen.commit:
        yield Gap("The repository has no commit yet.", "Commit, then run this again.")
    if not found.hosted.name:
        yield Gap("No remote of it is on GitHub.", "Name its repository: --github OWNER/NAME.")


def _of_the_package(seen: Survey, found: Findings) -> Iterator[Gap]:
    if problem := survey.unreadable(seen.files):
        yield Gap(problem, "Correct it, commit, and run this again.")
    elif not found.package:
        yield Gap(
            "No name of a Python package is stated at its top.",
            "Add [project] with a name to pyproject.toml there, commit, and run this again.",
        )
    if others := _other_packages(seen):
        yield Gap(
            f"Packages lie deeper in it: {_listed(others)}.",
            "The package at the top of a repository is released; give others their own.",
        )


def _of_the_version(seen: Survey, found: Findings) -> Iterator[Gap]:
    is_dynamic = version_places.is_dynamic(survey.metadata_of(seen.files))
    if found.package and not found.version and not is_dynamic:
        yield Gap(
            "No file states the version, and no tag names one.",
            "Write version under [project] in pyproject.toml.",
        )
    if len(prefixes := tags.prefixes(seen.tags)) > 1:
        named = [f"{prefix}{{version}}" for prefix in prefixes]
        yield Gap(
            f"Tags of versions are named in several ways: {_listed(named)}.",
            f"{found.tag} was chosen; correct tag under [version] if it is another.",
        )
    if found.package and not found.changelog:
        yield Gap(
            "There is no Markdown changelog.",
            "Notes are made from commits; add CHANGELOG.md to write them yourself.",
        )
    if survey.lacks_a_description(seen.files):
        yield Gap(
            "pyproject.toml names no README, and no release passes the check of its description "
            "without one.",
            'Add readme = "README.md" under [project], and the file.',
        )


def _of_the_checks(found: Findings) -> Iterator[Gap]:
    for check in found.checks:
        if check.why_not:
            yield Gap(
                f"The check {check.name} (`{check.run}`) cannot run in the sandbox: "
                f"{check.why_not}.",
                "It stands in the file as a comment; correct it there.",
            )
    if found.package and not found.checks:
        yield Gap(
            "No tests, linters or documentation that could be run were found.",
            "Write the commands under [checks]; without any, nothing is checked.",
        )


def _other_packages(seen: Survey) -> list[str]:
    """Folders below the top that hold a package of their own."""
    return [
        path.removesuffix("/pyproject.toml")
        for path, text in sorted(seen.files.items())
        if path.endswith("/pyproject.toml") and survey.metadata_of({"pyproject.toml": text}).package
    ]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(foreign_text.printable(name) for name in names[:_MOST])
    left = len(names) - _MOST
    return f"{shown} and {left} more" if left > 0 else shown
