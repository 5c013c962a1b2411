"""Markdown for Slack: what it says arrives, and nothing in it is alive."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.chat.slack.rendering import elements, markdown

Json = dict[str, Any]

ALIVE = st.sampled_from(
    [
        "<!channel>", "<!here|x>", "<@U0123>", "<#C01|general>", "@everyone", "@here",
        "<!subteam^S1>", "<https://evil.example|PyPI>", "[PyPI](https://evil.example)",
        "[https://pypi.example](https://evil.example)", "![x](https://evil.example/a.png)",
        "<https://example.org>", "[x](javascript:alert)", "[x](mailto:a@b.example)",
        "&lt;!channel&gt;", "&#60;!channel&#62;", "&#8238;", "\u202e", "\x00", "\ud800",
        "```\n", "- ", "1. ", "> ", "# ", "| a | b |\n|---|---|\n| c | d |\n", "**", "_", "`", "~~",
        "\n\n", "\n", "    ", "<b>", "<!--", ":tada:", "😀",
    ]
)  # fmt: skip


LAYOUT = """\
### Added

- one **bold** `code`
  - inner
- two

1. first

> quoted

```python
x = 1
```

| a | b |
|---|---|
| c | d |
"""


def leaves(part: object) -> Iterator[Json]:
    """Every element that shows something."""
    if isinstance(part, dict):
        if part.get("type", "").startswith("rich_text"):
            yield from (leaf for inner in part["elements"] for leaf in leaves(inner))
        else:
            yield part
    elif isinstance(part, list):
        yield from (leaf for inner in part for leaf in leaves(inner))


def said(text: str) -> str:
    """What a person reads."""
    return "".join(leaf.get("text") or leaf["url"] for leaf in leaves(markdown.convert(text)))


@given(st.lists(st.one_of(ALIVE, st.text(max_size=20)), max_size=30).map("".join))
def test_nothing_is_alive(text: str) -> None:
    """Only text, which Slack never parses, and links to the web that show where they lead."""
    parts = markdown.convert(text)

    for leaf in leaves(parts):
        assert set(leaf) <= {"type", "text", "style", "url"}
        assert leaf["type"] in ("text", "link")
        if leaf["type"] == "link":
            assert leaf["url"].startswith(("https://", "http://"))
            assert "text" not in leaf
        else:
            assert leaf["text"]
            assert not set(leaf["text"]) & set("\u202e\u200b\x00\ud800")
    for part in parts:
        assert part["type"] in {
            "rich_text_section",
            "rich_text_list",
            "rich_text_preformatted",
            "rich_text_quote",
        }
        assert part["elements"]


@given(st.lists(st.one_of(ALIVE, st.text(max_size=20)), max_size=10).map("".join))
def test_a_notification_is_not_alive(text: str) -> None:
    """The text beside the blocks is parsed by Slack, so it has none of the signs that matter."""
    shown = elements.notification(text)

    assert "<" not in shown
    assert ">" not in shown
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello <!channel>", "Hello <!channel>"),
        ("[PyPI](https://evil.example/x)", "PyPI (https://evil.example/x)"),
        ("[https://good.example](https://evil.example)", "https://evil.example"),
        (
            "[see https://good.example](https://evil.example)",
            "see https://good.example (https://evil.example)",
        ),
        ("<https://example.org/a?b=1&c=2>", "https://example.org/a?b=1&c=2"),
        ("see https://example.org/a.", "see https://example.org/a."),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("![logo](https://evil.example/x.png)", "!logo (https://evil.example/x.png)"),
        ("&lt;@U1&gt; &#8238;x", "<@U1> x"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("`<!here>`", "<!here>"),
    ],
)
def test_links_show_where_they_lead(text: str, shown: str) -> None:
    """A text that stands for another address stands beside it."""
    assert said(text) == shown


def test_the_layout_stays() -> None:
    """Headings, lists in lists, quotes, code and tables keep their form."""
    parts = markdown.convert(LAYOUT)

    assert [(part["type"], part.get("style"), part.get("indent")) for part in parts] == [
        ("rich_text_section", None, None),
        ("rich_text_list", "bullet", 0),
        ("rich_text_list", "bullet", 1),
        ("rich_text_list", "bullet", 0),
        ("rich_text_list", "ordered", 0),
        ("rich_text_quote", None, None),
        ("rich_text_preformatted", None, None),
        ("rich_text_preformatted", None, None),
    ]
    assert parts[0]["elements"] == [{"type": "text", "text": "Added", "style": {"bold": True}}]
    assert parts[1]["elements"][0]["elements"] == [
        {"type": "text", "text": "one "},
        {"type": "text", "text": "bold", "style": {"bold": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "code", "style": {"code": True}},
    ]
    assert parts[-1]["elements"][0]["text"] == "a | b\nc | d"
