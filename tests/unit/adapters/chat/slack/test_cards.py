"""Cards for Slack: within its limits, whatever a release holds."""

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.chat.slack.rendering import blocks, cards, dialogs, elements, threads
from bot.domain.conversation.messages import (
    Button,
    Confirm,
    Conversation,
    Dialog,
    Event,
    Facts,
    Line,
    Link,
    Links,
    Log,
    Prose,
    Table,
    Task,
)
from bot.domain.rehearsals import words
from bot.domain.rehearsals.rehearsal import Rehearsal
from bot.errors import Refused
from tests.fakes import fake_reception, sample_rehearsal, sample_statuses

Json = dict[str, Any]

MOMENTS = (*sample_statuses.MOMENTS, *sample_statuses.ENDS)
HUGE = "<!channel> " + "x" * 40_000


def texts(part: object) -> list[str]:
    """Every text in there."""
    if isinstance(part, dict):
        inner = [text for value in part.values() for text in texts(value)]
        return [*([part["text"]] if isinstance(part.get("text"), str) else []), *inner]
    return [text for each in part for text in texts(each)] if isinstance(part, list) else []


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("has_plans", [True, False])
def test_a_card_has_its_stages_and_buttons(moment: str, *, has_plans: bool) -> None:
    """As a plan, or as a list where a workspace has none."""
    card = sample_statuses.conversation(moment).card
    shown = cards.message(card, has_plans=has_plans)

    kinds = [block["type"] for block in shown.blocks]
    assert kinds[0] == "header"
    assert ("plan" in kinds) == (has_plans and bool(card.tasks))
    assert all(
        any(task.label in text for text in [*texts(shown.blocks), *titles(shown.blocks)])
        for task in card.tasks
    )
    assert shown.text == f"{card.title}: {card.summary}".replace(">", "&gt;")


def titles(shown: list[Json]) -> list[str]:
    """The titles of a plan's tasks."""
    return [task["title"] for block in shown for task in block.get("tasks", ())]


def test_a_plan_says_what_it_has_no_sign_for() -> None:
    """Held, waiting and skipped stages stand in their titles."""
    tasks = tuple(
        Task(name=state, label=state.upper(), state=state, seconds=61.0)
        for state in ("planned", "running", "done", "failed", "waiting", "held", "skipped")
    )
    card = replace(sample_statuses.conversation("asked").card, tasks=tasks)

    plan = next(b for b in cards.message(card).blocks if b["type"] == "plan")

    assert [(task["status"], task["title"]) for task in plan["tasks"]] == [
        ("pending", "PLANNED (1 min 1 s)"),
        ("in_progress", "RUNNING (1 min 1 s)"),
        ("complete", "DONE (1 min 1 s)"),
        ("error", "FAILED (1 min 1 s)"),
        ("pending", "WAITING: waits (1 min 1 s)"),
        ("pending", "HELD: on hold (1 min 1 s)"),
        ("complete", "SKIPPED: skipped (1 min 1 s)"),
    ]


def test_a_card_of_giants_stays_within_the_limits() -> None:
    """Fifty blocks, 12,000 characters, and every text as long as its place allows."""
    button = Button(
        action="approve",
        label=HUGE,
        release="r",
        style="primary",
        confirm=Confirm(title=HUGE, text=HUGE, yes=HUGE, no=HUGE),
    )
    card = replace(
        sample_statuses.conversation("asked").card,
        title=HUGE,
        summary=HUGE,
        buttons=(button,) * 60,
        blocks=(
            *[Line(text=HUGE)] * 60,
            Facts(title=HUGE, rows=((HUGE, HUGE),) * 90),
            Table(columns=("a", "b"), rows=((HUGE, ""),) * 200),
            Prose(markdown=HUGE),
        ),
    )

    shown = cards.message(card)

    actions = next(b for b in shown.blocks if b["type"] == "actions")["elements"]
    assert len(shown.blocks) <= 50
    assert elements.characters([b for b in shown.blocks if b["type"] == "rich_text"]) < 12_000
    assert len(actions) <= 25
    assert len({each["action_id"] for each in actions}) == len(actions)
    assert max(len(each["text"]["text"]) for each in actions) <= 75
    assert len(actions[0]["confirm"]["text"]["text"]) <= 300
    assert len(shown.text) <= 4000
    assert blocks.FULL in texts(shown.blocks)


