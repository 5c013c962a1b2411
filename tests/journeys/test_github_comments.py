"""GitHub alone: a served bot without any chat is told of a comment, and releases."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomlkit
from github import Auth, Github
from github.IssueComment import IssueComment
from github.Repository import Repository

from bot.rehearsal import world
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from tests.fakes.github_owner import GitHubOwner
from tests.journeys import as_app
from tests.journeys.served import Served, Twins, eventually
from tests.official.github import traffic


@pytest.fixture
def running(tmp_path: Path) -> Iterator[World]:
    """A local world."""
    started = world.start_world(tmp_path / "world")
    yield started
    world.stop_world(tmp_path / "world")
    assert traffic.sweep(tmp_path) == []


@pytest.fixture
def alice(running: World, config: Path) -> Iterator[Repository]:
    """The repository as alice sees it in her browser; the bot knows her account's number."""
    token = GitHubOwner(running.github_url).person(
        "alice", repository=project.FULL_NAME, role="maintain"
    )
    client = Github(
        auth=Auth.Token(token),
        base_url=running.github_url,
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
    )
    document = tomlkit.parse(config.read_text()).unwrap()
    document["people"]["alice"]["github"] = client.get_user().id
    config.write_text(tomlkit.dumps(document))
    yield client.get_repo(project.FULL_NAME)
    client.close()


@pytest.fixture
def config(running: World, tmp_path: Path) -> Path:
    """An operator's file with GitHub as an App, and with no chat at all."""
    file = as_app.write_file(tmp_path, running)
    document = tomlkit.parse(file.read_text()).unwrap()
    del document["chat_log"], document["projects"]["greeter"]["announce"]
    file.write_text(tomlkit.dumps(document))
    return file


def _answers(asked: IssueComment, alice: Repository, issue: int) -> list[str]:
    """What the App wrote below the question."""
    listed = alice.get_issue(issue).get_comments()
    return [each.body for each in listed if each.id != asked.id]


def test_a_comment_releases_without_any_chat(
    running: World, config: Path, alice: Repository
) -> None:
    """From `/release minor` at an issue to the release; one comment tells how it goes on."""
    head = alice.get_git_ref("heads/main").object.sha
    owner = GitHubOwner(running.github_url)
    bot, twins = Served(config), Twins(config)
    try:
        issue = alice.create_issue("Time to release?")
        asked = issue.create_comment("/release minor")
        eventually(lambda: _answers(asked, alice, issue.number))
        owner.check_run(project.FULL_NAME, head, "ci", app_id=as_app.ACTIONS, conclusion="success")
        eventually(lambda: "0 of 2 approvals" in _answers(asked, alice, issue.number)[0])
        for person in ("bob", "carol"):
            unread = twins.type("approve", "--as", person)
            [named] = re.findall(r"--digest [0-9a-f]{8}", unread.stderr) or [""]
            if named:
                twins.type("approve", "--as", person, *named.split())
        eventually(lambda: "): done" in _answers(asked, alice, issue.number)[0])
    finally:
        bot.close()

    assert len(_answers(asked, alice, issue.number)) == 1
    assert [each.content for each in asked.get_reactions()] == ["eyes"]
    assert not alice.get_release("v1.2.0").draft
