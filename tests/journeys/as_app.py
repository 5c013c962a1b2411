"""A bot that is an App with exactly the rights of its manifest, in a local world."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import tomlkit
from github import Auth, Github
from github.Repository import Repository

from bot.adapters.code_host.account.permissions import EVENTS, PERMISSIONS
from bot.rehearsal import operator_file, rehearsed_project, world
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from tests.fakes.github_owner import GitHubOwner
from tests.official.github import traffic

ACTIONS = 15368  # the App of GitHub's own CI
HOOK_SECRET = "w" * 40


@contextlib.contextmanager
def living_world(folder: Path) -> Iterator[World]:
    """A local world; what was said to its GitHub is held to GitHub's own description."""
    started = world.start_world(folder / "world")
    yield started
    world.stop_world(folder / "world")
    assert traffic.sweep(folder) == []


def write_file(folder: Path, running: World) -> Path:
    """The operator's file with the App's secrets beside it; webhooks lead to where it listens."""
    chosen = rehearsed_project.choose(running, None)
    file = operator_file.write_operator_file(folder, running, chosen, land="fast-forward")
    document = tomlkit.parse(file.read_text()).unwrap()
    made = GitHubOwner(running.github_url).register_app(
        permissions=dict(PERMISSIONS),
        events=list(EVENTS),
        hook_url=f"http://{document['bot']['listen']}/github/webhooks",
        hook_secret=HOOK_SECRET,
    )
    for name, text in (("key", made.private_key), ("hook", HOOK_SECRET)):
        secret = folder / "secrets" / name
        secret.touch(0o600)
        secret.write_text(text)
    (folder / "secrets" / "github").unlink()
    document["github"] = {
        "api_url": running.github_url,
        "app_id": made.id,
        "private_key": {"file": "secrets/key"},
        "webhook_secret": {"file": "secrets/hook"},
    }
    document["projects"]["greeter"]["required"] = [{"check": "ci", "app": ACTIONS}]
    file.write_text(tomlkit.dumps(document))
    return file


@contextlib.contextmanager
def people(running: World, config: Path) -> Iterator[dict[str, Repository]]:
    """The repository as each sees it in a browser; the bot knows their accounts' numbers."""
    owner = GitHubOwner(running.github_url)
    document = tomlkit.parse(config.read_text()).unwrap()
    clients = {}
    for name in ("alice", "bob", "carol"):
        token = owner.person(name, repository=project.FULL_NAME, role="maintain")
        clients[name] = Github(
            auth=Auth.Token(token),
            base_url=running.github_url,
            retry=None,
            seconds_between_requests=0,
            seconds_between_writes=0,
        )
        document["people"][name]["github"] = clients[name].get_user().id
    config.write_text(tomlkit.dumps(document))
    yield {name: client.get_repo(project.FULL_NAME) for name, client in clients.items()}
    for client in clients.values():
        client.close()
