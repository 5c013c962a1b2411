"""The configuration: each thing that can be wrong in it is found, with what to write instead."""

import functools
import subprocess
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot import main
from bot.doctor.configuration import (
    accounts,
    addresses,
    approvals,
    console,
    operators_file,
    secret_places,
    wiring,
)
from bot.settings.console import Console
from tests.fakes.examined import WELL, make_installation

ENVIRONMENT = WELL.replace('{ file = "secrets/pypi" }', '{ env = "PYPI_TOKEN" }')


def severities(found: object) -> list[str]:
    """Of what was found."""
    return [each.severity for each in found]  # type: ignore[attr-defined]  # findings


@pytest.mark.parametrize(
    ("mode", "expected"), [(0o644, "ok"), (0o600, "ok"), (0o664, "warning"), (0o646, "error")]
)
def test_only_the_operator_writes_the_operator_s_file(
    tmp_path: Path, mode: int, expected: str
) -> None:
    """Whoever else writes it decides who approves."""
    installation = make_installation(tmp_path)
    installation.file.chmod(mode)

    assert severities(operators_file.look(installation)) == [expected]


def test_nobody_else_puts_another_file_in_its_place(tmp_path: Path) -> None:
    """As in a folder that everybody may write."""
    folder = tmp_path / "open"
    folder.mkdir()
    installation = make_installation(folder)
    folder.chmod(0o777)

    assert severities(operators_file.look(installation)) == ["ok", "error"]


def test_a_file_without_a_project_is_only_begun(tmp_path: Path) -> None:
    """Nothing could be released with it."""
    empty = replace(make_installation(tmp_path), projects={})

    found = list(operators_file.look(empty))

    assert severities(found) == ["ok", "error"]
    assert "[projects.NAME]" in found[1].remedy


async def test_a_policy_that_cannot_be_kept_yet_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `serve` would refuse it; without one, a bot can be built, with a sandbox or without."""
    anywhere = functools.partial(main.build_bot, trust_this_repository=True)
    monkeypatch.setattr(main, "build_bot", anywhere)
    installation = make_installation(tmp_path)
    assert severities(await wiring.look(installation)) == ["ok"]

    gated = WELL.replace("enabled = false", "gates = { coverage = 80 }")
    (tmp_path / "gated").mkdir()
    (found,) = await wiring.look(make_installation(tmp_path / "gated", gated))
    assert (found.severity, "gates" in found.sentence) == ("error", True)


@pytest.mark.parametrize(
    ("lines", "expected", "part"),
    [
        ('releaser = ["alice"]\napprover = ["bob"]', ["ok"], "approvers bob"),
        ('releaser = ["alice"]\napprover = ["alice", "bob"]', ["ok"], "releasers alice"),
    ],
)
def test_enough_people_can_answer(
    tmp_path: Path, lines: str, expected: list[str], part: str
) -> None:
    """Also where the requester's own vote does not count."""
    text = WELL.replace('releaser = ["alice"]\napprover = ["bob"]', lines)
    found = list(approvals.look(make_installation(tmp_path, text)))

    assert severities(found) == expected
    assert part in found[-1].evidence


def test_a_file_without_people_can_answer_nothing(tmp_path: Path) -> None:
    """It is read, because it was just begun; released with it is nothing."""
    text = WELL.replace('releaser = ["alice"]\napprover = ["bob"]', "")
    (found,) = approvals.look(make_installation(tmp_path, text))

    assert (found.severity, "Nobody may start" in found.sentence) == ("error", True)


@pytest.mark.parametrize(
    "policy",
    ["publish = { votes = 2 }", "major = { publish = { votes = 2 } }", "announce = { votes = 3 }"],
)
def test_too_few_approvers_are_found_for_each_question(tmp_path: Path, policy: str) -> None:
    """For every kind of release, with the key and what to do."""
    installation = make_installation(tmp_path)
    bound = installation.projects["greeter"]
    written = bound.policy.model_validate(tomllib.loads(policy))

    (found,) = approvals.judge(
        "greeter",
        bound.model_copy(update={"policy": written}),
        installation.settings.roles,
    )

    assert found.severity == "error"
    assert found.sentence.startswith("projects.greeter.policy.")
    assert "Name more people in [roles]" in found.remedy


