"""Somebody publishes a release in the browser or pushes a tag, and a served bot completes it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from github.Repository import Repository

from bot.rehearsal import world as worlds
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from tests.fakes import published_by_hand as by_hand
from tests.fakes.github_owner import GitHubOwner
from tests.journeys import as_app
from tests.journeys.served import Served, Twins, eventually

Json = dict[str, Any]
Make = Callable[[Repository, str], object]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[World]:
    """A local world."""
    with as_app.living_world(tmp_path) as started:
        yield started


@pytest.fixture
def config(running: World, tmp_path: Path) -> Path:
    """An operator's file with GitHub as an App, where tags start releases too."""
    file = as_app.write_file(tmp_path, running)
    document = tomlkit.parse(file.read_text()).unwrap()
    document["projects"]["greeter"]["tags"] = "release"
    file.write_text(tomlkit.dumps(document))
    return file


@pytest.fixture
def people(running: World, config: Path) -> Iterator[dict[str, Repository]]:
    """The repository as each sees it in a browser."""
    with as_app.people(running, config) as found:
        yield found


def _status(twins: Twins, state: str) -> Json:
    """The release as soon as it is in that state."""

    def look() -> Json | None:
        done = twins.type("status", "1.2.0", "--json")
        status: Json = json.loads(done.stdout or "{}")
        if status.get("state") == "failed":
            raise AssertionError(status["error"])
        return status if status.get("state") == state and status.get("release") else None

    found: Json = eventually(look)
    return found


def _approve(twins: Twins, person: str) -> None:
    unread = twins.type("approve", "--as", person)
    if named := re.findall(r"--digest [0-9a-f]{8}", unread.stderr):
        twins.type("approve", "--as", person, *named[0].split())


def _made(
    running: World, people: dict[str, Repository], name: str, make: Make = by_hand.publish
) -> None:
    """This person commits 1.2.0, CI is green, and they publish or tag it."""
    commit = by_hand.commit_version(people[name], "1.2.0")
    owner = GitHubOwner(running.github_url)
    owner.check_run(project.FULL_NAME, commit, "ci", app_id=as_app.ACTIONS, conclusion="success")
    make(people[name], "1.2.0")
    owner.await_deliveries()


def test_a_releasers_release_is_completed_by_itself(
    running: World, config: Path, people: dict[str, Repository]
) -> None:
    """The card says by whom; after two approvals the files are there, and it is announced once."""
    bot, twins = Served(config), Twins(config)
    try:
        _made(running, people, "alice")
        asked = _status(twins, "waiting")
        before = by_hand.digests(people["alice"].get_release("v1.2.0"))
        for person in ("bob", "carol"):
            _approve(twins, person)
        status = _status(twins, "done")
    finally:
        bot.close()

    assert (asked["adopted"]["by"], asked["requester"], before) == ("alice", "alice", {})
    release = people["bob"].get_release("v1.2.0")
    built = [row for row in status["ledger"] if row["stage"] == "build_packages"]
    assert by_hand.digests(release) == {row["key"]: row["evidence"]["digest"] for row in built}
    assert (release.body, len(built)) == (by_hand.TEXT, 4)
    changed = [row["kind"] for row in worlds.effects(running)]
    assert (changed.count("post"), changed.count("release_published")) == (1, 1)


def test_anybody_elses_waits_for_a_releaser_who_types_adopt(
    running: World, config: Path, people: dict[str, Repository]
) -> None:
    """Carol may approve, not start; what she published is told, and alice takes it on."""
    bot, twins = Served(config), Twins(config)
    try:
        _made(running, people, "carol")
        told = eventually(lambda: re.search(r"type adopt .*", twins.type("list").stdout))
        asked = twins.type("adopt", "v1.2.0", "--no-follow")
        status = _status(twins, "waiting")
    finally:
        bot.close()

    assert "greeter v1.2.0" in told[0]
    assert asked.returncode == 0, asked.stderr
    assert (status["adopted"]["by"], status["requester"]) == ("carol", "alice")


def test_a_releasers_tag_is_released(
    running: World, config: Path, people: dict[str, Repository]
) -> None:
    """Two people approve; then there is one release, by the bot, at the tag as it was pushed."""
    bot, twins = Served(config), Twins(config)
    try:
        _made(running, people, "alice", by_hand.tag)
        asked = _status(twins, "waiting")
        for person in ("bob", "carol"):
            _approve(twins, person)
        status = _status(twins, "done")
    finally:
        bot.close()

    seen = people["bob"]
    assert (asked["adopted"]["number"], asked["requester"]) == (0, "alice")
    built = [row for row in status["ledger"] if row["stage"] == "build_packages"]
    [release] = seen.get_releases()
    assert by_hand.digests(release) == {row["key"]: row["evidence"]["digest"] for row in built}
    assert seen.get_git_ref("tags/v1.2.0").object.sha == status["commit"]
    changed = [row["kind"] for row in worlds.effects(running)]
    assert (changed.count("post"), changed.count("release_published")) == (1, 1)
