"""A whole outside world in memory, and a project in it that can be released."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packaging.version import Version

from bot.adapters.artifact_store import DiskArtifactStore
from bot.domain.approvals.policy import MinimumVotes, NotTheRequester, Terms
from bot.domain.notes.changes import Commit
from bot.domain.plans import adopting, planning
from bot.domain.plans.adopting import Published
from bot.domain.plans.facts import TagFact
from bot.domain.plans.plan import Adopted, Land, Plan
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.ports import Tag
from bot.releases.project import Project
from bot.stages import ADOPTING, PIPELINES, TAGGED
from bot.stages.work import Outside
from tests.fakes.fake_builder import FakeBuilder
from tests.fakes.fake_chat import FakeChat
from tests.fakes.fake_code_host import FakeCodeHost
from tests.fakes.fake_history import FakeHistory
from tests.fakes.fake_package_index import FakePackageIndex
from tests.fakes.fake_repository import FakeRepository, make_facts

FILES = {
    "pyproject.toml": (
        '[project]\nname = "greeter"\nversion = "1.1.0"\nrequires-python = ">=3.11"\n'
    ),
    "CHANGELOG.md": (
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A polite greeting.\n\n"
        "## [1.1.0] - 2026-01-01\n\n### Added\n\n- The first greeting.\n"
    ),
}
TERMS = Terms(policy=NotTheRequester(MinimumVotes(2, "approver")))
ROLES = {
    "releaser": frozenset({"alice"}),
    "approver": frozenset({"alice", "bob", "carol"}),
}


@dataclass(frozen=True, slots=True)
class FakeWorld:
    """The fakes by role; a test reads their effects and orders their failures."""

    history: FakeHistory
    repository: FakeRepository
    code_host: FakeCodeHost
    builder: FakeBuilder
    artifacts: DiskArtifactStore
    testpypi: FakePackageIndex
    pypi: FakePackageIndex
    chat: FakeChat

    def outside(self) -> Outside:
        """What the stages get."""
        return Outside(
            repository=self.repository,
            code_host=self.code_host,
            builder=self.builder,
            artifacts=self.artifacts,
            indexes={"testpypi": self.testpypi, "pypi": self.pypi},
            chats={"chat_log": self.chat},
        )

    def project(
        self, terms: Terms = TERMS, land: Land = "fast-forward", **others: Terms
    ) -> Project:
        """The project "greeter"; its publish question needs two persons, if not told otherwise."""
        rules = ProjectRules(
            name="greeter",
            title="Greeter",
            repository="acme/greeter",
            package="greeter",
            segments=PIPELINES[land],
            by_pull_request=PIPELINES["pull-request"],
            adopting=ADOPTING,
            tagged=TAGGED,
            terms={"publish": terms, **others},
            announce=("releases",),
            land=land,
        )
        return Project(rules=rules, outside=self.outside())

    def plan(self, release: str = "r1") -> Plan:
        """The plan of the minor release for which the project is ready, asked for by alice."""
        request = PlanRequest(
            bump="minor", release=release, requester="alice", created="2026-03-04T05:06:07Z"
        )
        return planning.make_plan(request, self.repository.known, self.project().rules)

    def push(self, subject: str = "fix: stay polite", **files: str) -> str:
        """Somebody's commit lands on main; files are named with "_" for "."; its id."""
        named = {name.replace("_", "."): text.encode() for name, text in files.items()}
        before = self.history.branches["main"]
        head = self.history.add(named or {"late.py": b"1\n"}, before, message=subject)
        self.history.branches["main"] = head
        commit = _commit(head, subject, before)
        known = self.repository.known
        since = {tag: (commit, *told) for tag, told in known.commits_since.items()}
        self.repository.known = replace(known, commits_since=since)
        return head

    def tag_time(self, moment: str) -> None:
        """Let every tag be of that moment."""
        known = self.repository.known
        tags = tuple(replace(tag, time=moment) for tag in known.tags)
        self.repository.known = replace(known, tags=tags)

    def publish_by_hand(self, version: str = "1.2.0", body: str = "- By hand.", **more: Any) -> int:  # noqa: ANN401  # any part of a release
        """Somebody commits that version to main, tags it and publishes it; its number there."""
        commit = self.tag_by_hand(version)
        return self.code_host.publish_by_hand(f"v{version}", commit, body, **more)

    def tag_by_hand(self, version: str = "1.2.0") -> str:
        """Somebody commits that version to main and pushes a tag of it; the commit."""
        text = FILES["pyproject.toml"].replace("1.1.0", version)
        commit = self.push(f"release {version}", pyproject_toml=text)
        known, tag = self.repository.known, f"v{version}"
        fact = TagFact(name=tag, commit=commit)
        files = {**known.files, "pyproject.toml": text}
        self.repository.known = replace(known, tags=(fact, *known.tags), files=files)
        self.code_host.tags[tag] = Tag(name=tag, commit=commit, annotated=False)
        return commit

    def adopting_plan(self, release: str = "r1") -> Plan:
        """The plan to complete what was published or tagged by hand last, asked for by alice."""
        tag, known = self.repository.known.tags[0], self.repository.known
        version = Version(tag.name.removeprefix("v"))
        published = adopting.tagged(tag.name, version, ())
        for hosted in self.code_host.hosted.values():
            published = Published(
                tag=tag.name,
                version=version,
                text=hosted.body,
                prerelease=hosted.prerelease,
                adopted=Adopted(number=hosted.id, url=hosted.url, by=hosted.author),
            )
        request = PlanRequest(
            bump="",
            release=release,
            requester="alice",
            created="2026-03-04T05:06:07Z",
            adopts=published,
        )
        facts = replace(known, commit=tag.commit, tags=known.tags[1:])
        return planning.make_plan(request, facts, self.project().rules)

    def effects(self) -> list[tuple[str, ...]]:
        """Everything that really changed: the destination, the effect, what it was about."""
        parts = {
            "github": self.code_host,
            "testpypi": self.testpypi,
            "pypi": self.pypi,
            "chat": self.chat,
        }
        return [(name, *effect) for name, part in parts.items() for effect in part.effects]


def _commit(sha: str, subject: str, parent: str) -> Commit:
    return Commit(
        sha=sha,
        subject=subject,
        body="",
        author="alice",
        time="2026-01-02T00:00:00Z",
        parents=(parent,),
    )


def make_world(folder: Path) -> FakeWorld:
    """A repository with one release, one commit since, and nothing published yet."""
    history = FakeHistory()
    released = history.add({path: text.encode() for path, text in FILES.items()})
    head = history.add({"greeter.py": b"HELLO = 1\n"}, released, message="feat: greet politely")
    history.branches["main"] = head
    commit = _commit(head, "feat: greet politely", released)
    facts = replace(
        make_facts(head),
        tags=(TagFact(name="v1.1.0", commit=released),),
        previous_tags=("v1.1.0",),
        commits_since={"v1.1.0": (commit,)},
        files=FILES,
    )
    artifacts = DiskArtifactStore(folder / "artifacts")
    return FakeWorld(
        history=history,
        repository=FakeRepository(history, facts),
        code_host=FakeCodeHost(history),
        builder=FakeBuilder(artifacts),
        artifacts=artifacts,
        testpypi=FakePackageIndex("testpypi"),
        pypi=FakePackageIndex("pypi"),
        chat=FakeChat(),
    )
