"""The contract itself: it lets good things pass, and catches what Slack's own SDK lets through."""

from typing import Any

import pytest

from bot.rehearsal.slack.desk import Exchange
from tests.contract.slack import blocks
from tests.official import npm
from tests.official.slack import checking, contract, rules, schemas

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm fetches Slack's own types")

Json = dict[str, Any]
MORE_TASKS = [
    {"type": "task_card", "task_id": str(number), "title": "t", "status": "pending"}
    for number in range(51)
]


def _section(**more: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "words"}} | more


def _button(**more: object) -> Json:
    return {"type": "button", "action_id": "a", "text": blocks.plain("Go")} | more


def _actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def _header(length: int) -> Json:
    return {"type": "header", "text": blocks.plain("x" * length)}


def test_lengths_are_lifted_from_the_comments() -> None:
    """Slack's types say them in prose only; a sample of each kind is looked up here."""
    found = schemas.definitions()
    texts = {
        ("HeaderBlock", "text"): 150,
        ("SectionBlock", "text"): 3000,
        ("Button", "text"): 75,
        ("ConfirmationDialog", "text"): 300,
        ("ModalView", "title"): 24,
    }
    lifted = {
        place: found[place[0]]["properties"][place[1]]["allOf"][1]["properties"]["text"]
        for place in texts
    }

    assert lifted == {place: {"maxLength": most} for place, most in texts.items()}
    assert found["Button"]["properties"]["value"]["maxLength"] == 2000
    assert found["StaticSelect"]["properties"]["options"]["maxItems"] == 100


def test_every_kind_of_block_is_known() -> None:
    """Those that are newest among them."""
    known = checking.block_definitions()

    assert {"plan", "task_card", "card", "alert", "container", "rich_text"} <= known.keys()
    assert len(known) >= 20


def test_good_blocks_pass() -> None:
    """A card with a plan, buttons with a confirm dialog, and rich text."""
    assert rules.block_problems([*blocks.card(), blocks.rich("notes")], "message") == []
    assert rules.view_problems(blocks.dialog()) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([_header(151)], "150 characters"),
        ([_section(fields=[blocks.plain("x" * 2001)])], "2000 characters"),
        ([_section(fields=[blocks.plain("x")] * 11)], "10 items"),
        ([_section(texte="x")], "'texte' was unexpected"),
        ([{"type": "section"}], "needs a text or fields"),
        ([{"type": "sektion"}], "no block of type"),
        ([_actions()], "1 item"),
        ([_actions(*[_button(action_id=str(n)) for n in range(26)])], "25 items"),
        ([_actions(_button(), _button())], "not unique"),
        ([_actions(_button(value="x" * 2001))], "2000 characters"),
        ([_actions(_button(style="green"))], "style"),
        ([_section(block_id="b"), _section(block_id="b")], "comes 2 times"),
        ([_section()] * 51, "51 blocks"),
        ([{"type": "plan", "title": "p", "tasks": MORE_TASKS}], "50 items"),
        ([{"type": "plan", "title": "p", "tasks": [MORE_TASKS[0] | {"status": "completed"}]}],
         "status"),
        ([{"type": "plan", "title": "p", "tasks": [MORE_TASKS[0] | {"output": "text"}]}], "output"),
        ([MORE_TASKS[0]], "only a task of a plan"),
        ([*blocks.card()[:1], MORE_TASKS[0] | {"status": "complete"}], "not both"),
        ([{"type": "alert", "text": blocks.plain("x")}], "no place in a message"),
        ([_section(text=blocks.plain("x" * 2900))] * 5, "13200"),
        ([_section(text=blocks.plain(""))], "an empty text"),
        ([{"type": "markdown", "text": "x" * 12_001}], "12000"),
    ],
)  # fmt: skip
def test_bad_blocks_are_caught(bad: list[Json], words: str) -> None:
    """Each with a sentence that says what is wrong."""
    assert words in "\n".join(rules.block_problems(bad, "message"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"submit": None}, "needs `submit`"),
        ({"title": blocks.plain("x" * 25)}, "24 characters"),
        ({"blocks": blocks.card()[:1]}, "no place in a modal"),
        ({"private_metadata": "x" * 3001}, "3000 characters"),
        ({"kind": "modal"}, "'kind' was unexpected"),
        ({"type": "sheet"}, "not 'sheet'"),
    ],
)
def test_bad_dialogs_are_caught(change: Json, words: str) -> None:
    """Those that Slack would refuse, and those that it would show in a way nobody wants."""
    view = {name: value for name, value in (blocks.dialog() | change).items() if value is not None}

    assert words in "\n".join(rules.view_problems(view))


@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("call", "chat.postMessage", {"channel": "C1", "blocks": [_section()]}, "`text`"),
        ("call", "chat.postMessage", {"channel": "C1", "text": "x", "thread": "1"}, "'thread'"),
        ("call", "chat.update", {"channel": "C1", "ts": "1", "text": "x" * 4001}, "4000"),
        ("call", "views.open", {"view": blocks.dialog()}, "trigger_id"),
        ("call", "conversations.history", {"channel": "C1", "limit": "many"}, "number"),
        ("call", "chat.scheduleMessage", {}, "does not know"),
        ("ack", "block_actions", {"text": "x"}, "says nothing more"),
        ("ack", "view_submission", {"response_action": "error"}, "'error'"),
        ("ack", "view_submission", {"response_action": "errors"}, '"errors" is a required'),
        ("ack", "slash_command", {"text": "x", "colour": "red"}, "'colour'"),
        ("response_url", "response_url", {"blocks": [_section()]}, "`text`"),
        ("delivery", "slash_command", {"command": "/release"}, "required"),
        ("refused_ack", "view_submission", "invalid_errors", "invalid_errors"),
    ],
)
def test_bad_exchanges_are_caught(kind: str, name: str, content: object, words: str) -> None:
    """Requests, payloads, acknowledgements and responses alike."""
    broken = contract.violations([Exchange(kind, name, content)])

    assert broken
    assert all(each.startswith(f"{kind} {name}: ") for each in broken)
    assert words in "\n".join(broken)


def test_arguments_out_of_an_address_have_their_types() -> None:
    """The SDK sends some calls as GET: a number or a switch comes as text then."""
    args = {"channel": "C1", "limit": "200", "include_all_metadata": "1", "team_id": "T1"}

    assert contract.call_problems("conversations.history", args) == []
