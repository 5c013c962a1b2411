"""Facts: what was read about a repository at one moment, as plain values for the planner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.notes.changes import Commit, PullRequest
from bot.domain.plans.plan import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryRules:
    """What the repository's own file says about how to build, check and describe it.

    Empty fields mean "not said": the planner detects a default and shows it.
    """

    display_name: str = ""
    docs_url: str = ""
    feedback_url: str = ""
    security_contact: str = ""
    version_files: tuple[str, ...] = ()
    anchored: tuple[tuple[str, str], ...] = ()  # (path, line with {version})
    everywhere: tuple[str, ...] = ()
    tag: str = ""
    changelog: str = ""
    development: bool = False  # whether a development version follows a release
    checks: tuple[Check, ...] = ()
    pythons: tuple[str, ...] = ()
    announcement_template: str = ""  # text of the template, "" for ours


@dataclass(frozen=True, slots=True, kw_only=True)
class TagFact:
    """A tag of the repository, the commit that it peels to, and when it was made.

    `time` is a moment; of a tag without one it is that of the commit, "" where nobody knows it.
    """

    name: str
    commit: str
    time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryFacts:
    """A branch as it was read, as far back as its last release."""

    branch: str
    commit: str
    tags: tuple[TagFact, ...]  # every tag that parses as a version
    previous_tags: tuple[str, ...]  # those that the branch contains, newest version first, bounded
    commits_since: Mapping[str, tuple[Commit, ...]]  # by previous tag ("" = from the beginning)
    pull_requests: tuple[PullRequest, ...]
    files: Mapping[str, str]  # text of the candidate version files, changelog, pyproject
    mentions: Mapping[str, tuple[str, ...]]  # path → lines that state the current version elsewhere
    rules: RepositoryRules
    warnings: tuple[str, ...] = ()  # what the reader of the repository noticed

    def with_pull_requests(self, known: Iterable[PullRequest]) -> "RepositoryFacts":
        """The same facts, with what the code host knows of pull requests in place of git's."""
        hosted = {request.number: request for request in known}
        found = {request.number: request for request in self.pull_requests}
        return replace(self, pull_requests=tuple({**found, **hosted}.values()))
