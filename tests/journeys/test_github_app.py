"""The App's journey: a release in the local world whose bot is an App, while its tokens end."""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from tests.fakes.github_owner import GitHubOwner
from tests.journeys import as_app
from tests.journeys.served import Twins


def _api(running: World, path: str, body: bytes | None = None) -> dict[str, Any]:
    """Look or do something at the repository as a person with a token."""
    url = f"{running.github_url}/repos/{project.FULL_NAME}{path}"
    headers = {"Authorization": f"token {running.github_token}"}
    asked = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310  # the local world
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310  # the same
        found: dict[str, Any] = json.load(answer)
    return found


@pytest.fixture
def running(tmp_path: Path) -> Iterator[World]:
    """A local world."""
    with as_app.living_world(tmp_path) as started:
        yield started


@pytest.fixture
def twins(running: World, tmp_path: Path) -> Twins:
    """A terminal whose bot is an App with exactly the rights of its manifest."""
    file = as_app.write_file(tmp_path, running)
    document = tomlkit.parse(file.read_text()).unwrap()
    document["projects"]["greeter"]["github_notes"] = True
    file.write_text(tomlkit.dumps(document))
    return Twins(file)


def test_an_app_releases_while_its_tokens_end(twins: Twins, running: World, tmp_path: Path) -> None:
    """From a clean doctor to an immutable release and a closed milestone; no secret is left."""
    owner = GitHubOwner(running.github_url)
    owner.immutable_releases(project.FULL_NAME)
    examined = json.loads(twins.type("doctor", "github", "--json").stdout)
    _api(running, "/milestones", b'{"title": "v1.2.0"}')
    head = _api(running, "/git/ref/heads/main")["object"]["sha"]
    owner.check_run(project.FULL_NAME, head, "ci", app_id=as_app.ACTIONS, conclusion="success")
    asked = twins.type("release", "minor")
    assert asked.returncode == 4, asked.stderr + asked.stdout
    for person in ("bob", "carol"):
        owner.expire_tokens()
        unread = twins.type("approve", "--as", person)
        [named] = re.findall(r"--digest [0-9a-f]{8}", unread.stderr) or [""]
        if named:
            twins.type("approve", "--as", person, *named.split())
    status = twins.read("status", "1.2.0")

    bad = [each for each in examined["findings"] if each["severity"] not in {"ok", "note"}]
    assert [each["sentence"] for each in bad] == [
        "Whoever may push can move or delete a version's tag."
    ]
    states = {row["key"]: row["state"] for row in status["ledger"]}
    assert status["state"] == "done"
    published = _api(running, "/releases/tags/v1.2.0")
    assert published["immutable"] is True
    ours, _, theirs = published["body"].partition("[Full changelog](")
    assert status["notes"].strip() in ours
    assert theirs.startswith(f"{running.github_url}/{project.FULL_NAME}/compare/")
    assert [states["check ci"], states["milestone v1.2.0"]] == ["done", "done"]
    left = [each for each in (tmp_path / "data").rglob("*") if each.is_file()]
    assert left
    assert not any(b"ghs_" in each.read_bytes() for each in left)
