"""Schema: what editors are told about the files is what the reader accepts and refuses."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from bot import errors
from bot.settings import approvals, reading, schema, upgrade
from tests.architecture import sources
from tests.unit.settings import test_operator, test_repository

PAGE = (sources.ROOT / "docs/configuration.md").read_text()
PAGE_OPERATOR, PAGE_REPOSITORY = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
GOOD = {
    "operator": (test_operator.GOOD, PAGE_OPERATOR),
    "repository": (test_repository.WHOLE, PAGE_REPOSITORY, ""),
}


def is_valid(file: str, text: str) -> bool:
    """Whether an editor would accept the text."""
    validator = jsonschema.Draft202012Validator(schema.json_schema(file))
    return bool(validator.is_valid(tomllib.loads(text)))


@pytest.mark.parametrize("file", schema.FILES)
def test_it_is_a_schema_that_accepts_every_good_file(file: str) -> None:
    """Those of the documentation and of the other tests."""
    jsonschema.Draft202012Validator.check_schema(schema.json_schema(file))

    assert [text for text in GOOD[file] if not is_valid(file, text)] == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("operator", "approver =", "aprovers ="),
        ("operator", "bob   =", "Bob   ="),
        ("operator", "[projects.sample]", "[project.sample]"),
        ("operator", '"7d"', '"7 days"'),
        ("operator", "github = 9919", 'github = "bob"'),
        ("operator", '{ env = "TESTPYPI_TOKEN" }', '"pypi-secret"'),
        ("operator", '{ env = "TESTPYPI_TOKEN" }', '{ env = "A", file = "b" }'),
        ("operator", "votes = 1", "votes = 0"),
        ("operator", 'security = "high"', 'security = "hi"'),
        ("operator", "config_version = 1", "config_version = 2"),
        ("repository", "display_name", "displayname"),
        ("repository", '"release-{version}"', '"release"'),
        ("repository", '"stateset/agents"', '"Evil/UPPER"'),
        ("repository", '["docs/ARCHITECTURE.md"]', '["../ARCHITECTURE.md"]'),
        ("repository", "run =", "command ="),
    ],
)
def test_it_refuses_what_the_reader_refuses(file: str, old: str, new: str) -> None:
    """Unknown keys, and values of another form."""
    text = GOOD[file][0]
    assert old in text
    bad = text.replace(old, new)

    assert not is_valid(file, bad)
    with pytest.raises(errors.BadConfiguration):
        reading.read(bad, schema.NAMES[file], schema.FILES[file])


@pytest.mark.parametrize("file", schema.FILES)
def test_every_key_is_explained(file: str) -> None:
    """Each table and key has a description, and no table takes unknown keys."""
    tables = list(_tables(schema.json_schema(file)))
    bare = [
        f"{table['title']}.{key}"
        for table in tables
        for key, known in table["properties"].items()
        if "description" not in known
    ]

    assert bare == []
    assert [t["title"] for t in tables if t.get("additionalProperties") is not False] == []
    assert [t["title"] for t in tables if not t.get("description")] == []


def _tables(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield whole
    yield from (table for table in whole["$defs"].values() if table["type"] == "object")


def test_defaults_are_told_as_one_writes_them() -> None:
    """A day is "1d" and not what a machine calls it; a null is nothing that TOML has."""
    made = schema.json_schema("operator")

    assert made["$defs"]["Approval"]["properties"]["expires"]["default"] == "1d"
    assert made["properties"]["config_version"]["const"] == upgrade.CURRENT
    assert "null" not in str(made)
    assert approvals.Approval().expires.days == 1
