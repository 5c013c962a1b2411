"""Presses: each button is a command, and no click can say more than its button."""

from typing import cast

import pytest

from bot import errors
from bot.domain.conversation import commands, presses
from bot.domain.conversation.commands import Caller, Command
from bot.domain.conversation.messages import Action
from bot.domain.conversation.presses import Press

BOB = Caller(account="console:bob", person="bob", delivery="2")


def press(action: str, argument: str = "", **fields: str) -> Press:
    """Bob presses a button of release r."""
    return Press(
        action=cast("Action", action),
        release="r",
        question="q",
        argument=argument,
        fields=fields,
        caller=BOB,
    )


@pytest.mark.parametrize(
    ("pressed", "made", "values"),
    [
        (press("approve"), commands.Vote, {"answer": "approve", "question": "q", "typed": ""}),
        (press("approve", typed="1.2.0"), commands.Vote, {"typed": "1.2.0", "is_last": False}),
        (press("approve", "last"), commands.Vote, {"is_last": True}),
        (press("reject", reason=" no "), commands.Vote, {"answer": "reject", "reason": "no"}),
        (press("withdraw"), commands.Withdraw, {"question": "q"}),
        (press("hold", reason="docs"), commands.Hold, {"reason": "docs"}),
        (press("resume"), commands.Resume, {}),
        (press("cancel"), commands.Cancel, {"reason": ""}),
        (press("retry"), commands.Retry, {}),
        (press("skip", "announce", reason="x"), commands.Skip, {"stage": "announce"}),
        (press("override", "test", reason="x"), commands.Override, {"gate": "test"}),
        (press("edit_notes", text="- a", base="b"), commands.EditNotes, {"text": "- a"}),
        (press("release_without"), commands.DecideBranch, {"choice": "without"}),
        (press("replan_with"), commands.DecideBranch, {"choice": "with"}),
    ],
)
def test_a_press_is_a_command(
    pressed: Press, made: type[Command], values: dict[str, object]
) -> None:
    """Of the person who pressed, about the button's release."""
    command = presses.make_command(pressed)

    assert type(command) is made
    assert (command.caller, command.which) == (BOB, "r")
    assert {name: getattr(command, name) for name in values} == values


@pytest.mark.parametrize(
    ("pressed", "sentence"),
    [
        (press("destroy"), "This button is not one of ours."),
        (press("reject"), "The reason is missing."),
        (press("hold", reason="  "), "The reason is missing."),
        (press("hold", reason="x" * 501), "That has 501 characters, and reason takes 500."),
    ],
)
def test_a_press_that_lacks_something_is_refused(pressed: Press, sentence: str) -> None:
    """In a sentence."""
    with pytest.raises(errors.BadInput) as caught:
        presses.make_command(pressed)

    assert caught.value.sentence == sentence


@pytest.mark.parametrize("action", ["approve", "reject", "withdraw"])
def test_a_press_about_no_question_is_refused(action: Action) -> None:
    """It could be meant for the one before."""
    pressed = Press(action=action, release="r", caller=BOB, fields={"reason": "x"})
    with pytest.raises(errors.BadInput, match="not said which question"):
        presses.make_command(pressed)
