"""The operator's file: names that do not exist and policies that cannot be met are refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import errors
from bot.settings import Settings, read_settings

GOOD = """\
config_version = 1
[bot]
data_dir = "./data"
public_url = "https://releases.example.org"
[github]
api_url = "http://127.0.0.1:4000/api"
token = { file = "github-token" }
[chat_log]
url = "http://127.0.0.1:4001"
[people]
alice = { github = 583231, slack = "U01", discord = 222, email = "alice@example.org" }
bob   = { github = 9919, local = "bob" }
[roles]
releaser = ["alice", "bob"]
approver = ["alice", "bob"]
[projects.sample]
title = "Sample"
repository = "owner/sample"
package = "sample-package"
channels = { chat_log = "releases" }
announce = { chat_log = "announcements", discord = 555 }
required = [{ check = "ci", app = 15368 }]
gates = { coverage = 80, security = "high" }
[projects.sample.policy]
publish = { votes = 1, role = "approver", not_requester = true, expires = "7d" }
land = "pull-request"
[projects.sample.targets]
testpypi = { token = { env = "TESTPYPI_TOKEN" } }
pypi = { token = { keyring = "releasebot/pypi" }, upload_url = "https://index.example.org/" }
"""
POLICY = 'publish = { votes = 1, role = "approver", not_requester = true, expires = "7d" }'
BOB = 'bob   = { github = 9919, local = "bob" }'
SECRET = "canary-7f3a"  # noqa: S105  # a marker that must not appear anywhere


def read(folder: Path, text: str) -> Settings:
    """The settings of a file with this text."""
    path = folder / "releasebot.toml"
    path.write_text(text)
    return read_settings(path)


def refused(folder: Path, text: str) -> errors.BadConfiguration:
    """The error that a file with this text gets."""
    with pytest.raises(errors.BadConfiguration) as caught:
        read(folder, text)
    return caught.value


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Relative paths start at the file's folder; values have their types."""
    settings = read(tmp_path, GOOD)
    project = settings.projects["sample"]

    assert settings.bot.data_dir == tmp_path / "data"
    assert settings.github.token is not None
    assert settings.github.token.file == tmp_path / "github-token"
    assert settings.people["alice"].github == 583231
    assert settings.roles.members("approver") == {"alice", "bob"}
    assert project.policy.publish.expires == timedelta(days=7)
    assert project.announce.discord == "555"
    assert project.targets.pypi is not None
    assert project.targets.pypi.index_url is None
    assert project.enabled is False


APP = 'app_id = 1\nprivate_key = { file = "key" }'


def test_an_app_without_a_webhook_secret_is_refused(tmp_path: Path) -> None:
    """Nobody could tell its events from a stranger's, so the bot does not start."""
    text = GOOD.replace('token = { file = "github-token" }', APP)

    error = refused(tmp_path, text)
    assert "line 5: github.webhook_secret is missing." in error.sentence
    assert "set one on the App's page and write webhook_secret" in error.next_step
    signed = read(tmp_path, text.replace(APP, f'{APP}\nwebhook_secret = {{ file = "hook" }}'))
    assert signed.github.app_id == 1


