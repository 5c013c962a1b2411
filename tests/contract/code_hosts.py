"""Code hosts for the tests that every one of them must pass."""

from dataclasses import dataclass
from pathlib import Path

from bot import ports
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.code_host.session import Session
from bot.adapters.tokens import StoredToken
from bot.domain.notes.changes import PullRequest
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from bot.settings.secrets import SecretReference
from tests.fakes.fake_code_host import FakeCodeHost
from tests.fakes.fake_history import FakeHistory
from tests.fakes.stored_files import secret_file

WHEN = "2026-03-04T05:06:07Z"


@dataclass(frozen=True, slots=True)
class Site:
    """A code host and the commit that its main branch is at."""

    host: ports.CodeHost
    head: str


def fake_site() -> Site:
    """One in memory."""
    history = FakeHistory()
    first = history.add({"README.md": b"hello"})
    head = history.add({"README.md": b"hello again"}, first)
    history.branches["main"] = head
    host = FakeCodeHost(history)
    host.merged.append(
        PullRequest(number=1, title="Again", author="bob", labels=("fix",), merge_commit=head)
    )
    return Site(host, head)


def local_host(world: World, folder: Path) -> GitHubCodeHost:
    """The adapter on the local world's GitHub."""
    secret = SecretReference(file=secret_file(folder, world.github_token))
    return GitHubCodeHost(Session(world.github_url, StoredToken(secret)), project.FULL_NAME)
