"""Text for Discord: what it says arrives, and nothing in it is alive."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.chat.discord.rendering import blocks, markdown, text
from bot.domain import foreign_text

ALIVE = st.sampled_from(
    [
        "@everyone", "@here", "<@1>", "<@!22>", "<@&333>", "<#4>", "<:x:5>", "<a:x:5>",
        "<t:1:R>", "</release:1>", "<id:customize>", "[PyPI](https://evil.example)",
        "[https://pypi.example](https://evil.example)", "![x](https://evil.example/a.png)",
        "[x]: https://evil.example", "[x](<https://evil.example>)", "<https://example.org>",
        "https://example.org/a_b*c", "https://x@everyone", "https://x.example/<@1>",
        "[x](javascript:alert)", "&lt;@1&gt;", "&#60;@1&#62;", "&#8238;", "\u202e", "\x00",
        "\ud800", "```\n", "``", "`", "~~~\n", "- ", "1. ", "> ", ">>> ", "# ", "-# ", "||",
        "| a | b |\n|---|---|\n| <@1> | @here |\n", "**", "_", "__", "~~", "\\", "\n\n", "\n",
        "    ", "<b>", "<!--", "😀", "\u200b",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(ALIVE, st.text(max_size=20)), max_size=30).map("".join)

_PINGS = re.compile(r"@(?:everyone|here)|<(?:@[!&]?|#|a?:\w+:|t:|/\w+:|id:)")
_MASKED = re.compile(r"(?<!\\)\]\(")
_RANK = re.compile(r"^\s*(?:#{1,3}|-#|>{1,3}|[-*+]|[0-9]+[.)])\s", re.MULTILINE)


def outside_code(shown: str) -> str:
    """The text without what Discord shows as code."""
    without = re.sub(r"^```\n.*?^```$", "", shown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"(?<!\\)`[^`\n]+`", "", without)


@given(TEXTS)
def test_nothing_is_alive_in_plain_text(said: str) -> None:
    """No mention, no link that hides where it leads, no heading, list or quote, no mark."""
    shown = text.plain(said)

    assert not _PINGS.search(shown)
    assert not _MASKED.search(shown)
    assert not _RANK.search(shown)
    addresses = text._ADDRESS.sub("", shown)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<>]", addresses.replace("\\\\", ""))


@given(TEXTS)
def test_plain_text_is_what_was_written(said: str) -> None:
    """Without the signs that make it literal it is the text."""
    shown = text.plain(said).replace(foreign_text.ZERO_WIDTH, "")
    unescaped = re.sub(r"\\([^\sA-Za-z0-9])", r"\1", shown)

    assert unescaped == foreign_text.visible(said)


@given(TEXTS)
def test_nothing_is_alive_in_markdown(said: str) -> None:
    """Notes may have headings and lists, and still ping nobody and hide no address."""
    shown = markdown.convert(said)

    assert not _PINGS.search(shown)
    assert not _MASKED.search(outside_code(shown))
    assert not re.search(r"(?<!\\)\|\|", outside_code(shown))
    assert not set(shown) & set("\u202e\x00\ud800")


@given(TEXTS, st.integers(min_value=100, max_value=400))
def test_what_is_cut_fits_and_closes_its_code(said: str, room: int) -> None:
    """However it is made, a text that is too long ends within its room."""
    shown = blocks.cut(markdown.convert(said * 5), room, "…")

    assert len(shown) <= room
    fences = [line for line in shown.split("\n") if line.startswith("```")]
    assert len(fences) % 2 == 0


def test_notes_keep_their_layout() -> None:
    """Headings, lists in lists, quotes, code; a table and an image become what Discord has."""
    notes = (
        "# Out\n\n### Added\n\n- one **bold** `code`\n  - inner\n- two\n\n1. first\n2. second\n\n"
        "> quoted\n\n```python\nx = '<@1>'\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        "See [docs](https://example.org/x_y) and https://example.org/z."
    )

    assert markdown.convert(notes) == (
        "## Out\n### Added\n- one **bold** `code`\n  - inner\n- two\n\n1. first\n2. second\n\n"
        f"> quoted\n\n```\nx = '<{foreign_text.ZERO_WIDTH}@{foreign_text.ZERO_WIDTH}1>'\n```\n"
        "```\na | b\nc | d\n```\n\n"
        "See docs (https://example.org/x_y) and https://example.org/z."
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("1.2.0 → 1.3.0", "1.2.0 → 1.3.0"),
        ("# no heading", "\\# no heading"),
        ("1. no list", "1\\. no list"),
        ("a_b https://example.org/a_b", "a\\_b https://example.org/a_b"),
    ],
)
def test_text_is_as_readable_as_it_can_be(said: str, shown: str) -> None:
    """Only what would do something is escaped."""
    assert text.plain(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("in Discord 613425648685547546.", "in Discord <#613425648685547546>."),
        (
            "in the Discord channel 613425648685547546 (error 50013)",
            "in the Discord channel <#613425648685547546> (error 50013)",
        ),
        ("The Discord channel or thread 61342564868554754 is", "thread <#61342564868554754> is"),
        ("Discord 1.2.0 and Discord 42", "Discord 1.2.0 and Discord 42"),
        (
            "discord:613425648685547546/80351110224678912",
            "discord:613425648685547546/8035111022467",
        ),
    ],
)
def test_a_channel_that_the_bot_names_can_be_clicked(said: str, shown: str) -> None:
    """Discord shows its name and pings nobody; a number that was cut is none."""
    assert shown in text.sentence(said)
    assert shown in text.line(said, 200)
    assert "<#" not in text.line("It is in Discord 613425648685547546", 33)
    assert "<#" not in text.plain(said)