def test_a_confirmation_lists_what_ships() -> None:
    """The click that ships is confirmed with what it ships."""
    card = sample_statuses.conversation("one vote").card
    shown = cards.message(card)
    approve = next(b for b in shown.blocks if b["type"] == "actions")["elements"][0]
    confirm = next(b.confirm for b in card.buttons if b.action == "approve")

    assert approve["style"] == "primary"
    assert confirm is not None
    assert approve["confirm"]["text"]["text"] == confirm.text


def test_a_channel_goes_by_its_name() -> None:
    """People know no ids; nobody is told anything by that."""
    card = replace(sample_statuses.conversation("done").card, summary="Announced in Slack C02ABC.")
    told = cards.message(card).blocks[1]["elements"][0]["elements"]

    assert told[-3:] == [
        {"type": "text", "text": "Announced in "},
        {"type": "channel", "channel_id": "C02ABC"},
        {"type": "text", "text": "."},
    ]


def test_no_channel_goes_by_its_id() -> None:
    """Where Slack shows no names, the platform's is enough; a notification says nothing twice."""
    done = sample_statuses.conversation("done")
    task = Task(name="announce", label="Announce it in Slack C02ABC, news", state="done")
    link = Link(label="Announcement in Slack C02ABC", url="https://example.org/1")
    card = replace(done.card, tasks=(task,), blocks=(Links(rows=(link,)),), summary="In Slack C1A.")
    shown = cards.message(card)
    (lines,) = threads.messages(done, done.thread[-1].number - 1, {})

    assert titles(shown.blocks) == ["Announce it in Slack, news"]
    assert shown.text.endswith("In Slack.")
    assert "C02ABC" not in str(texts(shown.blocks))
    assert "'channel_id': 'C02ABC'" in str(shown.blocks)
    assert lines.text == "Acme Greeter 1.2.0 is released."


def test_a_failure_is_broadcast_by_its_last_line_alone() -> None:
    """And by no line that is told later again."""
    shown = sample_statuses.conversation("failed")
    told = threads.messages(shown, 0, {})
    again = replace(shown, card=replace(shown.card, state="running"))

    assert [lines.is_broadcast for lines in told] == [True]
    assert [lines.is_broadcast for lines in threads.messages(again, 0, {})] == [False]
    assert threads.messages(shown, shown.thread[-1].number, {}) == []


def test_a_long_thread_is_told_in_few_messages() -> None:
    """After a long absence nobody waits a second for each line."""
    shown = sample_statuses.conversation("done")
    event = shown.thread[0]
    many = replace(shown, thread=tuple(replace(event, number=n) for n in range(1, 101)))

    told = threads.messages(many, 10, {})

    assert (told[0].first, told[0].last) == (11, 25)
    assert len(told) == 6


def notes_of(text: str) -> Dialog:
    """The dialog in which these notes are edited."""
    shown = fake_reception.notes_dialog("edit_notes", "r1", "q1", "")
    return replace(shown, fields=(replace(shown.fields[0], value=text),))


@pytest.mark.parametrize(
    "text", ["", "one", "a\n" * 5000, "\n\n\n", "x" * 2900 + "\n" + "y" * 2900, "é\n" * 9000]
)
def test_a_text_in_parts_is_whole_again(text: str) -> None:
    """Byte for byte."""
    view = dialogs.view(notes_of(text), "C1")
    inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    parts = [each.get("initial_value", "") for each in inputs]
    state = {f"text.{n}": {"typed": {"value": part}} for n, part in enumerate(parts)}

    assert "\n".join(parts) == text
    assert max(map(len, parts)) <= dialogs.LONGEST_INPUT
    assert dialogs.filled(state)["text"] == text


