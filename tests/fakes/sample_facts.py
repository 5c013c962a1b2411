"""Facts of small repositories, for tests of the planner."""

import hashlib
from dataclasses import replace

from bot.domain.notes.changes import Commit
from bot.domain.plans.facts import RepositoryFacts, TagFact
from tests.fakes.fake_repository import make_facts

PYPROJECT = '[project]\nname = "demo"\nversion = "1.1.0"\n'
CHANGELOG = """# Changelog

## [Unreleased]

### Added

- A thing

## [1.1.0] - 2026-01-01

### Fixed

- Another thing

[Unreleased]: https://github.com/o/r/compare/v1.1.0...HEAD
[1.1.0]: https://github.com/o/r/compare/v1.0.0...v1.1.0
"""


def make_sha(name: str) -> str:
    """A commit id that follows from a name."""
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()


def make_commit(subject: str, body: str = "", *, name: str = "", parents: str = "") -> Commit:
    """A commit of alice's; `name` (else the subject) decides its id, `parents` are names."""
    return Commit(
        sha=make_sha(name or subject),
        subject=subject,
        body=body,
        author="alice",
        time="2026-02-01T00:00:00Z",
        parents=tuple(make_sha(parent) for parent in parents.split()),
    )


def released(
    *tags: str, since: tuple[Commit, ...] = (make_commit("fix: a bug"),), elsewhere: str = ""
) -> RepositoryFacts:
    """Facts of a branch that contains these tags, newest first, with commits since each."""
    everywhere = (*elsewhere.split(), *tags)
    return replace(
        make_facts(make_sha("head")),
        tags=tuple(TagFact(name=name, commit=make_sha(name)) for name in everywhere),
        previous_tags=tags,
        commits_since=dict.fromkeys(tags, since) if tags else {"": since},
        files={"pyproject.toml": PYPROJECT},
    )
