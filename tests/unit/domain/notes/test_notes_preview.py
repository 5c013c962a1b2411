"""Notes preview: how much room other notes would need in each channel."""

from typing import Any

from bot.domain import announcement
from bot.domain.notes import notes_preview
from bot.domain.notes.notes_preview import ChannelPreview
from tests.fakes.sample_plan import sample_plan

BEFORE = "### Added\n\n- A polite greeting."


def _status(**more: Any) -> dict[str, Any]:  # noqa: ANN401  # as JSON
    post = "# Greeter 1.2.0\n\n- **New Feature**: A polite greeting.\n\npip install greeter"
    return {"notes": BEFORE, "announcement": post, "announce": ["releases"], **more}


def test_each_channel_has_its_budget() -> None:
    """The release's text, then the posts in the channels that the plan names, and no other."""
    found = {each.channel: each for each in notes_preview.previews(_status(), BEFORE)}
    length = len(_status()["announcement"])

    assert {name: (each.used, each.budget) for name, each in found.items()} == {
        "GitHub release": (len(BEFORE), 125_000),
        "releases": (length, announcement.LONGEST),
    }


def test_other_notes_need_other_room() -> None:
    """In an announcement they are told as one list, so it grows by that."""
    after = BEFORE + "\n- " + "x" * 120_000
    found = {each.channel: each for each in notes_preview.previews(_status(), after)}
    before = {each.channel: each for each in notes_preview.previews(_status(), BEFORE)}

    grown = found["releases"].used - before["releases"].used
    assert grown == len("\n- **New Feature**: ") + 120_000
    assert [name for name, each in found.items() if each.is_cut] == ["releases"]


def test_an_announcement_without_the_notes_stays_as_it_is() -> None:
    """A project's own template may tell nothing of them."""
    status = _status(announcement="It is out.")

    assert {each.used for each in notes_preview.previews(status, "x" * 99)} == {99, 10}


def test_the_room_is_told_in_a_line() -> None:
    """And that a text is cut, with what is done about it."""
    fits = ChannelPreview(channel="Slack", used=1_234, budget=12_000)
    cut = ChannelPreview(channel="Discord", used=4_001, budget=4_000)

    assert fits.told() == "1,234 of 12,000 characters"
    assert cut.told() == "4,001 of 4,000 characters, so it is cut and links to the rest"


def test_a_rendered_announcement_gets_other_notes() -> None:
    """As the template shaped them: a list with labels, or the text as it is."""
    before, after = "### Fixed\n\n- Old.", "### Added\n\n- New."
    assert announcement.with_notes("So: - **Bug Fix**: Old.!", before, after) == (
        "So: - **New Feature**: New.!"
    )
    assert announcement.with_notes(f"So:\n{before}", before, after) == f"So:\n{after}"
    assert sample_plan().announcement == announcement.with_notes(
        sample_plan().announcement, before, after
    )
