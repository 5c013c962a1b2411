"""What Discord refuses in forms, each rule once; what is at the limit passes."""

from typing import Any

import pytest

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import commands, messages, modals

V2 = 1 << 15
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
TEXT = {"type": 10, "content": "x"}
OPTION = {"label": "a", "value": "a"}
SELECT = {"type": 3, "custom_id": "s", "options": [OPTION]}
FIELD = {"name": "n", "value": "v"}
INPUT = {"type": 4, "style": 1, "custom_id": "i"}


def _row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(inside)}]}


def _card(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"flags": V2, "components": list(inside)}


def _buttons(many: int) -> list[dict[str, Any]]:
    return [{**BUTTON, "custom_id": str(number)} for number in range(many)]


def _options(many: int) -> list[dict[str, Any]]:
    return [{"label": "x", "value": str(number)} for number in range(many)]


def _modal(*inside: dict[str, Any], **more: object) -> dict[str, Any]:
    labels = [{"type": 18, "label": "L", "component": each} for each in inside]
    return {"title": "t", "custom_id": "m", "components": labels, **more}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"content": "x" * 2000}, id="text"),
        pytest.param({"embeds": [{"title": "x" * 256, "description": "x" * 4096}]}, id="embed"),
        pytest.param({"embeds": [{"description": "x" * 3000}] * 2}, id="sum of embeds"),
        pytest.param({"embeds": [{"fields": [FIELD] * 25}]}, id="fields"),
        pytest.param({"components": [_row(*_buttons(5))["components"][0]]}, id="row"),
        pytest.param(_row({**BUTTON, "label": "x" * 80, "custom_id": "x" * 100}), id="button"),
        pytest.param(_row({**SELECT, "options": _options(25)}), id="select"),
        pytest.param(_card(*[TEXT] * 40), id="forty components"),
        pytest.param(_card({"type": 10, "content": "x" * 4000}), id="text of a card"),
        pytest.param({"content": "x", "nonce": "n" * 25, "enforce_nonce": True}, id="nonce"),
    ],
)
def test_what_is_at_the_limit_passes(body: dict[str, Any]) -> None:
    """The last value that Discord takes."""
    assert list(messages.check(body)) == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        pytest.param({"content": "x" * 2001}, "content", id="text"),
        pytest.param({"embeds": [{}] * 11}, "embeds", id="embeds"),
        pytest.param({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", id="title"),
        pytest.param({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", id="text"),
        pytest.param({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", id="sum"),
        pytest.param({"embeds": [{"fields": [FIELD] * 26}]}, "embeds.0.fields", id="fields"),
        pytest.param({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text"),
        pytest.param({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name"),
        pytest.param(
            {"embeds": [{"fields": [{**FIELD, "value": "x" * 1025}]}]}, "embeds.0.fields.0.value"
        ),
        pytest.param({"embeds": [{"fields": [{"name": "n"}]}]}, "embeds.0.fields.0.value"),
        pytest.param({"embeds": [{"url": "javascript:x"}]}, "embeds.0.url"),
        pytest.param({"components": [BUTTON]}, "components.0.type", id="no row"),
        pytest.param(_row(*_buttons(6)), "components.0.components", id="six buttons"),
        pytest.param(_row(SELECT, BUTTON), "components.0.components", id="beside a select"),
        pytest.param(_row({**BUTTON, "label": "x" * 81}), "components.0.components.0.label"),
        pytest.param(_row({**BUTTON, "custom_id": ""}), "components.0.components.0.custom_id"),
        pytest.param(
            _row({**BUTTON, "custom_id": "x" * 101}), "components.0.components.0.custom_id"
        ),
        pytest.param(_row({**BUTTON, "url": "https://x"}), "components.0.components.0.url"),
        pytest.param(_row({"type": 2, "style": 1, "custom_id": "x"}), "components.0.components.0"),
        pytest.param(
            _row({"type": 2, "style": 5, "label": "x", "url": "https://" + "x" * 512}),
            "components.0.components.0.url",
        ),
        pytest.param(_row(BUTTON, BUTTON), "components.0.components.0.custom_id", id="twice"),
        pytest.param(
            _row({**SELECT, "options": _options(26)}), "components.0.components.0.options"
        ),
        pytest.param(
            _row({**SELECT, "options": [OPTION] * 2}), "components.0.components.0.options.0.value"
        ),
        pytest.param(_card(*[TEXT] * 41), "components", id="41 components"),
        pytest.param(_card({"type": 17, "components": [TEXT] * 40}), "components", id="nested"),
        pytest.param(
            _card({"type": 10, "content": "x" * 4000}, TEXT), "components", id="4001 characters"
        ),
        pytest.param(_card(), "components", id="an empty card"),
        pytest.param({**_card(TEXT), "content": "x"}, "content", id="text beside a card"),
        pytest.param({**_card(TEXT), "embeds": [{"title": "x"}]}, "embeds", id="embed beside"),
        pytest.param(_card({"type": 9, "components": [TEXT]}), "components.0.accessory"),
        pytest.param(
            _card({"type": 17, "components": [{"type": 17}]}), "components.0.components.0.type"
        ),
        pytest.param({"content": "x", "flags": 64}, "flags", id="ephemeral in a channel"),
        pytest.param({"content": "x", "nonce": "n" * 26}, "nonce"),
        pytest.param({"content": "x", "enforce_nonce": True}, "nonce", id="no nonce"),
        pytest.param({"content": "x", "mentions": []}, "mentions", id="unknown field"),
        pytest.param(
            {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            id="both kinds of mentions",
        ),
        pytest.param(
            {"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0"
        ),
    ],
)
def test_what_is_beyond_is_refused_where_it_is(body: dict[str, Any], path: str) -> None:
    """With the path that people look up."""
    assert path in {".".join(complaint.path) for complaint in messages.check(body)}


@pytest.mark.parametrize(
    ("modal", "path"),
    [
        pytest.param(_modal(INPUT, title="x" * 46), "data.title"),
        pytest.param(_modal(INPUT, title=""), "data.title", id="no title"),
        pytest.param(_modal(INPUT, custom_id="x" * 101), "data.custom_id"),
        pytest.param(_modal(), "data.components", id="nothing in it"),
        pytest.param(
            _modal(*({**INPUT, "custom_id": str(n)} for n in range(6))), "data.components"
        ),
        pytest.param(_modal(INPUT, INPUT), "data.components.0.component.custom_id", id="twice"),
        pytest.param(_modal({**INPUT, "value": "x" * 4001}), "data.components.0.component.value"),
        pytest.param(
            _modal({**INPUT, "max_length": 4001}), "data.components.0.component.max_length"
        ),
        pytest.param(_modal({**INPUT, "label": "x"}), "data.components.0.component.label"),
        pytest.param(_modal(BUTTON), "data.components.0.component.type", id="a button"),
    ],
)
def test_modals_have_limits_too(modal: dict[str, Any], path: str) -> None:
    """Title, number of inputs, and each input."""
    assert list(modals.check(_modal(INPUT, title="x" * 45))) == []
    assert path in {".".join(complaint.path) for complaint in modals.check(modal)}


@pytest.mark.parametrize(
    ("command", "path"),
    [
        pytest.param({"name": "Release", "description": "x"}, "0.name"),
        pytest.param({"name": "release"}, "0.description"),
        pytest.param({"name": "release", "description": "x" * 101}, "0.description"),
        pytest.param(
            {"name": "r", "description": "x", "options": [{}] * 26}, "0.options", id="26 options"
        ),
        pytest.param(
            {
                "name": "r",
                "description": "x",
                "options": [
                    {"type": 3, "name": "a", "description": "x"},
                    {"type": 3, "name": "b", "description": "x", "required": True},
                ],
            },
            "0.options.1",
            id="required after optional",
        ),
    ],
)
def test_commands_have_limits_too(command: dict[str, Any], path: str) -> None:
    """Names, descriptions, and the order of options."""
    good = {"name": "good", "description": "x"}
    assert list(commands.check_all([good])) == []
    assert path in {".".join(each.path) for each in commands.check_all([command])}
    assert list(commands.check_all([good, good]))
    many = [{"name": f"c{number}", "description": "x"} for number in range(101)]
    assert [each.code for each in commands.check_all(many)] == ["APPLICATION_COMMANDS_MAX"]


def test_a_refusal_nests_its_complaints() -> None:
    """As Discord's clients flatten them again."""
    problem = problems.invalid(*messages.check({"embeds": [{"title": "x" * 257}]}))

    said = {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}
    assert problem.body()["errors"] == {"embeds": {"0": {"title": {"_errors": [said]}}}}


def test_the_flag_of_a_card_stays() -> None:
    """A card is edited as one, whether or not the edit says so."""
    assert list(messages.check({"components": [TEXT]}, before=V2)) == []
    refused = messages.check({"flags": 0, "components": [TEXT]}, before=V2)
    assert [each.code for each in refused] == ["MESSAGE_COMPONENTS_V2_FLAG_CANNOT_BE_REMOVED"]
