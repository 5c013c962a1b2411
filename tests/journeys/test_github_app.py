"""The App's journey: a release in the local world whose bot is an App, while its tokens end."""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from bot.adapters.code_host.account.permissions import EVENTS, PERMISSIONS
from bot.rehearsal import operator_file, rehearsed_project, world
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from tests.journeys.served import Twins
from tests.official.github import traffic

CANARY = "w" * 40


def _order(running: World, order: str, **content: object) -> dict[str, Any]:
    """Have the local world do something."""
    body = json.dumps(content).encode()
    asked = urllib.request.Request(f"{running.github_url}/_world/github/{order}", data=body)  # noqa: S310  # the local world
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310  # the same
        found: dict[str, Any] = json.load(answer)
    return found


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
    started = world.start_world(tmp_path / "world")
    yield started
    world.stop_world(tmp_path / "world")
    assert traffic.sweep(tmp_path) == []


@pytest.fixture
def twins(running: World, tmp_path: Path) -> Twins:
    """A terminal whose bot is an App with exactly the rights of its manifest."""
    chosen = rehearsed_project.choose(running, None)
    file = operator_file.write_operator_file(tmp_path, running, chosen, land="fast-forward")
    made = _order(
        running,
        "app",
        permissions=dict(PERMISSIONS),
        events=list(EVENTS),
        hook_url="http://127.0.0.1:9/github/webhooks",
        hook_secret=CANARY,
    )
    for name, text in (("key", made["private_key"]), ("hook", CANARY)):
        secret = tmp_path / "secrets" / name
        secret.touch(0o600)
        secret.write_text(text)
    (tmp_path / "secrets" / "github").unlink()
    document = tomlkit.parse(file.read_text())
    document["github"] = {
        "api_url": running.github_url,
        "app_id": made["id"],
        "private_key": {"file": "secrets/key"},
        "webhook_secret": {"file": "secrets/hook"},
    }
    document["projects"]["greeter"]["required"] = [{"check": "ci", "app": 15368}]
    file.write_text(tomlkit.dumps(document))
    return Twins(file)


def test_an_app_releases_while_its_tokens_end(twins: Twins, running: World, tmp_path: Path) -> None:
    """From a clean doctor to a release with its milestone closed; no secret is left anywhere."""
    examined = json.loads(twins.type("doctor", "github", "--json").stdout)
    _api(running, "/milestones", b'{"title": "v1.2.0"}')
    head = _api(running, "/git/ref/heads/main")["object"]["sha"]
    run = {"repository": project.FULL_NAME, "commit": head, "name": "ci", "app_id": 15368}
    _order(running, "check_run", **run, conclusion="success")
    asked = twins.type("release", "minor")
    assert asked.returncode == 4, asked.stderr + asked.stdout
    for person in ("bob", "carol"):
        _order(running, "expire_tokens")
        unread = twins.type("approve", "--as", person)
        [named] = re.findall(r"--digest [0-9a-f]{8}", unread.stderr) or [""]
        if named:
            twins.type("approve", "--as", person, *named.split())
    status = twins.read("status", "1.2.0")

    assert {each["severity"] for each in examined["findings"]} <= {"ok", "note"}
    states = {row["key"]: row["state"] for row in status["ledger"]}
    assert status["state"] == "done"
    assert [states["check ci"], states["milestone v1.2.0"]] == ["done", "done"]
    left = [each for each in (tmp_path / "data").rglob("*") if each.is_file()]
    assert left
    assert not any(b"ghs_" in each.read_bytes() for each in left)
