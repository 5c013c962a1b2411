"""Presses: which command a button or a filled-in dialog is, judged like any other command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot import errors
from bot.domain.approvals import question_words
from bot.domain.conversation import commands, reasons
from bot.domain.conversation.commands import Caller, Command
from bot.domain.conversation.messages import Action

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a platform knows of a click: the button's ids, and what was typed into its dialog."""

    action: Action
    release: str
    caller: Caller
    question: str = ""
    argument: str = ""
    fields: Fields = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed into a field, "" for nothing. Raises `errors.BadInput` if too long."""
        typed = self.fields.get(name, "").strip()
        if name != "text" and len(typed) > reasons.LONGEST:
            raise errors.BadInput(
                f"That has {len(typed):,} characters, and {name} takes {reasons.LONGEST:,}.",
                "Nothing was done. Say it shorter.",
                reason="too_long",
            )
        return typed

    def reason(self) -> str:
        """The reason, which everybody will see. Raises `errors.BadInput` where there is none."""
        typed = self.text("reason")
        if not typed:
            raise errors.BadInput(
                "The reason is missing.", "Nothing was done. Say why; everybody will see it."
            )
        return typed

    def asked(self) -> str:
        """The question that the button is about. Raises `errors.BadInput` where there is none."""
        if not self.question:
            raise errors.BadInput(
                "It is not said which question this answers.",
                "Nothing was counted. Look at the release's card and press its button.",
            )
        return self.question


COMMANDS: Mapping[Action, type[Command]] = {
    "approve": commands.Vote,
    "reject": commands.Vote,
    "withdraw": commands.Withdraw,
    "hold": commands.Hold,
    "resume": commands.Resume,
    "cancel": commands.Cancel,
    "retry": commands.Retry,
    "skip": commands.Skip,
    "override": commands.Override,
    "edit_notes": commands.EditNotes,
    "release_without": commands.DecideBranch,
    "replan_with": commands.DecideBranch,
}

_VALUES: Mapping[Action, Callable[[Press], Mapping[str, object]]] = {
    "approve": lambda press: {
        "answer": "approve",
        "typed": press.text("typed"),
        "question": press.asked(),
        "is_last": press.argument == question_words.LAST,
    },
    "reject": lambda press: {
        "answer": "reject",
        "reason": press.reason(),
        "question": press.asked(),
    },
    "withdraw": lambda press: {"question": press.asked()},
    "hold": lambda press: {"reason": press.reason()},
    "resume": lambda _: {},
    "cancel": lambda press: {"reason": press.text("reason")},
    "retry": lambda _: {},
    "skip": lambda press: {"stage": press.argument, "reason": press.reason()},
    "override": lambda press: {"gate": press.argument, "reason": press.reason()},
    "edit_notes": lambda press: {"text": press.text("text"), "base": press.text("base")},
    "release_without": lambda _: {"choice": "without"},
    "replan_with": lambda _: {"choice": "with"},
}


def command_of(action: str) -> type[Command]:
    """The type of a button's command. Raises `errors.BadInput` for a button that is not ours."""
    found = next((made for known, made in COMMANDS.items() if known == action), None)
    if found is None:
        raise errors.BadInput(
            "This button is not one of ours.", "Look at the release's card and press one there."
        )
    return found


def make_command(press: Press) -> Command:
    """The command of a press. Raises `errors.BadInput` for one that lacks something."""
    made = command_of(press.action)
    values = _VALUES[press.action](press)
    return made(caller=press.caller, which=press.release, **values)  # type: ignore[arg-type]  # a test presses every button
