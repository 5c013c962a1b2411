"""Foreign text: nothing of it is live, whatever it tries."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.domain import foreign_text

GITHUB = MarkdownIt("commonmark", {"linkify": False}).enable("table")
MENTION = re.compile(r"(?<![A-Za-z0-9`])@[A-Za-z0-9]")
CLOSING = re.compile(r"\b(close[sd]?|fix(e[sd])?|resolve[sd]?)[\s:]+#[0-9]", re.IGNORECASE)

nasty = st.lists(
    st.sampled_from(
        (
            *("@alice", "@org/team", "fixes #1", "Closes: #2", "<img src=x>", "<!--", "-->", "`"),
            *("``", "```", "\n", "\n\n", "    ", "- ", "> ", "\\", "[a](http://e.example)", "!["),
            *(
                "](",
                ")",
                "[a]: http://e.example",
                "[a]",
                "&#64;bob",
                "&lt;",
                "|",
                "\u200b",
                "\u202e",
            ),
            *("*", "_", "x"),
        )
    ),
    max_size=14,
).map("".join)


def live(markdown: str) -> list[str]:
    """What a Markdown reader would make of it: mentions, keywords, HTML, links with other text."""
    found = []
    for token in GITHUB.parse(markdown):
        found += ["html"] if token.type == "html_block" else []
        for child in token.children or ():
            if child.type in ("html_inline", "image", "link_open"):
                found.append(child.type)
            if child.type == "text" and (
                MENTION.search(child.content) or CLOSING.search(child.content)
            ):
                found.append(child.content)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by @alice", "by @\u200balice"),
        ("`@property` stays", "`@property` stays"),
        ("```\n@fixture\n```", "```\n@fixture\n```"),
        ("mail a@example.org", "mail a@example.org"),
        ("fixes #1, Closes: o/r#2", "f\u200bixes #1, C\u200bloses: o/r#2"),
        ("_fixes #1_", "_f\u200bixes #1_"),
        ("prefixes #1", "prefixes #1"),
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ("a <!-- not for you --> b", "a  b"),
        ("[PyPI](http://evil.example)", "PyPI (http://evil.example)"),
        ("[#12](https://github.com/o/r/pull/12)", "#12"),
        ("![x](http://e.example/p.png)", "x (http://e.example/p.png)"),
        ("[a]: http://e.example", "\\[a]: http://e.example"),
        ("&#64;alice", "&amp;#64;alice"),
        ("\u202egpj\u200b.exe", "gpj.exe"),
        ("a\x00b\x1b[0m", "a\\x00b\\x1b[0m"),
        ("1 < 2 and a<b", "1 < 2 and a&lt;b"),
    ],
)
def test_neutralise(text: str, expected: str) -> None:
    """A table of what people write and what is left of it."""
    assert foreign_text.neutralise(text) == expected


@given(nasty | st.text())
def test_nothing_stays_live(text: str) -> None:
    """However it is put together, a Markdown reader finds nothing that acts or hides."""
    assert live(foreign_text.neutralise(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# not a heading", "\\# not a heading"),
        ("- ```fixes #1", "\\- ```f\u200bixes #1"),
        ("`@property` is one", "`@property` is one"),
        ("1. first", "1\\. first"),
        ("two\n\nparagraphs", "two paragraphs"),
        ("**bold** stays", "**bold** stays"),
    ],
)
def test_neutralise_line(text: str, expected: str) -> None:
    """What would begin a block is escaped, the rest is left as it is."""
    assert foreign_text.neutralise_line(text) == expected


@given(nasty | st.text())
def test_a_line_stays_a_line(text: str) -> None:
    """In a list, a foreign line opens no block and nothing of it is live."""
    line = foreign_text.neutralise_line(text)
    assert "\n" not in line
    tokens = GITHUB.parse(f"- {line}\n- next")
    assert [t.type for t in tokens if t.level == 1].count("list_item_open") == 2
    assert not {"fence", "heading_open", "html_block"} & {token.type for token in tokens}
    assert live(f"- {line}") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\nb\x07", "a\\x0ab\\x07"), ("\u202e", "\\u202e"), ("x" * 70, "x" * 60 + "…"), ("é", "é")],
)
def test_printable(text: str, expected: str) -> None:
    """An echo is one short line in which everything can be seen."""
    assert foreign_text.printable(text) == expected


@given(st.text())
def test_what_was_made_harmless_stays_as_it_is(text: str) -> None:
    """A text passes many hands on its way to people; nobody may escape it twice."""
    once = foreign_text.harmless(text)

    assert foreign_text.harmless(once) == once


@pytest.mark.parametrize("text", ["- plain & simple", "a `<b>` in code", "see &lt;b>"])
def test_what_is_harmless_is_not_touched(text: str) -> None:
    """Not even its entities."""
    assert foreign_text.harmless(text) == text
