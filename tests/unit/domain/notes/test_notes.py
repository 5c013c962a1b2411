"""Notes: made from changes, and cut where a place is too small for them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.notes import note_sections, notes
from bot.domain.notes.changes import Change


def make_change(kind: str, text: str, *, breaking: bool = False, scope: str = "") -> Change:
    """A change of pull request 3."""
    return Change(
        kind=kind,
        scope=scope,
        text=text,
        breaking=breaking,
        commit="",
        pull_request=3,
        authors=("bob",),
    )


def test_sections_and_lines() -> None:
    """Breaking changes first, then by kind; chores stay quiet; people last, without a mention."""
    changes = [
        make_change("chore", "tidy"),
        make_change("feat", "a thing by @carol", scope="api"),
        make_change("fix", "b", breaking=True),
        make_change("other", "c"),
    ]
    assert notes.make_notes(changes, ["@bob"]) == (
        "### Breaking changes\n\n- b (#3)\n\n"
        "### Added\n\n- **api:** a thing by @\u200bcarol (#3)\n\n"
        "### Changed\n\n- c (#3)\n\n"
        "### Contributors\n\n@\u200bbob"
    )


def test_chores_are_told_where_there_is_nothing_else() -> None:
    """A release of chores only has notes as well."""
    assert notes.make_notes([make_change("ci", "faster")], []) == "### Maintenance\n\n- faster (#3)"
    assert notes.make_notes([], ["bob"]) == ""


def test_cut_at_the_end_of_a_line() -> None:
    """Whole lines stay, an open fence is closed, the rest is pointed at."""
    text = "- one\n- two\n```\ncode\n" + "more\n" * 20
    assert notes.fit(text, 1000, "rest") == text
    cut = notes.fit(text, 40, "rest")
    assert cut == "- one\n- two\n```\ncode\nmore\nmore\n```\n\nrest"


@given(st.text(), st.integers(min_value=20, max_value=200))
def test_what_is_cut_fits(text: str, limit: int) -> None:
    """Nothing is longer than its limit; what is cut begins as the text does and says so."""
    cut = notes.fit(text, limit, "… more")
    assert len(cut) <= limit
    assert cut == text or cut.endswith("… more")


def test_sections_are_merged() -> None:
    """Sections of the same heading become one; text without a heading comes first."""
    bodies = ["### Added\n\n- a", "", "Text.\n\n### Fixed\n\n- b\n\n### Added\n\n- c\n\n- a"]
    assert (
        note_sections.merge(bodies) == "Text.\n\n### Added\n\n- a\n- c\n\n- a\n\n### Fixed\n\n- b"
    )
