"""Destinations: time, rights and tokens are judged without telling anything of a secret."""

from pathlib import Path

import pytest

from bot.doctor.destinations import clock, code_host, index_tokens
from tests.fakes.examined import WELL, make_installation
from tests.fakes.pypi_tokens import make_token

HOST = "index.example.org"
PROJECT = {"version": 1, "permissions": {"projects": ["greeter"]}}
EVERYTHING = {"version": 1, "permissions": "user"}


@pytest.mark.parametrize(
    ("ahead", "severity", "part"),
    [
        (0.4, "ok", "ahead of"),
        (-59.0, "ok", "behind"),
        (61.0, "warning", "61 seconds ahead of"),
        (-301.0, "error", "301 seconds behind"),
    ],
)
def test_the_clock_may_differ_a_little(ahead: float, severity: str, part: str) -> None:
    """By a minute; five are an error."""
    found = clock.judge(ahead, HOST)

    assert (found.severity, part in found.evidence) == (severity, True)


@pytest.mark.parametrize(("told", "severity"), [(True, "ok"), (False, "error"), (None, "unknown")])
def test_the_bot_may_write_the_repository(told: bool | None, severity: str) -> None:  # noqa: FBT001  # a row of the table
    """A code host that does not say leaves it open."""
    (found,) = code_host.judge("acme/greeter", "there", may_push=told)

    assert found.severity == severity


async def test_without_a_token_nobody_is_asked(tmp_path: Path) -> None:
    """That is an error by itself."""
    text = WELL.replace('token = { file = "secrets/github" }', "", 1)
    (found,) = await code_host.look(make_installation(tmp_path, text))

    assert (found.severity, "[github]" in found.evidence) == ("error", True)


@pytest.mark.parametrize(
    ("secret", "is_public", "severity", "part"),
    [
        (make_token(HOST, PROJECT), True, "ok", "only what it should"),
        (make_token(HOST, EVERYTHING), True, "error", "every project of its owner"),
        (make_token(HOST, EVERYTHING), False, "error", "every project of its owner"),
        (make_token(HOST, [3, "user"], [1, ["greeter"]]), True, "ok", "only what it should"),
        (make_token("elsewhere.example", PROJECT), True, "error", "elsewhere.example"),
        (make_token(HOST), True, "unknown", "cannot be read"),
        ("pypi-canary", True, "unknown", "cannot be read"),
        ("canary", True, "error", "does not begin"),
        ("canary", False, "note", "cannot be read"),
        ("ghp_canary0123456789abcdef", False, "error", "a token of GitHub"),
    ],
)
def test_an_index_token_is_for_one_project(
    secret: str,
    is_public: bool,  # noqa: FBT001  # a row of the table
    severity: str,
    part: str,
) -> None:
    """As it says of itself; nothing of it is told."""
    found = index_tokens.judge(
        "projects.greeter.targets.pypi.token", secret, HOST, is_public=is_public
    )

    assert (found.severity, part in found.sentence) == (severity, True)
    assert secret not in str(found)
    assert secret[8:] not in str(found) or len(secret) < 20


def test_each_index_is_looked_at(tmp_path: Path) -> None:
    """One whose token cannot be read is told elsewhere, none at all is worth knowing."""
    installation = make_installation(tmp_path)
    assert [each.severity for each in index_tokens.look(installation)] == ["note"]

    (tmp_path / "secrets" / "pypi").unlink()
    assert list(index_tokens.look(installation)) == []
    (tmp_path / "bare").mkdir()
    bare = make_installation(tmp_path / "bare", WELL.partition("[projects.greeter.targets")[0])
    assert [each.severity for each in index_tokens.look(bare)] == ["note"]


def test_the_public_index_is_known_by_its_address(tmp_path: Path) -> None:
    """Its tokens have a known form, so another text is an error."""
    public = WELL.partition("upload_url")[0]
    installation = make_installation(tmp_path, public)
    (tmp_path / "secrets" / "pypi").write_text("canary")

    (found,) = index_tokens.look(installation)

    assert (found.severity, "does not begin" in found.sentence) == ("error", True)