def test_confirming_alone_is_told(tmp_path: Path) -> None:
    """It is allowed, and the audit says so."""
    text = WELL.replace("enabled = false", "policy = { solo = true }")

    assert severities(approvals.look(make_installation(tmp_path, text))) == ["note", "ok"]


def test_whoever_holds_a_role_has_an_account_at_a_door(tmp_path: Path) -> None:
    """A Slack account is none while there is no Slack; without a role none is needed."""
    text = WELL.replace(
        'bob = { local = "bob" }', 'bob = { slack = "U01" }\ndave = { slack = "U02" }'
    )
    (found,) = accounts.look(make_installation(tmp_path, text))

    assert (found.severity, "bob is approver" in found.sentence) == ("warning", True)


def test_in_a_rehearsal_everybody_is_reached(tmp_path: Path) -> None:
    """Because the console lets one act as them."""
    text = f"{WELL}[console]\nact_as = true\n".replace('local = "bob"', 'slack = "U01"')

    assert severities(accounts.look(make_installation(tmp_path, text))) == ["ok"]


@pytest.mark.parametrize(
    ("harm", "part"),
    [
        (lambda path: path.chmod(0o644), "open to other users"),
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_text(""), "There is no secret"),
        (lambda path: path.write_text("pypi-canary\nagain\n"), "a space or a line break"),
    ],
    ids=["mode", "missing", "empty", "two lines"],
)
def test_a_secret_file_that_cannot_be_used_is_found(
    tmp_path: Path, harm: object, part: str
) -> None:
    """With the sentence that the bot would say, and never with what is in it."""
    installation = make_installation(tmp_path)
    harm(tmp_path / "secrets" / "pypi")  # type: ignore[operator]  # a function of the table above

    _, found = secret_places.look(installation)

    assert (found.severity, part in found.sentence) == ("error", True)
    assert found.evidence == "projects.greeter.targets.pypi.token"
    assert "canary" not in str(found)


def test_private_secrets_are_well(tmp_path: Path) -> None:
    """Both, by their place."""
    found = list(secret_places.look(make_installation(tmp_path)))

    assert severities(found) == ["ok", "ok"]
    assert "canary" not in str(found)


def test_a_secret_in_a_work_tree_may_be_committed(tmp_path: Path) -> None:
    """Unless git ignores it."""
    subprocess.run(["/usr/bin/git", "init", "--quiet", tmp_path], check=True, env={}, timeout=20)
    installation = make_installation(tmp_path)

    assert severities(secret_places.look(installation)) == ["warning", "warning"]
    (tmp_path / ".gitignore").write_text("/secrets\n")
    assert severities(secret_places.look(installation)) == ["ok", "ok"]


@pytest.mark.parametrize(("value", "expected"), [("canary", "warning"), ("", "unknown")])
def test_a_secret_in_the_environment_is_weak(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    """One that is not there may still be among the bot's own variables."""
    monkeypatch.setenv("PYPI_TOKEN", value)

    _, found = secret_places.look(make_installation(tmp_path, ENVIRONMENT))

    assert found.severity == expected
    assert "canary" not in str(found)


@pytest.mark.parametrize(
    ("listen", "public", "expected"),
    [
        ("127.0.0.1:8080", "", "ok"),
        ("[::1]:8080", "", "ok"),
        ("0.0.0.0:8080", "https://releases.example.org", "ok"),
        ("0.0.0.0:8080", "", "warning"),
        ("[::]:8080", "", "warning"),
    ],
)
def test_what_listens_widely_has_a_public_address(listen: str, public: str, expected: str) -> None:
    """Which is encrypted, because the settings take no other."""
    assert addresses.judge(listen, public).severity == expected


@pytest.mark.parametrize(
    ("configured", "expected"),
    [(None, "ok"), (Console(), "ok"), (Console(act_as=True), "warning")],
)
def test_acting_as_others_is_told(configured: Console | None, expected: str) -> None:
    """It is for rehearsals."""
    assert console.judge(configured).severity == expected
