"""GitHub alone: a served bot without any chat is told of a comment, and releases."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomlkit
from github import Auth, Github
from github.IssueComment import IssueComment
from github.Repository import Repository

from bot.domain.events import comment_replies
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from tests.fakes.github_owner import GitHubOwner
from tests.journeys import as_app
from tests.journeys.served import Served, Twins, eventually


@pytest.fixture
def running(tmp_path: Path) -> Iterator[World]:
    """A local world."""
    with as_app.living_world(tmp_path) as started:
        yield started


@pytest.fixture
def config(running: World, tmp_path: Path) -> Path:
    """An operator's file with GitHub as an App, and with no chat at all."""
    file = as_app.write_file(tmp_path, running)
    document = tomlkit.parse(file.read_text()).unwrap()
    del document["chat_log"], document["projects"]["greeter"]["announce"]
    file.write_text(tomlkit.dumps(document))
    return file


@pytest.fixture
def people(running: World, config: Path) -> Iterator[dict[str, Repository]]:
    """The repository as each sees it in a browser."""
    with as_app.people(running, config) as found:
        yield found


def _say(text: str, seen: Repository, issue: int) -> IssueComment:
    """Write a comment, and wait until the App has answered it."""
    asked = seen.get_issue(issue).create_comment(text)
    eventually(lambda: _answer(asked, seen, issue))
    return asked


def _answer(asked: IssueComment, seen: Repository, issue: int) -> str:
    """What the App answered, in the only comment that it may have written for this."""
    marker = f"<!-- releasebot:answer:{asked.id} -->"
    found = [each.body for each in seen.get_issue(issue).get_comments() if marker in each.body]
    assert len(found) < 2
    return "".join(found)


def _merge(label: str, seen: Repository) -> int:
    """The number of a pull request with this label, merged."""
    main = seen.get_git_commit(seen.get_git_ref("heads/main").object.sha)
    tree = seen.get_git_tree(main.tree.sha)
    commit = seen.create_git_commit("feat: a topic", tree, [main])
    seen.create_git_ref("refs/heads/topic", commit.sha)
    pull = seen.create_pull("main", "topic", title="Topic", body="")
    pull.add_to_labels(label)
    pull.merge()
    return pull.number


def _comments(seen: Repository, issue: int) -> list[str]:
    """What everybody reads at an issue or a pull request."""
    return [each.body for each in seen.get_issue(issue).get_comments()]


def test_a_labelled_pull_request_is_proposed_and_released_where_it_was_merged(
    running: World, config: Path, people: dict[str, Repository]
) -> None:
    """The bot proposes at the pull request, once; who may says yes there, a stranger may not."""
    alice = people["alice"]
    stranger = Github(
        auth=Auth.Token(GitHubOwner(running.github_url).person("mallory")),
        base_url=running.github_url,
        retry=None,
        seconds_between_writes=0,
    )
    bot, twins = Served(config), Twins(config)
    try:
        pull = _merge("release:minor", alice)
        [proposed] = eventually(lambda: _comments(alice, pull))
        alice.get_issue(pull).remove_from_labels("release:minor")
        alice.get_issue(pull).add_to_labels("release:minor")
        seen = stranger.get_repo(project.FULL_NAME).get_issue(pull)
        refused = seen.create_comment("/release minor")
        eventually(lambda: list(refused.get_reactions()))
        assert twins.read("list")["releases"] == []
        asked = _say("/release minor", alice, pull)
        eventually(lambda: twins.read("list")["releases"])
        answered = eventually(lambda: "(release " in _answer(asked, alice, pull))
        said = _comments(alice, pull)
    finally:
        bot.close()
        stranger.close()

    assert proposed == (
        "<!-- releasebot:proposal:minor -->\nThis is merged and labelled release:minor. Nothing "
        "was started: write `/release minor` in a comment to release it."
    )
    assert [each.content for each in refused.get_reactions()] == ["confused"]
    assert answered
    assert [text.partition("\n")[0] for text in said] == [
        "<!-- releasebot:proposal:minor -->",
        "/release minor",
        "/release minor",
        f"<!-- releasebot:answer:{asked.id} -->",
    ]


def test_people_release_by_comments_without_any_chat(
    running: World, config: Path, people: dict[str, Repository]
) -> None:
    """One asks at an issue, one approves there, and the yes that decides is typed elsewhere."""
    alice = people["alice"]
    head = alice.get_git_ref("heads/main").object.sha
    owner = GitHubOwner(running.github_url)
    bot, twins = Served(config), Twins(config)
    try:
        issue = alice.create_issue("Time to release?").number
        asked = _say("/release minor", alice, issue)
        owner.check_run(project.FULL_NAME, head, "ci", app_id=as_app.ACTIONS, conclusion="success")
        eventually(lambda: "0 of 2 approvals" in _answer(asked, alice, issue))
        yes = _say("Fine!\n\n/release approve", people["bob"], issue)
        eventually(lambda: "1 of 2 approvals" in _answer(asked, alice, issue))
        last = _say("/release approve", people["carol"], issue)
        unread = twins.type("approve", "--as", "carol")
        [named] = re.findall(r"--digest [0-9a-f]{8}", unread.stderr)
        twins.type("approve", "--as", "carol", *named.split())
        eventually(lambda: "): done" in _answer(asked, alice, issue))
    finally:
        bot.close()

    assert "Your approval is counted." in _answer(yes, alice, issue)
    assert comment_replies.NO_FORM in _answer(last, alice, issue)
    assert "/releases/tag/v1.2.0" in _answer(asked, alice, issue)
    assert [each.content for each in asked.get_reactions()] == ["eyes"]
    assert not alice.get_release("v1.2.0").draft
