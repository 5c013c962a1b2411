"""What a release's card says at Slack, word for word: who changes a word, sees what people read."""

from pathlib import Path

import pytest

from bot.adapters.chat.slack.rendering import cards
from bot.rehearsal.slack.people import screen
from tests.fakes import sample_statuses

FOLDER = Path(__file__).parent / "cards"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_card_says_this(path: Path) -> None:
    """From its title to its last button."""
    shown = cards.message(sample_statuses.conversation(path.stem.replace("_", " ")).card)

    assert screen.reading({"blocks": shown.blocks}) == path.read_text(encoding="utf-8").rstrip("\n")


def test_the_main_moments_are_told() -> None:
    """Each has its file."""
    found = {path.stem for path in FOLDER.glob("*.txt")}
    assert found == {"planned", "asked", "one_vote", "red", "failed", "done", "cancelled"}
