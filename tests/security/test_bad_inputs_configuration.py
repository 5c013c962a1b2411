"""Rows 31 to 40 of the bad inputs: what stands in configuration files and in secret files."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY

from bot import errors
from bot.settings import SecretReference, parse_repository_rules, read_settings, tokens
from tests.fakes.pypi_tokens import make_token

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
FILES = [row for row in DATA["row"] if "file" in row]
TOKENS = [row for row in DATA["row"] if "target" in row]
OPERATOR = """\
config_version = 1
[bot]
data_dir = "./data"
listen = "127.0.0.1:8080"
public_url = "https://releases.example.org"
[github]
api_url = "http://127.0.0.1:4000/api"
token = { file = "github-token" }

[people]
alice = { github = 583231, slack = "U01" }
bob = { github = 9919, local = "bob" }
[roles]
releaser = ["alice", "bob"]
approver = ["alice", "bob"]
[projects.sample]
title = "Sample"
repository = "owner/sample"
package = "sample-package"
policy.publish = { votes = 1, expires = "7d" }
"""
REPOSITORY = """\
config_version = 1
[project]
display_name = "Sample"
[checks]
test = { run = "pytest" }
[version]
files = ["pyproject.toml"]
[[images]]
image = "owner/sample"
"""
HOSTS = [
    (urlsplit(address).hostname or "").removeprefix("upload.")
    for address in (DEFAULT_REPOSITORY, TEST_REPOSITORY)
]
MADE = {
    "account_wide": make_token(HOSTS[0], [3, "a-user"]),
    "of_another_index": make_token(HOSTS[1], [1, ["sample"]]),
}


def named(row: Mapping[str, Any]) -> str:
    """A row for the list of tests."""
    return f"{row['number']}-{row['input'].strip()[:30]}"


def read(folder: Path, row: Mapping[str, Any]) -> str:
    """Read the good file with the row's input in it; the name of the file."""
    good = OPERATOR if row["file"] == "operator" else REPOSITORY
    given = row["input"] + row.get("and_then", "") * row.get("times", 1)
    old = row.get("in_place_of", good)
    assert old in good
    content = good.replace(old, given, 1).encode(row.get("encoding", "utf-8"))
    if row["file"] == "repository":
        parse_repository_rules(content.decode("utf-8", "surrogateescape"), ".releasebot.toml")
    path = folder / "releasebot.toml"
    path.write_bytes(content)
    read_settings(path)
    return str(path)


@pytest.mark.parametrize("row", FILES, ids=named)
def test_a_file_is_refused_with_its_place(tmp_path: Path, row: Mapping[str, Any]) -> None:
    """File, line, key, what is wrong, and what to write instead; never a secret."""
    with pytest.raises(errors.BadConfiguration) as caught:
        read(tmp_path, row)

    error = caught.value
    name = ".releasebot.toml" if row["file"] == "repository" else str(tmp_path / "releasebot.toml")
    assert error.sentence.startswith(f"{name} line ")
    assert row["sentence"] in error.sentence
    assert row["next"] in error.next_step
    assert error.reason == row["code"]
    assert row.get("hidden", "\0") not in error.for_people()
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize("row", TOKENS, ids=named)
def test_a_token_is_refused_without_being_shown(tmp_path: Path, row: Mapping[str, Any]) -> None:
    """Where it is stored is named, and nothing of it."""
    secret = MADE.get(row["input"], row["input"])
    path = tmp_path / "token"
    path.write_text(secret)
    path.chmod(0o600)
    reference = SecretReference(file=path)

    with pytest.raises(errors.BadConfiguration) as caught:
        check(reference, row["target"])

    assert str(path) in caught.value.sentence
    assert row["sentence"] in caught.value.sentence
    assert row["next"] in caught.value.next_step
    assert secret[5:12] not in caught.value.for_people()


def check(reference: SecretReference, target: str) -> None:
    """Read a token as those do who use it."""
    if target == "github":
        tokens.check_github_token(reference.read(), str(reference))
    else:
        tokens.check_index_token(reference.read(), str(reference), HOSTS[0], is_public=True)


def test_the_good_ones_are_good(tmp_path: Path) -> None:
    """What the rows alter is accepted as it stands, with tabs too."""
    (tmp_path / "releasebot.toml").write_text(OPERATOR.replace(" = ", "\t=\t"))

    assert read_settings(tmp_path / "releasebot.toml").projects["sample"].title == "Sample"
    assert parse_repository_rules(REPOSITORY, "x").display_name == "Sample"