def test_settings_are_frozen(tmp_path: Path) -> None:
    """Nobody changes a setting or the people after the start."""
    settings = read(tmp_path, GOOD)

    with pytest.raises(ValueError, match="frozen"):
        settings.bot.database = "sqlite"
    with pytest.raises(TypeError):
        settings.people["mallory"] = settings.people["alice"]  # type: ignore[index]  # the point


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("votes = 1", "votes = 3", 25, "needs 3 votes, but only 2 hold the role approver"),
        ("votes = 1", "votes = 2", 25, "can never be met: without the requester only 1 can vote"),
        ("votes = 1", "votes = 0", 25, "publish.votes is wrong"),
        ("votes = 1", "votes = true", 25, "publish.votes is wrong"),
        ('"7d"', '"-1h"', 25, "publish.expires is no duration"),
        ('"7d"', '"0h"', 25, "publish.expires is no duration"),
        ('"7d"', '"10abc"', 25, "publish.expires is no duration"),
        ('"7d"', "1e99", 25, "publish.expires is no duration"),
        ('"7d"', '"999999w"', 25, "publish.expires is no duration"),
        ('approver = ["alice", "bob"]', 'approver = ["alice", "bop"]', 15, "names bop, who is not"),
        ('approver = ["alice", "bob"]', 'approver = ["@bob"]', 15, "approver.0 does not have"),
        ('approver = ["alice", "bob"]', 'aprovers = ["bob"]', 15, "roles.aprovers is not a known"),
        ("github = 9919", "github = 583231", 12, "has the same github account as alice"),
        ("github = 9919", 'github = "bob"', 12, "must be the account's number"),
        (BOB, "bob = {}", 12, "people.bob has no account"),
        (BOB, "Bob = { github = 1 }", 12, "people.Bob does not have the expected form"),
        ('repository = "owner/sample"', 'repository = "sample"', 18, "repository does not have"),
        ('repository = "owner/sample"', "", 16, "projects.sample.repository is missing"),
        ('"https://releases.example.org"', '"http://releases.example.org"', 4, "no address that"),
        ("https://releases.example.org", "https://me:pw@example.org", 4, "no address that"),
        ("https://releases.example.org", "https://[::1", 4, "no address that"),
        ("http://127.0.0.1:4001", "http://169.254.169.254/", 9, "no address that"),
        ('security = "high"', 'security = "hi"', 23, "gates.security is wrong"),
        (
            "config_version = 1",
            "config_version = 9",
            1,
            "config_version = 9 was written for a newer",
        ),
        ("config_version = 1\n", "", None, "config_version is missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, line: int | None, sentence: str
) -> None:
    """One sentence names file, line and key; another says what to do."""
    assert old in GOOD

    error = refused(tmp_path, GOOD.replace(old, new))

    place = f"{tmp_path}/releasebot.toml" + (f" line {line}: " if line else ": ")
    assert error.sentence.startswith(place)
    assert sentence in error.sentence
    assert error.next_step


def test_a_lone_releaser_may_be_allowed_to_approve(tmp_path: Path) -> None:
    """With `solo` the requester's confirmation is enough, so no second person is needed."""
    alone = GOOD.replace('approver = ["alice", "bob"]', 'approver = ["alice"]').replace(
        'releaser = ["alice", "bob"]', 'releaser = ["alice"]'
    )

    assert "can never be met" in refused(tmp_path, alone).sentence
    assert read(tmp_path, alone.replace(POLICY, "solo = true")).projects["sample"].policy.solo


def test_a_file_in_which_nobody_is_named_is_for_rehearsals(tmp_path: Path) -> None:
    """It was just begun; nobody can start a release with it, and no project of it is enabled."""
    begun = GOOD[: GOOD.index("[people]")] + GOOD[GOOD.index("[projects.sample]") :]

    assert read(tmp_path, begun).roles.members("approver") == frozenset()
    enabled = begun.replace('title = "Sample"', "enabled = true")
    assert "only 0 hold the role approver" in refused(tmp_path, enabled).sentence


def test_two_projects_may_not_share_a_package(tmp_path: Path) -> None:
    """The same package under another spelling is still the same package."""
    other = '[projects.other]\nrepository = "owner/other"\npackage = "Sample_Package"\n'

    assert "is the package of sample too" in refused(tmp_path, GOOD + other).sentence


@pytest.mark.parametrize(
    "literal", ['"{}"', '{{ value = "{}" }}', '{{ env = "{}" }}', '["{}"]', '{{ keyring = "{}" }}']
)
def test_a_secret_in_the_file_is_refused_and_never_shown(tmp_path: Path, literal: str) -> None:
    """The key is named, the value is in no sentence and in no chained error."""
    error = refused(tmp_path, GOOD.replace('{ file = "github-token" }', literal.format(SECRET)))

    assert "line 7: github.token" in error.sentence
    assert SECRET not in error.for_people() + repr(error.__cause__)
    assert error.__suppress_context__


def test_an_unreadable_file_is_no_traceback(tmp_path: Path) -> None:
    """A missing file and one that is not UTF-8 are answered in a sentence."""
    with pytest.raises(errors.BadConfiguration, match="cannot be read"):
        read_settings(tmp_path / "missing.toml")
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(errors.BadConfiguration, match="line 1, column 10: The file is not UTF-8"):
        read_settings(tmp_path / "latin.toml")
