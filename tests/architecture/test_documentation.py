"""Documentation: its examples are read by the code, and neither a key nor a page is missing."""

import re
import shlex
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer
from pydantic import BaseModel

from bot import cli
from bot.settings import operator, parse_repository_rules, project, read_settings, repository
from docs import generate
from tests.architecture import sources

PAGE = (sources.ROOT / "docs/configuration.md").read_text()
OPERATOR, REPOSITORY = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
PAGES = [path for path in sources.files() if path.suffix == ".md"]
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^(?:\.venv/bin/)?releasebot (?=\w)(.*)", re.MULTILINE)
IN_A_SENTENCE = re.compile(r"`releasebot ([a-z].*?)`", re.DOTALL)
TARGET = re.compile(r"(?:^|`)make ([a-z][a-z-]*)", re.MULTILINE)
COMMANDS: Any = typer.main.get_command(cli.application())  # its class has no public name


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


@pytest.mark.parametrize("page", PAGES, ids=sources.place)
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the project names one that is there."""
    targets = LINK.findall(page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("name", generate.PAGES)
def test_made_pages_are_as_the_code_makes_them(name: str) -> None:
    """If this fails, run `make docs-pages` and look at what changed."""
    made = generate.PAGES[name]()

    assert (generate.DOCS / name).read_text() == made
    if name.endswith(".svg"):
        ET.fromstring(made)  # noqa: S314  # our own picture


def test_every_page_is_in_the_navigation() -> None:
    """A page that no menu names is a page that nobody reads; each is named once."""
    docs = sources.ROOT / "docs"
    named = re.findall(r": (\S+\.md)$", (sources.ROOT / "mkdocs.yml").read_text(), re.MULTILINE)

    written = [str(page.relative_to(docs)) for page in PAGES if page.is_relative_to(docs)]
    assert sorted(named) == sorted(written)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(line, id=f"{sources.place(page)} {line}")
        for page in PAGES
        for block in SHELL.findall(page.read_text())
        for line in TYPED.findall(block)
    ],
)
def test_commands_of_examples_can_be_typed(typed: str) -> None:
    """Command, options and the number of arguments are those of the terminal; nothing is run."""
    name, *words = shlex.split(re.split(r" [|>&] ?", typed)[0], comments=True)

    COMMANDS.commands[name].make_context(name, words)


@pytest.mark.parametrize("page", PAGES, ids=sources.place)
def test_commands_in_sentences_exist(page: Path) -> None:
    """A command that a sentence names has that name and those options."""
    missing = []
    for said in IN_A_SENTENCE.findall(page.read_text()):
        name, *words = said.split()
        command = COMMANDS.commands.get(name)
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} if command else ()
        options = [word for word in words if word.startswith("--")]
        if command is None or not {*options, "--help"} <= {*known, "--help"}:
            missing.append(said)

    assert missing == []


def test_targets_of_make_exist() -> None:
    """What the pages tell people to make can be made."""
    known = re.findall(r"^([a-z][a-z-]*):", (sources.ROOT / "Makefile").read_text(), re.MULTILINE)
    said = {target for page in PAGES for target in TARGET.findall(page.read_text())}

    assert said - set(known) == set()
