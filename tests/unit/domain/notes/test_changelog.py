"""Changelog: text in, text out, every byte outside the new section as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from bot import errors
from bot.domain.notes import changelog
from bot.domain.notes.changelog import Entry
from tests.fakes.sample_facts import CHANGELOG

VERSION = Version("1.2.0")
LINKS = "\n[Unreleased]: https://github.com/o/r/compare/v1.1.0...HEAD\n"

plain_lines = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))
bodies = st.lists(plain_lines, max_size=8).map("\n".join)


def released(text: str, body: str = "", version: Version = VERSION) -> str:
    """The changelog with a section for the version, out of what it holds or of `body`."""
    read = changelog.read_changelog(text, "CHANGELOG.md")
    read.check(version)
    return read.with_release(
        Entry(
            version=version,
            tag=f"v{version}",
            previous_tag="v1.1.0",
            date="2026-02-03",
            body=body or read.curated(version),
        )
    )


def test_keep_a_changelog() -> None:
    """The unreleased text gets a dated heading, the links go on, all else stays."""
    expected = CHANGELOG.replace(
        "## [Unreleased]\n", "## [Unreleased]\n\n## [1.2.0] - 2026-02-03\n"
    ).replace(
        "v1.1.0...HEAD\n",
        "v1.2.0...HEAD\n[1.2.0]: https://github.com/o/r/compare/v1.1.0...v1.2.0\n",
    )
    assert released(CHANGELOG) == expected


def test_line_ends_and_byte_order_mark_stay() -> None:
    """A file of another system is not rewritten in our manner."""
    text = "\ufeff" + CHANGELOG.replace("\n", "\r\n")
    assert released(text) == "\ufeff" + released(CHANGELOG).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Log\n", "# Log\n\n## [1.2.0] - 2026-02-03\n\n- new\n"),
        (
            "# Log\n\n## 1.1.0 (2025-01-01)\n\n- x\n",
            "# Log\n\n## 1.2.0 (2026-02-03)\n\n- new\n\n## 1.1.0 (2025-01-01)\n\n- x\n",
        ),
        (
            "# Version 1.1.0\n- x\n",
            "# Version 1.2.0 - 2026-02-03\n\n- new\n\n# Version 1.1.0\n- x\n",
        ),
        (
            "# Log\n\n## 1.2.0 (unreleased)\n\n- old\n\n## v1.1.0 - 2025-01-01\n",
            "# Log\n\n## v1.2.0 - 2026-02-03\n\n- new\n\n## v1.1.0 - 2025-01-01\n",
        ),
        (
            "## [1.1.0](https://x.example/o/r/compare/v1.0.0...v1.1.0) (2025-01-01)\n",
            (
                "## [1.2.0](https://x.example/o/r/compare/v1.1.0...v1.2.0) (2026-02-03)\n\n- new\n"
                "\n## [1.1.0](https://x.example/o/r/compare/v1.0.0...v1.1.0) (2025-01-01)\n"
            ),
        ),
        (
            "Log\n===\n\nUnreleased\n----------\n- old\n\n1.1.0 (2025-01-01)\n-----\n- x\n",
            (
                "Log\n===\n\nUnreleased\n----------\n\n1.2.0 (2026-02-03)\n------------------\n\n"
                "- new\n\n1.1.0 (2025-01-01)\n-----\n- x\n"
            ),
        ),
        (
            "## Unreleased\n- old",
            "## Unreleased\n\n## 1.2.0 - 2026-02-03\n\n- new\n",
        ),
    ],
)
def test_other_manners(text: str, expected: str) -> None:
    """The new heading looks like the last one, or like Keep a Changelog where there is none."""
    assert released(text, "- new") == expected


@pytest.mark.parametrize(
    ("text", "curated"),
    [
        ("## [Unreleased]\n\n### Added\n\n### Fixed\n- a\n", "### Fixed\n\n- a"),
        ("## [Unreleased]\n<!-- say something -->\n\n## 1.0.0\n- b", ""),
        ("## [Unreleased]\n```\n## [1.0.0]\n```\n## [1.0.0]\n", "```\n## [1.0.0]\n```"),
        ("<!--\n## [Unreleased]\n- a\n-->\n## [1.0.0]\n", ""),
        ("## [Unreleased]\n- a\n\n## Older\n- b\n", "- a"),
        ("## [Unreleased]\n- a\n" + LINKS, "- a"),
    ],
)
def test_what_counts_as_written(text: str, curated: str) -> None:
    """Empty sections, comments, code and links at the end are no notes."""
    assert changelog.read_changelog(text, "CHANGELOG.md").curated(VERSION) == curated


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("## [Unreleased]\n\n## Unreleased\n", "lines 1 and 3 are all sections"),
        ("## [Unreleased]\n\n## [1.2.0] - 2026-01-01\n", "line 3 already tells of 1.2.0"),
        ("\n## 1.3.0 (unreleased)\n", "line 2 is about 1.3.0, but this release is 1.2.0"),
        ("\n\n## [1.3.0] - 2026-01-01\n", "line 3 is about 1.3.0"),
    ],
)
def test_headings_in_the_way(text: str, lines: str) -> None:
    """What forbids a new section is named by its lines."""
    with pytest.raises(errors.BadRepository) as caught:
        released(text)
    assert f"CHANGELOG.md {lines}" in caught.value.sentence
    assert caught.value.reason == "changelog_heading"


@given(bodies, bodies, st.booleans())
def test_everything_else_keeps_its_bytes(before: str, after: str, has_links: bool) -> None:  # noqa: FBT001  # drawn by Hypothesis
    """Whatever stands before and after the unreleased section stands there afterwards."""
    head = f"{before}\n\n## [Unreleased]\n"
    tail = f"## [1.1.0] - 2026-01-01\n{after}\n{LINKS if has_links else ''}"
    try:
        text = released(f"{head}\n- new\n\n{tail}")
    except errors.BadRepository:
        return  # the drawn text has such a heading of its own
    read = changelog.read_changelog(f"{head}\n- new\n\n{tail}", "CHANGELOG.md")
    if len(read.headings) != 2:
        return  # the drawn text hides one of our headings in a comment or in code
    assert text.startswith(head)
    kept = tail.replace(LINKS, "") if has_links else tail
    assert kept in text
    assert "## [1.2.0] - 2026-02-03\n\n- new\n\n" in text


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No text makes the reader fail in another way than ours."""
    try:
        answer = released(text, "- new")
    except errors.BadRepository as error:
        answer = f"- new {error.reason}"
    assert answer.startswith("- new changelog_heading") or "\n- new" in answer
