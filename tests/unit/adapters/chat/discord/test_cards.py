"""Cards for Discord: whatever a release says, its message is one that Discord takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.chat.discord import marks
from bot.adapters.chat.discord.hearing import choices
from bot.adapters.chat.discord.rendering import cards, controls, layout, replies, threads
from bot.adapters.chat.discord.rendering.controls import Control
from bot.adapters.chat.discord.rendering.layout import View
from bot.domain.conversation.messages import (
    Button,
    Card,
    Conversation,
    Event,
    Facts,
    Line,
    Link,
    Links,
    Log,
    Prose,
    Reply,
    Table,
    Task,
)
from bot.domain.rehearsals import words
from bot.domain.rehearsals.rehearsal import Rehearsal
from bot.rehearsal.discord.limits import messages as limits
from tests.fakes import sample_rehearsal, sample_statuses

LINK = 5  # the style of a button that opens a page
TEXT = st.one_of(st.text(max_size=60), st.sampled_from(["@everyone ", "*_`", "x" * 5000, "a\n"]))
ADDRESS = st.one_of(
    TEXT, st.integers(1, 600).map(lambda size: f"https://{'x' * size}.example.org/@everyone")
)
BLOCK = st.one_of(
    TEXT.map(lambda said: Line(text=said)),
    st.lists(st.tuples(TEXT, TEXT), max_size=50).map(lambda rows: Facts(rows=tuple(rows))),
    st.lists(st.tuples(TEXT, TEXT), max_size=50).map(
        lambda rows: Table(columns=("a", "b"), rows=tuple(rows), title="Table")
    ),
    TEXT.map(lambda said: Prose(markdown=said * 3, title="Notes")),
    TEXT.map(lambda said: Log(text=said * 3, title="The end of the log")),
    st.builds(
        Links, rows=st.lists(st.builds(Link, label=TEXT, url=ADDRESS), max_size=9).map(tuple)
    ),
)
BUTTON = st.builds(
    Button,
    action=st.sampled_from(["skip", "override"]),
    label=TEXT,
    release=st.just("11f0d1bbe0f6"),
    question=st.just("3dffd73e5d83617c"),
    argument=st.text(max_size=200),
    asks=st.booleans(),
)
CARD = st.builds(
    Card,
    release=st.just("11f0d1bbe0f6"),
    project=TEXT,
    title=TEXT,
    state=st.just("waiting"),
    tone=st.sampled_from(["plain", "good", "busy", "waiting", "bad"]),
    summary=TEXT,
    tasks=st.lists(
        st.builds(Task, name=TEXT, label=TEXT, state=st.just("running"), detail=TEXT), max_size=50
    ).map(tuple),
    blocks=st.lists(BLOCK, max_size=20).map(tuple),
    buttons=st.lists(BUTTON, max_size=15, unique_by=lambda each: each.argument).map(tuple),
)


def wrong(view: View) -> list[str]:
    """What Discord would refuse in a message."""
    body = {"components": layout.as_json(view), "flags": 1 << 15}
    return [str(each) for each in limits.check(body, before=0, may_set=1 << 15)]


@given(CARD, st.sampled_from(["", cards.goes_on("613425648685547546")]))
def test_every_card_is_taken(card: Card, remark: str) -> None:
    """Within 40 components, 4,000 characters and 100 of each id, with its mark."""
    view = cards.view(card, remark)

    assert wrong(view) == []
    assert marks.parts({"components": layout.as_json(view)}, marks.CARD)[-1] == card.release


@given(st.lists(BLOCK, max_size=30).map(tuple))
def test_every_answer_is_taken(told: tuple[Line, ...]) -> None:
    """Also an empty one."""
    assert wrong(replies.reply(Reply(blocks=told))) == []


@given(TEXT, TEXT, TEXT)
def test_every_refusal_is_taken(sentence: str, step: str, typed: str) -> None:
    """With what was typed, however long it is."""
    error = {"sentence": sentence, "next": step, "code": "refused"}

    assert wrong(replies.refusal(error, typed)) == []


@given(st.lists(TEXT, min_size=1, max_size=40))
def test_every_event_is_told_once(said: list[str]) -> None:
    """In messages that Discord takes; who is mentioned is named for it, and nobody else."""
    events = tuple(
        Event(number=number + 1, time="", text=each, pings=("bob", "nobody"))
        for number, each in enumerate(said)
    )
    shown = Conversation(card=sample_statuses.conversation("asked").card, thread=events)
    told = threads.messages(shown, 0, {"bob": "42"})

    assert [each.last for each in told][-1] == len(said)
    assert {each.pinged for each in told} == {(42,)}
    for each in told:
        assert wrong(each.view) == []
        assert marks.last_event({"components": layout.as_json(each.view)}) == each.last


@given(BUTTON)
def test_a_button_is_known_by_its_id(button: Button) -> None:
    """Whatever it is about; what has no room is known by its hash."""
    control = controls.of_button(button)
    read = controls.read(control.custom_id)

    assert len(control.custom_id) <= controls.LONGEST
    assert read is not None
    assert read.stands_for(button)


@pytest.mark.parametrize("base", ["", "sha256:0123", f"sha256:{'0a' * 32}", "sha256:x", "."])
def test_the_base_of_a_dialog_comes_back(base: str) -> None:
    """A whole digest has room in an id."""
    control = Control(step="d", action="edit_notes", release="11f0d1bbe0f6", base=base)
    read = controls.read(control.custom_id)

    assert len(control.custom_id) <= controls.LONGEST
    assert read is not None
    assert base in (".", read.base)


@given(st.text(max_size=120))
def test_no_id_breaks_anything(custom_id: str) -> None:
    """Anybody may send any id."""
    read = controls.read(custom_id)

    assert read is None or read.custom_id


def test_running_stages_and_deadlines_tick() -> None:
    """By Discord's own timestamps, so that no edit is needed for it."""
    running = cards.content(cards.view(sample_statuses.conversation("publishing").card))
    waiting = cards.content(cards.view(sample_statuses.conversation("asked").card))

    assert ":R>" in waiting
    assert "The question closes <t:" in waiting
    assert "The question closes" not in running