@pytest.mark.parametrize("text", ["x" * 3001, "y" * 2700 + ("\n" + "y" * 2700) * 90])
def test_a_text_that_no_dialog_holds_is_refused(text: str) -> None:
    """With how much that is, what a dialog holds, and the way that is left for this release."""
    with pytest.raises(Refused) as refused:
        dialogs.view(notes_of(text), "C1")

    assert refused.value.sentence == (
        f"This text has {len(text):,} characters, and Slack's dialogs hold about 224,000, in lines "
        "of at most 3,000."
    )
    assert "releasebot notes r1 --edit < notes.md" in refused.value.next_step
    assert not dialogs.has_room(notes_of(text))


def test_a_dialog_has_what_it_needs() -> None:
    """Its ids, its inputs, and its short title."""
    shown = fake_reception.notes_dialog("edit_notes", "r1", "q1", "")
    view = dialogs.view(shown, "C1")

    asked = dialogs.asked_of(view["private_metadata"])
    assert (asked.action, asked.release, asked.base, asked.channel) == (
        "edit_notes",
        "r1",
        "sha256:0123",
        "C1",
    )
    assert len(view["title"]["text"]) <= 24
    assert view["blocks"][0]["text"]["text"] == shown.title
    assert view["blocks"][-1]["element"]["initial_value"] == sample_statuses.NOTES


def test_the_longest_notes_have_their_explanation_above_them() -> None:
    """And no more blocks than a dialog holds."""
    view = dialogs.view(notes_of("\n".join(["- a line of the notes"] * 4_500)), "C1")

    kinds = [block["type"] for block in view["blocks"]]
    assert len(kinds) <= 100
    assert kinds[:3] == ["header", "rich_text", "rich_text"]
    assert blocks.FULL not in texts(view["blocks"])


@pytest.mark.parametrize("private", ["", "[]", "{", '{"x": 1}', "[" * 5000, "null"])
def test_a_dialog_that_is_not_ours_is_refused(private: str) -> None:
    """Whatever it carries."""
    with pytest.raises(Exception, match="not one of ours"):
        dialogs.asked_of(private)


def test_links_show_where_they_lead() -> None:
    """Beside what they are called, which somebody else may have chosen."""
    links = Links(title="Look", rows=(Link(label="<!channel>", url="https://example.org/x"),))

    (shown,) = blocks.block_kit([links])

    assert {"type": "link", "url": "https://example.org/x"} in shown["elements"][1]["elements"]
    assert texts(shown) == ["Look", "<!channel>: "]


def test_the_end_of_a_log_stays_as_it_is() -> None:
    """Its lines keep their shape, and the last one is never what is left out."""
    (shown,) = blocks.block_kit([Log(title="The end", text="first\n" + "x  y\n" * 5_000 + "last")])

    assert shown["elements"][1]["type"] == "rich_text_preformatted"
    (said,) = texts(shown["elements"][1])
    assert len(said) <= 3_000
    assert "first" not in said
    assert said.endswith("x  y\nlast")


def test_a_log_is_the_last_thing_in_its_message() -> None:
    """So that many failures never make a message that Slack refuses."""
    events = tuple(
        Event(number=number, time="2026-03-04T05:06:07Z", text="failed", log="boom\n" * 2_000)
        for number in range(1, 4)
    )
    card = sample_statuses.conversation("asked").card

    told = threads.messages(Conversation(card=card, thread=events), 0, {})

    assert [(lines.first, lines.last) for lines in told] == [(1, 1), (2, 2), (3, 3)]
    assert all(elements.characters(lines.blocks) < blocks.ROOM for lines in told)


@pytest.mark.parametrize("rehearsed", sample_rehearsal.ALL)
def test_a_rehearsal_has_no_buttons_and_says_what_it_is(rehearsed: Rehearsal) -> None:
    """In its title, its notification and its last line."""
    shown = cards.message(words.make_card(rehearsed))

    assert "actions" not in [block["type"] for block in shown.blocks]
    assert shown.text.startswith("Rehearsal of ")
    assert f"greeter · rehearsal {sample_rehearsal.ID}" in texts(shown.blocks)
