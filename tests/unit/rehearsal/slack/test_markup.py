"""Slack's markup as HTML."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.slack import workspace
from bot.rehearsal.slack.app_manifest import AppManifest
from bot.rehearsal.slack.desk import Desk, new_secrets
from bot.rehearsal.slack.page import markup
from bot.rehearsal.slack.tables import TABLES
from bot.rehearsal.storage import open_storage


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A workspace with alice in it."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with open_storage(folder) as storage:
        storage.db.executescript(TABLES)
        made = Desk(storage=storage, secrets=new_secrets(), app=AppManifest())
        workspace.furnish(made)
        workspace.add_person(made, "alice")
        yield made


def _link(address: str, label: str) -> str:
    return f'<a href="{address}" title="{address}" rel="noreferrer">{label}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~no~ `code`", "<b>bold</b> <i>it</i> <s>no</s> <code>code</code>"),
        ("a_b_c 2*3*4", "a_b_c 2*3*4"),
        ("one\ntwo", "one<br>two"),
        ("&lt;b&gt; &amp; &quot;", "&lt;b&gt; &amp; &amp;quot;"),
        ("<!channel>", '<span class="mention">@channel</span>'),
        ("<#C404|lost>", '<span class="mention">#lost</span>'),
        ("<https://x.example/?a=1&amp;b=2|here>", _link("https://x.example/?a=1&amp;b=2", "here")),
        ("<javascript:alert(1)|here>", "here"),
        ('<https://x.example/"o="x|y>', _link("https://x.example/&#34;o=&#34;x", "y")),
        ("<!date^1^{date}|today>", "today"),
    ],
)
def test_what_a_person_sees(desk: Desk, text: str, html: str) -> None:
    """Styles, mentions and links; whatever else it is stays text."""
    assert str(markup.mrkdwn(desk, text)) == html


def test_a_person_is_shown_by_name(desk: Desk) -> None:
    """The id is what the text holds."""
    row = workspace.find_user(desk, "alice")
    assert row is not None

    assert str(markup.mrkdwn(desk, f"<@{row['id']}>")) == '<span class="mention">@alice</span>'


@given(st.text(alphabet="<>&|*_`~@#!\"' ax:/j", max_size=40))
def test_no_text_brings_markup_of_its_own(desk: Desk, text: str) -> None:
    """Only the tags that are ours come out, whatever goes in."""
    html = str(markup.mrkdwn(desk, text))
    for tag in ("b", "i", "s", "code", "a", "span"):
        html = html.replace(f"</{tag}>", "").replace(f"<{tag}>", "")
    rest = html.replace('<span class="mention">', "").replace("<br>", "").split("<")

    assert all(piece.startswith('a href="') for piece in rest[1:])
