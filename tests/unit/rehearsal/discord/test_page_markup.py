"""Discord's Markdown as HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.discord.page.markup import Writer
from bot.rehearsal.discord.people.sample import Sample, make_sample
from bot.rehearsal.discord.service import make_service
from bot.rehearsal.storage import open_storage

EPOCH = (
    '<time class="ticking" datetime="1970-01-01T00:00:00+00:00" '
    'title="01 January 1970 00:00 UTC">01 January 1970 00:00 UTC</time>'
)


@dataclass(frozen=True)
class Written:
    """A writer, and the ids of what is in its guild."""

    writer: Writer
    ids: Sample

    def html(self, text: str) -> str:
        """The text as HTML."""
        return str(self.writer.markdown(text))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """The sample guild."""
    folder: Path = tmp_path_factory.mktemp("guild")
    with open_storage(folder) as storage:
        service = make_service(storage)
        ids = make_sample(service)
        yield Written(Writer(service, ids.guild), ids)


def _link(address: str, label: str) -> str:
    return f'<a href="{address}" title="{address}" rel="noreferrer">{label}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** *it* _too_ ~~no~~ __under__ `code`",
         "<p><b>bold</b> <i>it</i> <i>too</i> <s>no</s> <u>under</u> <code>code</code></p>"),
        ("a_b_c 2 * 3 * 4", "<p>a_b_c 2 * 3 * 4</p>"),
        (r"\*no\* \<b\> \# 1\.", "<p>*no* &lt;b&gt; # 1.</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("## Head\n-# small", '<p class="heading">Head</p><p class="context">small</p>'),
        ("- a\n  - b", '<p class="item deep0">• a</p><p class="item deep1">• b</p>'),
        ("3. c", '<p class="item deep0">3. c</p>'),
        ("> said", "<blockquote>said</blockquote>"),
        ("```\n<b>*x*\n```", "<pre>&lt;b&gt;*x*</pre>"),
        ("```\nopen", "<pre>open</pre>"),
        ("@everyone", '<p><span class="mention">@everyone</span></p>'),
        ("<@404>", '<p><span class="mention">@unknown-user</span></p>'),
        ("<#404>", '<p><a class="mention" href="#">#unknown</a></p>'),
        ("<t:0:R>", f"<p>{EPOCH}</p>"),
        ("<t:999999999999>", "<p>&lt;t:999999999999&gt;</p>"),
        ("https://x.example/?a=1.", f"<p>{_link('https://x.example/?a=1', 'https://x.example/?a=1')}.</p>"),
        ("[here](https://x.example)", f"<p>{_link('https://x.example', 'here')}</p>"),
        ("[here](javascript:alert(1))", "<p>[here](javascript:alert(1))</p>"),
    ],
)  # fmt: skip
def test_what_a_person_sees(written: Written, text: str, html: str) -> None:
    """Styles, lists, code, mentions, moments and links; whatever else it is stays text."""
    assert written.html(text) == html


def test_people_roles_and_channels_are_shown_by_name(written: Written) -> None:
    """The ids are what the text holds; a channel leads there, as does its address at Discord."""
    ids = written.ids
    shown = written.html(f"<@{ids.alice}> <@&{ids.approver}> <#{ids.announcements}>")
    address = f"https://discord.com/channels/{ids.guild}/{ids.releases}/5"

    assert "@alice" in shown
    assert "@approver" in shown
    assert '<a class="mention" href="announcements">#announcements</a>' in shown
    assert 'href="releases#m5"' in str(written.writer.link(address, "card"))
    assert str(written.writer.link("data:text/html,x", "<x>")) == "&lt;x&gt;"


@given(st.text(alphabet="<>\"'&*_~`|#-@[]()\\/:.1a \nht", max_size=60))
def test_no_text_becomes_a_tag(written: Written, text: str) -> None:
    """Only those tags stand there that the writer writes."""
    shown = written.html(text)
    for tag in ("p", "b", "i", "s", "u", "code", "pre", "blockquote", "span", "time"):
        shown = shown.replace(f"</{tag}>", "").replace(f"<{tag}>", "")
    for begins in ('<p class="', '<span class="', '<a class="', '<a href="http', "</a"):
        shown = shown.replace(begins, "")

    assert "<" not in shown
