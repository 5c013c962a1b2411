"""Documentation: its examples are read by the code, and no key is missing from them."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.settings import operator, parse_repository_rules, project, read_settings, repository
from tests.architecture import sources

PAGE = (sources.ROOT / "docs/configuration.md").read_text()
OPERATOR, REPOSITORY = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def test_the_examples_are_valid(tmp_path: Path) -> None:
    """Both files of the page can be copied as they stand."""
    (tmp_path / "releasebot.toml").write_text(OPERATOR)

    assert read_settings(tmp_path / "releasebot.toml").projects["sample"].enabled
    assert parse_repository_rules(REPOSITORY, ".releasebot.toml").display_name == "Sample"


@pytest.mark.parametrize(
    "table",
    [
        member
        for module in (operator, project, repository)
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, BaseModel) and member is not BaseModel
    ],
)
def test_every_key_is_described(table: type[BaseModel]) -> None:
    """A key that is not on the page is a key that nobody finds."""
    assert [key for key in table.model_fields if not re.search(rf"\b{key}\b", PAGE)] == []


@pytest.mark.parametrize(
    "page", [path for path in sources.files() if path.suffix == ".md"], ids=sources.place
)
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the project names one that is there."""
    targets = LINK.findall(page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []
