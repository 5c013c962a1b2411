"""What the doctor says of an App, its installations, and how a repository is hosted."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.code_host.account.permissions import EVENTS, OPTIONAL, PERMISSIONS
from bot.adapters.code_host.inspection import Hosting
from bot.doctor.destinations import app_rights, github, hosting
from bot.domain.approvals.gates import BranchRules
from bot.domain.diagnosis import Finding
from tests.fakes.examined import WELL, make_installation

WITHOUT_ADMINISTRATION = {name: PERMISSIONS[name] for name in PERMISSIONS if name not in OPTIONAL}
RIGHT, UNKNOWN = "administration: read", OPTIONAL["administration"]
APP = {"slug": "bot", "permissions": dict(PERMISSIONS), "events": list(EVENTS)}
HOSTING = Hosting(branch="main", rules=BranchRules(), immutable_releases=True, has_tag_rules=True)
PUBLISHES = (
    "on:\n  push:\n    tags: ['v*']\njobs:\n  x:\n    steps:\n      - run: twine upload dist/*\n"
)


def _told(found: object) -> list[tuple[str, str]]:
    assert not isinstance(found, Finding)
    return [(each.severity, each.sentence) for each in found]  # type: ignore[attr-defined]  # findings


@pytest.mark.parametrize(
    ("change", "severity", "part"),
    [
        ({}, "ok", "exactly the rights"),
        ({"permissions": {**PERMISSIONS, "issues": "read"}}, "error", "the right issues: write"),
        ({"permissions": WITHOUT_ADMINISTRATION}, "warning", "immutable"),
        ({"permissions": {**PERMISSIONS, "checks": "write"}}, "warning", "right checks: write"),
        (
            {"permissions": {**PERMISSIONS, "administration": "write"}},
            "warning",
            "right administration: write, which the bot never uses",
        ),
        ({"permissions": {**PERMISSIONS, "pages": "write"}}, "warning", "right pages: write"),
        ({"permissions": {**PERMISSIONS, "pages": "new"}}, "warning", "right pages: admin"),
        ({"events": [*EVENTS[1:]]}, "warning", f"not told of the event {EVENTS[0]}"),
        ({"events": [*EVENTS, "star"]}, "note", "told of star"),
    ],
)
def test_each_right_and_event_is_compared(
    change: dict[str, object], severity: str, part: str
) -> None:
    """What is missing and what is too much has a finding of its own."""
    [first, *_] = _told(app_rights.of_app({**APP, **change}))

    assert first[0] == severity
    assert part in first[1]


def test_an_app_without_anything_lacks_everything() -> None:
    """An answer with nothing in it is no good App."""
    found = _told(app_rights.of_app({}))

    assert len(found) == len(PERMISSIONS) + len(EVENTS)
    assert {severity for severity, _ in found} == {"error", "warning"}


GRANTED = {"permissions": dict(PERMISSIONS), "repository_selection": "selected", "html_url": "u"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        (
            {"permissions": {**PERMISSIONS, "contents": "read"}},
            [("error", "acme has not accepted the App's right contents: write.")],
        ),
        (
            {"permissions": WITHOUT_ADMINISTRATION},
            [
                (
                    "warning",
                    f"acme has not accepted the App's right {RIGHT}, so {UNKNOWN}.",
                )
            ],
        ),
        ({"suspended_at": "2026-01-01"}, [("error", "acme has suspended the App.")]),
        (
            {"repository_selection": "all"},
            [("note", "The App is shown every repository of acme.")],
        ),
    ],
)
def test_an_installation_is_compared_with_what_the_app_asks_for(
    change: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    """What the App itself does not ask for is told once, not by each owner."""
    found = _told(app_rights.of_installation({**GRANTED, **change}, APP, "acme/greeter"))

    assert found == expected


@pytest.mark.parametrize(
    ("hook", "severity"),
    [
        ({"url": "https://bot.example/github/webhooks", "secret": "********"}, "ok"),
        ({"url": "https://bot.example/github/webhooks"}, "error"),
        ({"url": "https://other.example/github/webhooks", "secret": "*"}, "warning"),
        ({"url": ""}, "warning"),
        ({}, "warning"),
    ],
)
def test_events_have_to_be_signed_and_to_arrive(hook: dict[str, object], severity: str) -> None:
    """An unsigned event could come from anybody; the bot's own side always has a secret."""
    [(found, _)] = _told(app_rights.of_hook(hook, "https://bot.example/"))

    assert found == severity


@pytest.mark.parametrize(
    ("change", "severity", "part"),
    [
        ({"immutable_releases": False}, "warning", "can be exchanged"),
        ({"immutable_releases": None}, "note", "not shown to the bot"),
        ({"has_tag_rules": False}, "warning", "move or delete a version's tag"),
        ({"scopes": ("repo", "admin:org")}, "warning", "more than it needs: admin:org"),
        ({"rules": BranchRules(needs_pull_request=True)}, "warning", "only by pull request"),
        (
            {"workflows": {".github/workflows/release.yml": PUBLISHES}},
            "warning",
            "publishes too: a pushed tag",
        ),
    ],
)
def test_what_stands_against_a_repository_is_told(
    change: dict[str, object], severity: str, part: str
) -> None:
    """Each by itself."""
    hosted = replace(HOSTING, **change)  # type: ignore[arg-type]  # a row of the table
    found = _told(hosting.judge("acme/greeter", "fast-forward", hosted))

    assert [(each, part in told) for each, told in found if each != "ok"] == [(severity, True)]


def test_a_repository_that_is_well_has_one_finding() -> None:
    """What it does not know of tags is no finding."""
    for tags in (True, None):
        hosted = replace(HOSTING, has_tag_rules=tags, scopes=("repo",))
        found = _told(hosting.judge("acme/greeter", "fast-forward", hosted))
        assert [severity for severity, _ in found] == ["ok"]


async def test_without_any_way_in_another_examination_tells(tmp_path: Path) -> None:
    """And nobody is asked."""
    text = WELL.replace('token = { file = "secrets/github" }', "", 1)

    assert not list(await github.look(make_installation(tmp_path, text)))