PYPI = Link(label="greeter 1.2.0 on PyPI", url="https://pypi.example/project/greeter/1.2.0/")
POST = Link(
    label="Announcement in Discord 613425648685547546", url="https://discord.com/channels/1"
)


def pages(card: Card) -> list[tuple[str, str]]:
    """The buttons of a card that open a page."""
    parts = marks.components({"components": layout.as_json(cards.view(card))})
    return [(each["label"], each["url"]) for each in parts if each.get("style") == LINK]


def card_with(*links: Link, blocks: int = 0) -> Card:
    """A card that says where it is, and so much else."""
    others = tuple(Line(text=f"line {number}") for number in range(blocks))
    done = sample_statuses.conversation("done").card
    return replace(done, blocks=(Links(title="Where it is", rows=links), *others))


def test_the_pages_of_a_release_are_buttons() -> None:
    """And no text besides; a label shows no number of a channel."""
    card = card_with(PYPI, POST)

    assert pages(card) == [(PYPI.label, PYPI.url), ("Announcement in Discord", POST.url)]
    assert "Where it is" not in cards.content(cards.view(card))


def test_a_page_without_room_stays_a_text() -> None:
    """The sixth, one with a long address, and all of them on a card that is full."""
    long = Link(label="Long", url=f"https://example.org/{'x' * 500}")
    many = [Link(label=f"Page {number}", url=f"https://{number}.example") for number in range(6)]

    assert [label for label, _ in pages(card_with(long, *many))] == [f"Page {n}" for n in range(5)]
    shown = cards.content(cards.view(card_with(long, *many)))
    assert long.url in shown
    assert "Page 5: https://5.example" in shown
    assert pages(card_with(PYPI, blocks=40)) == []
    assert PYPI.url in cards.content(cards.view(card_with(PYPI, blocks=40)))


@pytest.mark.parametrize(
    ("thread", "message", "said"),
    [
        ("", "", ""),
        ("5", "5", ""),
        ("5", "", "replaces an older one"),
        ("5", "7", "replaces an older one"),
        ("7", "5", "-# The log goes on in <#7>."),
    ],
)
def test_a_card_says_where_its_log_is(thread: str, message: str, said: str) -> None:
    """Where that is not the card's own thread."""
    remark = cards.goes_on(thread, message)

    assert said in remark
    assert bool(said) == bool(remark)


def test_a_log_is_alone_with_its_event() -> None:
    """So that many failures never make a message that Discord refuses."""
    events = tuple(
        Event(number=number, time="2026-03-04T05:06:07Z", text="failed", log=log)
        for number, log in enumerate(["", "boom\n" * 2_000, "", "@everyone\n```\n" * 900], start=1)
    )
    card = sample_statuses.conversation("asked").card

    told = threads.messages(Conversation(card=card, thread=events), 0, {})

    assert [(lines.first, lines.last) for lines in told] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    shown = [str(layout.as_json(lines.view)) for lines in told]
    assert "boom" in shown[1]
    assert all(len(each) < 4_000 for each in shown)
    assert not any("@everyone" in each for each in shown)


@pytest.mark.parametrize("rehearsed", sample_rehearsal.ALL)
def test_a_rehearsal_has_no_buttons_and_says_what_it_is(rehearsed: Rehearsal) -> None:
    """In its title and its last line, by which it is found again."""
    sent = cards.content(cards.view(words.make_card(rehearsed)))

    assert "custom_id" not in sent
    assert "## Rehearsal of" in sent
    assert f"rehearsal \\u00b7 {sample_rehearsal.ID}" in sent


def test_a_rehearsal_is_offered_for_no_command() -> None:
    """None of them is about one."""
    card = words.make_card(sample_rehearsal.on_its_way())

    assert choices.offered("hold", "release", "", ("greeter",), [card], "greeter") == []


def test_the_versions_that_come_next_are_offered_with_the_kinds() -> None:
    """After the highest that was released here; what is sent stays the kind."""
    done = replace(sample_statuses.conversation("done").card, project="greeter")
    older = replace(done, release="2", title="Acme Greeter 1.1.9")
    foreign = replace(done, release="3", project="other", title="Other 7.0.0")
    cards_known = [done, older, foreign, sample_statuses.conversation("asked").card]

    def bumps(project: str) -> list[tuple[str, str]]:
        return choices.offered("start", "bump", "", ("greeter", "other"), cards_known, project)

    assert bumps("greeter")[:4] == [
        ("patch: 1.2.1 after 1.2.0", "patch"),
        ("minor: 1.3.0 after 1.2.0", "minor"),
        ("major: 2.0.0 after 1.2.0", "major"),
        ("alpha", "alpha"),
    ]
    assert ("minor: 7.1.0 after 7.0.0", "minor") in bumps("other")
    assert ("minor", "minor") in bumps("")
    found = choices.offered("plan", "bump", "1.3", ("greeter",), cards_known, "")
    assert found == [("minor: 1.3.0 after 1.2.0", "minor")]
    assert ("minor", "minor") in choices.offered("plan", "bump", "", ("greeter",), [], "greeter")
