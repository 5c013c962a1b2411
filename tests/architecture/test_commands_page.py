"""The page of commands: made from the same table as parsing and help, so none is missing."""

from bot.domain.conversation.verbs import START, VERBS
from bot.domain.versions import version
from tests.architecture import sources

PAGE = (sources.ROOT / "docs/commands.md").read_text()


def test_every_command_is_on_the_page_as_it_is_typed() -> None:
    """In the order of help, with who may; a changed usage changes the page."""
    rows = [
        f"| `{verb.line()}` | {verb.does} | {verb.who()} | `{verb.example}` |" for verb in VERBS
    ]

    assert [line for line in PAGE.splitlines() if line.startswith("| `")] == rows


def test_every_kind_of_release_is_on_the_page() -> None:
    """The word that stands for them is explained."""
    assert [word for word in (START, *version.BUMPS) if f"`{word}`" not in PAGE] == []
