"""A shared world, its owner, and clients that act there as the App or as people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from github import Auth, Github, GithubIntegration
from github.Repository import Repository

from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.session import Session
from bot.adapters.patience import Patience
from bot.adapters.tokens import StoredToken
from bot.rehearsal.world import World
from bot.settings.secrets import SecretReference
from tests.fakes.github_owner import GitHubOwner
from tests.fakes.stored_files import secret_file
from tests.fakes.webhook_receiver import WebhookReceiver, receiving

SECRET = "the first " + "secret"
Enter = Callable[[Auth.Auth], Github]
ONCE = Patience(answer=5, call=20.0, pauses=())
LONG_AGO = "2000-01-01T00:00:00.000Z"


class Key:
    """A private key by its place."""

    def __init__(self, text: str) -> None:
        """Hold this."""
        self._text = text

    def read(self) -> str:
        """The key."""
        return self._text


@pytest.fixture
def owner(shared_world: World) -> GitHubOwner:
    """Whoever owns what is there."""
    return GitHubOwner(shared_world.github_url)


@pytest.fixture
def enter(shared_world: World) -> Iterator[Enter]:
    """Makes clients that neither wait nor repeat."""
    clients: list[Github] = []

    def made(auth: Auth.Auth) -> Github:
        client = Github(
            auth=auth,
            base_url=shared_world.github_url,
            retry=None,
            seconds_between_requests=0,
            seconds_between_writes=0,
        )
        clients.append(client)
        return client

    yield made
    for client in clients:
        client.close()


@dataclass(frozen=True, slots=True)
class Installed:
    """The App with a key, and the installation on the owner of the sample."""

    integration: GithubIntegration
    login: Auth.AppAuth
    installation: int


@pytest.fixture
def app(owner: GitHubOwner, shared_world: World, sample_name: str) -> Iterator[Installed]:
    """The App, told of nothing."""
    registered = owner.register_app(hook_url="", hook_secret="", token_seconds=3600)
    login = Auth.AppAuth(registered.id, registered.private_key)
    integration = GithubIntegration(
        auth=login,
        base_url=shared_world.github_url,
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
    )
    found = integration.get_repo_installation(*sample_name.split("/"))
    yield Installed(integration, login, found.id)
    integration.close()


@pytest.fixture
def repository(app: Installed, enter: Enter, sample_name: str) -> Repository:
    """The sample as the App's installation sees it."""
    token = app.integration.get_access_token(app.installation).token
    return enter(Auth.Token(token)).get_repo(sample_name)


@pytest.fixture
def alice(owner: GitHubOwner, enter: Enter, sample_name: str) -> Repository:
    """The sample as a maintainer sees it."""
    token = owner.person("alice", repository=sample_name, role="maintain")
    return enter(Auth.Token(token)).get_repo(sample_name)


@pytest.fixture
def connection(
    shared_world: World, app: Installed, sample_name: str, tmp_path: Path
) -> Iterator[Connection]:
    """The App's installation at the sample."""
    token = app.integration.get_access_token(app.installation).token
    secret = SecretReference(file=secret_file(tmp_path, token))
    session = Session(shared_world.github_url, StoredToken(secret), ONCE)
    made = Connection(session, sample_name)
    yield made
    made.close()


@pytest.fixture
def deliveries(shared_world: World, owner: GitHubOwner) -> GitHubDeliveries:
    """The App itself."""
    registered = owner.register_app()
    key = Key(registered.private_key)
    return GitHubDeliveries(shared_world.github_url, registered.id, key, ONCE)


@pytest.fixture
def receiver(owner: GitHubOwner, app: Installed) -> Iterator[WebhookReceiver]:
    """Where the App is told of everything from now on."""
    assert app.installation
    with receiving() as place:
        owner.register_app(hook_url=place.url, hook_secret=SECRET)
        owner.await_deliveries()
        yield place
        owner.await_deliveries()
        owner.register_app(hook_url="")


def head(repository: Repository) -> str:
    """The newest commit."""
    return repository.get_git_ref("heads/main").object.sha
